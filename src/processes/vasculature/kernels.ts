import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/** Vessel points grouped by voxel: entries `first[s]` to `first[s] + counts[s]` of `order` lie in the voxel of site s. */
export interface Sites {
  readonly voxels: Uint32Array
  readonly order: Uint32Array
  readonly first: Uint32Array
  readonly counts: Uint32Array
}

/** A vessel wall: level in the blood, k = rate x dt, volume of a voxel [um^3]. */
export interface Wall {
  readonly level: number
  readonly k: number
  readonly volume: number
}

/** The plain form of `vasculature_exchange` for sites [begin, end). */
export function vesselExchange(
  pair: FieldPair,
  sites: Sites,
  delivered: Float64Array,
  wall: Wall,
  begin: number,
  end: number,
): void {
  const share = wall.k / (1 + wall.k)
  for (let s = begin; s < end; s++) {
    const from = sites.first[s] ?? 0
    const to = from + (sites.counts[s] ?? 0)
    const voxel = sites.voxels[sites.order[from] ?? 0] ?? 0
    let rho = pairAt(pair, voxel)
    for (let j = from; j < to; j++) {
      const vessel = sites.order[j] ?? 0
      const change = share * (wall.level - rho)
      delivered[vessel] = (delivered[vessel] ?? 0) + change * wall.volume
      rho += change
    }
    setPair(pair, voxel, rho)
  }
}

/** How a gate responds: `low` at zero, `high` at saturation, midway at `half`. */
export interface GateResponse {
  readonly half: number
  readonly hill: number
  readonly low: number
  readonly high: number
}

/** The plain form of `vasculature_block` at one vessel: what is felt of a level beside a blocker, C and K in one unit. */
export function feltBeside(felt: number, blocker: number, constant: number): number {
  return felt / (1 + blocker / constant)
}

/** The plain form of `vasculature_gate` at one vessel: the factor for concentration `c`. */
export function gateFactor(c: number, gate: GateResponse, special: SpecialFunctions): number {
  const h = c > 0 ? 1 / (1 + special.pow(gate.half / c, gate.hill)) : 0
  return gate.low + (gate.high - gate.low) * h
}

/** The plain form of `vasculature_draw` at one vessel: whether a cell arrives, for a uniform number `u`. */
export function arrives(hazard: number, dt: number, u: number, special: SpecialFunctions): boolean {
  return u < 1 - special.exp(-hazard * dt)
}
