import { MilieuError } from '../engine/errors.ts'
import type { EventCondition, EventLevel } from '../experiment/event-schema.ts'
import { describeDimension, dimensionless, sameDimension } from '../units/dimension.ts'
import { parseUnit } from '../units/unit.ts'

/** When something happened in a run, or until when it was watched without. */
export interface EventTime {
  /** [min] */
  readonly time: number
  /** False: censored. */
  readonly isEvent: boolean
}

/**
 * The first recorded time at which a condition holds, or the end of watching. A condition that must hold `for` some time is
 * dated at the beginning of that time, and watching ends as much earlier: later beginnings could not be told from dips.
 * Missing values (NaN) neither meet a condition nor end it.
 *
 * times: [k], ascending [min]; values: [k], in the unit of `threshold`.
 */
export function eventTime(
  times: Float64Array,
  values: Float64Array,
  condition: EventCondition,
  threshold: number,
): EventTime | undefined {
  const last = times.at(-1)
  if (last === undefined) return undefined
  const watchedTo = last - condition.hold
  const holds = conditionOver(values, condition, threshold)
  let since: number | undefined
  for (const [k, time] of times.entries()) {
    const state = holds(k)
    if (state === undefined) continue
    if (!state) since = undefined
    else since ??= time
    if (since !== undefined && time - since >= condition.hold) return { time: since, isEvent: true }
  }
  return { time: Math.max(0, watchedTo), isEvent: false }
}

/** Whether the condition holds at each recorded time; asked in order, since the lowest so far is kept; undefined: no value. */
function conditionOver(
  values: Float64Array,
  { direction, level }: EventCondition,
  threshold: number,
): (k: number) => boolean | undefined {
  const isBeyond = (value: number, bound: number): boolean =>
    direction === 'above' ? value > bound : value < bound
  let reference: number | undefined
  return (k) => {
    const value = values[k] ?? Number.NaN
    if (Number.isNaN(value)) return undefined
    reference = nextReference(level, reference, value)
    return isBeyond(value, level.kind === 'quantity' ? threshold : level.share * reference)
  }
}

function nextReference(level: EventLevel, before: number | undefined, value: number): number {
  if (before === undefined || level.kind === 'quantity') return value
  if (level.of === 'start') return before
  return level.of === 'lowest' ? Math.min(before, value) : Math.max(before, value)
}

/** A quantity, and the measure that it bounds. */
export type BoundedMeasure = Pick<EventCondition, 'level' | 'measure'>

/** The quantity of a condition in the unit in which its measure was recorded; an error says when that cannot be. */
export function thresholdIn(condition: BoundedMeasure, recorded: string): number {
  const { level, measure } = condition
  if (level.kind === 'share') return Number.NaN
  const message = unitMistake(condition, recorded)
  if (message !== undefined) throw new MilieuError('EventUnit', message)
  const unit = parseUnit(recorded)
  if (!unit.ok)
    throw new MilieuError('EventUnit', `'${measure}' is recorded in the unknown unit '${recorded}'`)
  return level.value / unit.unit.factor
}

/** What is wrong with a condition whose measure is recorded in a unit, if anything is. */
export function unitMistake({ level, measure }: BoundedMeasure, recorded: string): string | undefined {
  if (level.kind === 'share') return undefined
  const [own, other] = [parseUnit(level.unit), parseUnit(recorded)]
  if (!own.ok || !other.ok) return undefined
  if (sameDimension(own.unit.dimension, other.unit.dimension)) return undefined
  if (sameDimension(other.unit.dimension, dimensionless))
    return `'${measure}' is a plain number: write its bound without a unit`
  const what = describeDimension(other.unit.dimension).split(', for example')[0]
  return `'${measure}' is ${what}: write its bound in ${recorded}`
}
