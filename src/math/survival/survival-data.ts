import { entry } from '../entry.ts'

/**
 * Times to an event of n subjects, some of them only watched until a time without it (censored on the right).
 * A subject censored at the time of an event counts as at risk there. Times in any one unit.
 */
export interface SurvivalData {
  /** Time of the event or of the end of watching, >= 0 [n]. */
  readonly times: readonly number[]
  /** Whether the event was seen [n]. */
  readonly events: readonly boolean[]
}

/** How many were at risk, had the event, and left unseen, at each distinct time [k]. */
export interface RiskTable {
  readonly times: readonly number[]
  /** Watched and free of the event just before each time. */
  readonly atRisk: readonly number[]
  readonly events: readonly number[]
  readonly censored: readonly number[]
}

/** Throws a RangeError unless lengths agree and times are finite and not negative. */
export function checkSurvival({ times, events }: SurvivalData): void {
  if (times.length !== events.length)
    throw new RangeError(`${times.length} times need as many events, found ${events.length}`)
  if (times.some((time) => !(time >= 0 && time < Infinity)))
    throw new RangeError('times to an event are finite and not negative')
}

/** Counts subjects at each distinct time, events and censorings alike, in ascending order. */
export function riskTable(data: SurvivalData): RiskTable {
  checkSurvival(data)
  const order = data.times.map((_, i) => i).toSorted((i, j) => entry(data.times, i) - entry(data.times, j))
  const table = {
    times: [] as number[],
    atRisk: [] as number[],
    events: [] as number[],
    censored: [] as number[],
  }
  for (const [place, i] of order.entries()) {
    const time = entry(data.times, i)
    if (table.times.at(-1) !== time) {
      table.times.push(time)
      table.atRisk.push(order.length - place)
      table.events.push(0)
      table.censored.push(0)
    }
    const counts = data.events[i] === true ? table.events : table.censored
    counts.push((counts.pop() ?? 0) + 1)
  }
  return table
}

/** Returns how many of the subjects are still watched and without the event just before each of `times` [k]. */
export function numbersAtRisk(data: SurvivalData, times: readonly number[]): readonly number[] {
  checkSurvival(data)
  return times.map((time) => data.times.filter((own) => own >= time).length)
}

/** Returns the subjects at the given places only. */
export function subjects(data: SurvivalData, places: readonly number[]): SurvivalData {
  return {
    times: places.map((i) => entry(data.times, i)),
    events: places.map((i) => data.events[i] === true),
  }
}

/** Returns the places of the subjects of each label, labels in the order in which they first appear. */
export function placesByLabel<Label>(labels: readonly Label[]): ReadonlyMap<Label, readonly number[]> {
  const places = new Map<Label, number[]>()
  for (const [i, label] of labels.entries()) {
    const own = places.get(label)
    if (own === undefined) places.set(label, [i])
    else own.push(i)
  }
  return places
}
