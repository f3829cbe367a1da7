import { hindrance } from '../../math/hindrance.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/** The plain form of the kernels, with the same operations in the same order. */

export type Direction = readonly [number, number, number]

/** The matrix of one voxel. */
export interface VoxelMatrix {
  readonly density: number
  readonly links: number
  /** xx, xy in two dimensions; xx, xy, xz, yy, yz in three. */
  readonly fibres: readonly number[]
  readonly membrane: number
}

/** A protease where it is: concentration [nM], rates [1/(nM min)] and blockers. */
export interface Cutter {
  readonly concentration: number
  readonly density: number
  readonly membrane: number
  readonly resist: number
  readonly blockers: readonly { readonly concentration: number; readonly constant: number }[]
}

/** What a cell does: rates [1/min]; `share` is its volume relative to the voxel. */
export interface Worker {
  readonly share: number
  readonly deposition: number
  readonly most: number
  readonly linking: number
  readonly alignment: number
  readonly membrane: number
  /** Of length 1, or 0. */
  readonly direction: Direction
}

/** Rates of loss [1/min] of fibres and of membrane. */
export interface Loss {
  readonly fibres: number
  readonly membrane: number
}

/** Rates at which proteases cut fibres and membrane. */
export function cutting(cutters: readonly Cutter[], links: number): Loss {
  let [fibres, membrane] = [0, 0]
  for (const { concentration, density, membrane: ofMembrane, resist, blockers } of cutters) {
    const c = blockers.reduce((free, one) => free / (1 + one.concentration / one.constant), concentration)
    fibres += (density * c) / (1 + resist * links)
    membrane += ofMembrane * c
  }
  return { fibres, membrane }
}

/** Tensor of fibres that all lie along a direction of length 1. */
export function tensorOf([x, y, z]: Direction, dimensions: 2 | 3): readonly number[] {
  if (dimensions === 2) return [2 * x * x - 1, 2 * x * y]
  return [3 * x * x - 1, 3 * x * y, 3 * x * z, 3 * y * y - 1, 3 * y * z]
}

/** Matrix of a voxel after `dt` [min], and the share of fibres that stayed. */
export function advanceVoxel(
  before: VoxelMatrix,
  workers: readonly Worker[],
  loss: Loss,
  dt: number,
  special: SpecialFunctions,
): { readonly matrix: VoxelMatrix; readonly kept: number } {
  const { exp } = special
  const dimensions = before.fibres.length === 2 ? 2 : 3
  const sums = sumOf(before, workers, dimensions)
  const rate = sums.slope + loss.fibres
  const kept = exp(-loss.fibres * dt)
  const goal = rate > 0 ? sums.gain / rate : before.density
  const density = rate > 0 ? goal + (before.density - goal) * exp(-rate * dt) : before.density
  const fresh = sums.gain > 0 && density > 0 ? Math.max(density - before.density * kept, 0) / density : 0
  const linked = before.links * (1 - fresh)
  const links = sums.linking > 0 ? 1 - (1 - linked) * exp(-sums.linking * dt) : linked
  const turn = sums.turning > 0 ? 1 - exp(-sums.turning * dt) : 0
  const fibres = before.fibres.map((old, k) => {
    let q = old
    if (fresh > 0) q = q * (1 - fresh) + fresh * ((sums.made[k] ?? 0) / sums.gain)
    if (sums.turning > 0) q += turn * ((sums.aim[k] ?? 0) / sums.turning - q)
    return q
  })
  const change = sums.building + loss.membrane
  const whole = sums.building / change
  const membrane = change > 0 ? whole + (before.membrane - whole) * exp(-change * dt) : before.membrane
  return { matrix: { density, links, fibres, membrane }, kept }
}

function sumOf({ density, fibres }: VoxelMatrix, workers: readonly Worker[], dimensions: 2 | 3) {
  const sums = { gain: 0, slope: 0, linking: 0, turning: 0, building: 0 }
  const made = fibres.map(() => 0)
  const aim = fibres.map(() => 0)
  for (const { share, deposition, most, linking, alignment, membrane, direction } of workers) {
    sums.linking += share * linking
    sums.building += share * membrane
    const laid = density < most ? share * deposition : 0
    sums.gain += laid
    sums.slope += laid / most
    if (direction.every((component) => component === 0)) continue
    const turned = share * alignment
    sums.turning += turned
    tensorOf(direction, dimensions).forEach((q, k) => {
      made[k] = (made[k] ?? 0) + laid * q
      aim[k] = (aim[k] ?? 0) + turned * q
    })
  }
  return { ...sums, made, aim }
}

/** Kinetics of binding: sites [nM], association [1/(nM min)], dissociation [1/min]. */
export interface Kinetics {
  readonly room: number
  readonly on: number
  readonly off: number
}

/** Bound part of `total` [nM] after `dt` [min], of which `held` was bound before. */
export function bind(
  held: number,
  total: number,
  { room, on, off }: Kinetics,
  dt: number,
  special: SpecialFunctions,
): number {
  if (total <= 0 || (room <= 0 && held === 0)) return held
  const sum = total + room + off / on
  const width = Math.sqrt(sum * sum - 4 * total * room)
  const high = 0.5 * (sum + width)
  const low = (total * room) / high
  const decayed = (held - low) * special.exp(-on * width * dt)
  return Math.min(low + (decayed * width) / (high - held + decayed), total)
}

/** Volume fractions above count as this: permeability of random fibres means nothing near 0.39. */
export const DENSEST = 0.3

/** Diffusion of a sphere [um] among fibres [um] of that volume fraction, relative to none. */
export function hindranceAt(
  density: number,
  sphere: number,
  fibre: number,
  special: SpecialFunctions,
): number {
  if (density <= 0) return 1
  return hindrance(2 * sphere, { fraction: Math.min(density, DENSEST), radius: fibre }, special)
}

/** Pores are not told apart above this width [um]; chosen: wider than any cell. */
export const WIDEST = 100

/**
 * Mean width of pores between straight bundles in random directions [um]: twice the mean distance of a point from the nearest
 * axis (Ogston 1958), with the length of bundles per volume that their volume fraction gives.
 */
export function poreSize(density: number, bundle: number): number {
  return density > 0 ? Math.min(bundle * Math.sqrt(Math.PI / density), WIDEST) : WIDEST
}
