import { DRAWS_PER_STREAM } from '../../engine/random.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'
import { philox4x32, uniform } from '../../math/philox.ts'
import { type Diagrams, END } from './diagram.ts'

/** Nodes of one network with their diagrams. */
export type NetworkDiagrams = Diagrams

/** A flip: when [the diagrams' unit of time, from the beginning of the step], and of which node. */
export interface Flip {
  readonly time: number
  readonly node: number
}

/** Where the random numbers of one cell's step lie. */
export interface FlipAddress {
  readonly seed: readonly [number, number]
  readonly lineage: readonly [number, number]
  readonly tick: number
  readonly stream: number
}

/** Step of the seed's upper word from one set of 256 events to the next: the Weyl increment of Philox. */
const NEXT_SEED = 0x9e3779b9

const words = new Uint32Array(4)

/** Two uniform numbers in [0, 1) for event `event` of a step. */
export function drawEvent(
  { seed, lineage, tick, stream }: FlipAddress,
  event: number,
): readonly [number, number] {
  const high = (seed[1] + Math.imul(Math.floor(event / DRAWS_PER_STREAM), NEXT_SEED)) >>> 0
  philox4x32([lineage[0], lineage[1], tick, stream + (event % DRAWS_PER_STREAM)], [seed[0], high], words)
  return [uniform(words[0] ?? 0, words[1] ?? 0), uniform(words[2] ?? 0, words[3] ?? 0)]
}

/** Rate at which a node of `state` [0 or 1 per node] flips. */
export function flipRate({ roots, branches, rates }: Diagrams, state: Uint8Array, node: number): number {
  let at = roots[node] ?? END
  while (at < END) at = branches[3 * at + 1 + (state[branches[3 * at] ?? 0] ?? 0)] ?? END
  return rates[at - END] ?? 0
}

/**
 * The plain form of `boolean_flip` and `boolean_trace` for one cell: advances `state` by `dt` and returns the flips. Gillespie's direct
 * method: the waiting time is exponential with the sum of all rates, and the node that flips is drawn in proportion to its own.
 */
export function advanceNetwork(
  diagrams: Diagrams,
  state: Uint8Array,
  dt: number,
  address: FlipAddress,
  special: Pick<SpecialFunctions, 'log'>,
  isDiscrete = false,
): readonly Flip[] {
  const flips: Flip[] = []
  let time = 0
  for (;;) {
    const rates = diagrams.roots.map((_, node) => flipRate(diagrams, state, node))
    let total = 0
    for (const rate of rates) total += rate
    if (!(total > 0)) return flips
    const [u, v] = drawEvent(address, flips.length)
    time = isDiscrete ? dt : time - special.log(1 - u) / total
    if (time > dt) return flips
    const node = choose(rates, v * total)
    state[node] = 1 - (state[node] ?? 0)
    flips.push({ time, node })
    if (isDiscrete) return flips
  }
}

/** The first node at which the sum of rates passes `target`; rounding at the end chooses the last that can flip. */
function choose(rates: readonly number[], target: number): number {
  let chosen = 0
  let sum = 0
  for (const [node, rate] of rates.entries()) {
    if (!(rate > 0)) continue
    chosen = node
    sum += rate
    if (target < sum) break
  }
  return chosen
}

/** First states drawn from groups: each takes one uniform number and the entry at which the sum of weights passes it. */
export function drawStart(
  starts: readonly {
    readonly nodes: readonly number[]
    readonly entries: readonly { readonly weight: number; readonly values: readonly number[] }[]
  }[],
  draw: (group: number) => number,
  set: (node: number, value: number) => void,
): void {
  for (const [group, { nodes, entries }] of starts.entries()) {
    let total = 0
    for (const { weight } of entries) total += weight
    const target = draw(group) * total
    let sum = 0
    let chosen = entries.find(({ weight }) => weight > 0)
    for (const entry of entries) {
      if (!(entry.weight > 0)) continue
      chosen = entry
      sum += entry.weight
      if (target < sum) break
    }
    nodes.forEach((node, at) => set(node, chosen?.values[at] ?? 0))
  }
}
