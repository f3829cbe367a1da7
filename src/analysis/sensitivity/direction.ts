import type { SensitivityPlan } from '../../experiment/sensitivity-plan.ts'
import { mean } from '../../math/statistics.ts'
import type { DirectionSummary } from '../summary.ts'
import type { SensitivityOutput } from './outputs.ts'

/** Parts into which the range of a parameter is cut [1]; chosen: the levels of a screening. */
const PARTS = 4

/**
 * Says over which range of each parameter the difference of two arms keeps its direction.
 *
 * The direction is that of the mean over all points. The range of a parameter is cut into quarters of its distribution; a quarter
 * holds when most of its points, whatever the other parameters are there, have that direction: one large value the other way does not
 * decide. Of quarters next to each other that hold, the longest row is told, from the least to the largest value tried in it.
 *
 * @returns one entry per parameter; undefined where the output is no difference, or has no value.
 */
export function directions(
  plan: Pick<SensitivityPlan, 'points' | 'design'>,
  { values, against }: SensitivityOutput,
): readonly DirectionSummary[] | undefined {
  if (against === undefined) return undefined
  const points = values.flatMap((row, point) => {
    const value = mean(row)
    return Number.isFinite(value) ? [{ point, value }] : []
  })
  const overall = mean(points.map(({ value }) => value))
  if (points.length === 0 || overall === 0) return undefined
  const keeps = (value: number): boolean => value * overall > 0
  const share = points.filter(({ value }) => keeps(value)).length / points.length
  const sign = overall > 0 ? 'higher' : 'lower'
  return plan.design.parameters.map(({ unit }, k) => {
    const quarterOf = (point: number): number =>
      Math.min(PARTS - 1, Math.floor((plan.points.unit.points[point]?.[k] ?? 0) * PARTS))
    const held = Array.from({ length: PARTS }, (_part, part) => {
      const own = points.filter(({ point }) => quarterOf(point) === part)
      // A quarter in which nothing was tried interrupts nothing.
      return own.length === 0 || 2 * own.filter(({ value }) => keeps(value)).length > own.length
    })
    const [first, end] = longestRow(held)
    const tried = (isIn: (part: number) => boolean): readonly number[] =>
      points.flatMap(({ point }) => {
        const value = plan.design.points[point]?.values[k]
        return value !== undefined && isIn(quarterOf(point)) ? [value] : []
      })
    const own = tried((part) => part >= first && part < end)
    const ends = own.length === 0 ? {} : { from: Math.min(...own), to: Math.max(...own) }
    return { sign, share, ...ends, unit, isWhole: held.every(Boolean) }
  })
}

/** Begin and end of the longest row of true, the first of several. */
function longestRow(held: readonly boolean[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0]
  for (let first = 0; first < held.length; first++) {
    let end = first
    while (held[end] === true) end++
    if (end - first > best[1] - best[0]) best = [first, end]
  }
  return best
}
