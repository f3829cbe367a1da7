import type { SpecialFunctions } from '../../kernels/special.ts'
import { type LinearStep, type Naive, PRIMED } from './chain.ts'

/** Where cells may leave: anywhere, nearer than `margin` [um] to a face, or to a vessel point. */
export interface Lymphatics {
  readonly from: 'anywhere' | 'edge' | 'vessels'
  readonly margin: number
  /** Low and high coordinate of each axis [um], infinite where the axis has no face. */
  readonly low: readonly [number, number, number]
  readonly high: readonly [number, number, number]
  /** Points that are there [um]. */
  readonly vessels: readonly (readonly number[])[]
}

/** Whether a point of a closed domain is near enough to a lymphatic. */
export function isNearLymphatic(point: readonly number[], where: Lymphatics): boolean {
  const { from, margin, low, high, vessels } = where
  if (from === 'anywhere') return true
  if (from === 'edge')
    return point.some((at, axis) => at - (low[axis] ?? 0) < margin || (high[axis] ?? 0) - at < margin)
  return vessels.some((vessel) => {
    const [dx = 0, dy = 0, dz = 0] = point.map((at, axis) => (vessel[axis] ?? 0) - at)
    return dx * dx + dy * dy + dz * dz < margin * margin
  })
}

/** The plain form of `lymph_node_leave` for one cell of the type: whether it leaves within `dt` [min]; `rate` in 1/min, `draw` in [0, 1). */
export function emigrates(
  cell: { readonly place: readonly number[]; readonly rate: number; readonly draw: number },
  where: Lymphatics,
  dt: number,
  special: SpecialFunctions,
): boolean {
  if (!(cell.rate > 0)) return false
  return cell.draw < 1 - special.exp(-cell.rate * dt) && isNearLymphatic(cell.place, where)
}

/** The plain form of what `lymph_node_travel` and `lymph_node_divide` do to `states` from entry `offset` on: one step. */
export function advance(states: Float64Array, offset: number, { width, change }: LinearStep): void {
  const before = states.slice(offset, offset + width)
  for (let to = 0; to < width; to++) {
    let sum = 0
    for (let from = 0; from < width; from++) sum += (change[to * width + from] ?? 0) * (before[from] ?? 0)
    states[offset + to] = (states[offset + to] ?? 0) + sum
  }
}

/**
 * The plain form of `lymph_node_activate`: advances naive cells by `dt` [min], exactly, under activation at the rate [1/min] that stands in
 * entry `PRIMED.flow`; the mean flow of activated cells takes its place.
 */
export function activate(
  states: Float64Array,
  { resting, renewal }: Naive,
  dt: number,
  special: SpecialFunctions,
): void {
  const naive = states[PRIMED.naive] ?? 0
  const rate = states[PRIMED.flow] ?? 0
  const sum = renewal + rate
  const target = sum > 0 ? (renewal * resting) / sum : naive
  // Integral of the number of naive cells over the step.
  const integral = target * dt + (sum > 0 ? ((naive - target) * (1 - special.exp(-sum * dt))) / sum : 0)
  const supplied = renewal * (resting * dt - integral)
  const activated = rate * integral
  states[PRIMED.naive] = naive + supplied - activated
  states[PRIMED.supplied] = (states[PRIMED.supplied] ?? 0) + supplied
  states[PRIMED.activated] = (states[PRIMED.activated] ?? 0) + activated
  states[PRIMED.flow] = activated / dt
}

/** What holds activation back and what raises it, each with the free levels of drugs in plasma [nM] and their constants [nM]. */
export interface Factors {
  readonly holds: readonly { readonly share: number; readonly blockers: readonly Ratio[] }[]
  readonly raises: readonly (Ratio & { readonly to: number })[]
}

interface Ratio {
  readonly level: number
  readonly constant: number
}

/** The plain form of the kernels that make the rate of activation [1/min]. */
export function activationRate(
  presenting: number,
  { activation, half }: { readonly activation: number; readonly half: number },
  { holds, raises }: Factors,
): number {
  let rate = (activation * presenting) / (half + presenting)
  for (const { share, blockers } of holds)
    rate *= 1 - blockers.reduce((left, { level, constant }) => left / (1 + level / constant), share)
  for (const { level, constant, to } of raises) rate *= 1 + ((to - 1) * level) / (constant + level)
  return rate
}
