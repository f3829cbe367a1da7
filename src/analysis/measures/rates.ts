import type { CellEvent } from '../../engine/events.ts'
import type { Program } from '../../engine/program.ts'
import type { EventFamily, EventMeasure, RecordedRun } from './event-measure.ts'
import { type FamilyDefinition, type Slots, readerOf } from './family.ts'
import { integral, requireKept } from './recorded-values.ts'
import { type CellSet, countName } from './selection.ts'
import { rateAt, readSite } from './sites.ts'
import { cellsSlot, durationSlot, oneOf } from './slots.ts'
import { survivalSurrogate } from './survival-surrogate.ts'

/** Minutes in a day: rates are per day, and a window is a day unless said. */
const DAY = 1440

type Rate = Omit<EventMeasure, 'name' | 'doc' | 'unit'>

const WINDOW = 'within a time before the instant, a day unless said (`over 12 h`)'

/** Rates of what happens to cells. */
export const eventFamilies: readonly EventFamily[] = [
  rateFamily({
    pattern: 'division rate of <cells> [over <duration>]',
    doc: `divisions per live cell and day, ${WINDOW}`,
    optional: { duration: durationSlot },
    measure: ({ cells, duration }, program) => perCell(program, cells, duration, 'division', ones),
  }),
  rateFamily({
    pattern: 'death rate of <cells> [by <cause>] [over <duration>]',
    doc: `deaths per live cell and day, of any cause, or \`by apoptosis\`, \`by necrosis\`, \`by lysis\`; ${WINDOW}`,
    optional: {
      cause: oneOf('cause', { apoptosis: 'apoptosis', necrosis: 'necrosis', lysis: 'lysis' }),
      duration: durationSlot,
    },
    measure: ({ cells, cause, duration }, program) =>
      perCell(program, cells, duration, 'death', (events) =>
        events.map((event) => (cause === undefined || event.cause === cause ? 1 : 0)),
      ),
  }),
  rateFamily({
    pattern: 'killing rate of <cells> [over <duration>]',
    doc: `kills per live effector and day: a victim of several attackers counts for each by its part; ${WINDOW}`,
    optional: { duration: durationSlot },
    measure: ({ cells, duration }, program) => perCell(program, cells, duration, 'kill', sharedCredits),
  }),
  rateFamily({
    pattern: 'ingestion rate of <cells> [over <duration>]',
    doc: `cells that a live cell ingests per day; ${WINDOW}`,
    optional: { duration: durationSlot },
    measure: ({ cells, duration }, program) => perCell(program, cells, duration, 'phagocytosis', ones),
  }),
  survivalSurrogate,
]

type CellsSlots = { readonly cells: typeof cellsSlot }

function rateFamily<O extends Slots>(
  definition: Omit<FamilyDefinition<CellsSlots, O, Rate>, 'unit' | 'slots'>,
): EventFamily {
  const { pattern, doc } = definition
  const unit = '1/day'
  const { read, complaint } = readerOf({ ...definition, unit, slots: { cells: cellsSlot } })
  return {
    pattern,
    unit,
    doc,
    complaint,
    resolve: (name, program) => {
      const rate = read(name, program)
      return rate && { name, unit, doc: name, ...rate }
    },
  }
}

/** True for a name that begins as the name of a rate does; whether it is one, only a model can tell. */
export function isWrittenAsRate(name: string): boolean {
  return eventFamilies.some(({ pattern }) => name.startsWith(pattern.split('<')[0] ?? pattern))
}

/** Finds the measure of events that a name stands for. */
export function resolveEventMeasure(name: string, program: Program): EventMeasure | undefined {
  for (const { resolve } of eventFamilies) {
    const found = resolve(name, program)
    if (found !== undefined) return found
  }
  const there = readSite(name, program)
  if (there === undefined) return undefined
  const rate = resolveEventMeasure(there.name, there.program)
  return rate && rateAt(rate, there.site)
}

/** Value of a measure of events at an instant [min]: over its window, or what the run has of it. */
export function eventMeasureAt(measure: EventMeasure, run: RecordedRun, at: number): number {
  return measure.during(run, Math.max(at - measure.window, run.times[0] ?? 0), at)
}

/** A measure of events as a series: one value per recorded time, as long as `run.times`. */
export function eventSeries(measure: EventMeasure, run: RecordedRun): readonly number[] {
  return Array.from(run.times, (time) => eventMeasureAt(measure, run, time))
}

/** How much each event counts, given all of its kind in the window. */
type Credits = (events: readonly CellEvent[]) => readonly number[]

const ones: Credits = (events) => events.map(() => 1)

/** Each attacker of a victim has an event of its own: together they make one kill. */
const sharedCredits: Credits = (events) => {
  const attackers = new Map<string, number>()
  for (const { other = '' } of events) attackers.set(other, (attackers.get(other) ?? 0) + 1)
  return events.map(({ other = '' }) => 1 / (attackers.get(other) ?? 1))
}

/** Events of one kind whose cell is of a set, per live cell of the set and day. */
function perCell(
  { cellTypes }: Program,
  cells: CellSet,
  window: number = DAY,
  kind: string,
  credits: Credits,
): Rate {
  const series = cellTypes.filter((_, type) => cells.has[type] === true).map(countName)
  return {
    kinds: [kind],
    series,
    window,
    during: (run, from, to) => {
      requireKept(run, [kind], series)
      const all = eventsOfKind(run, kind)
      const own = all.slice(countUntil(all, from / run.tick), countUntil(all, to / run.tick))
      const counts = credits(own)
      const sum = own.reduce(
        (total, { type }, index) => total + (cells.has[type] === true ? (counts[index] ?? 0) : 0),
        0,
      )
      const exposure = series.reduce((total, name) => total + integral(run, name, from, to), 0)
      return exposure > 0 ? (sum * DAY) / exposure : Number.NaN
    },
  }
}

/** Events by kind, sorted once per run: a series looks for them at every time. */
const sorted = new WeakMap<RecordedRun, Map<string, readonly CellEvent[]>>()

function eventsOfKind(run: RecordedRun, kind: string): readonly CellEvent[] {
  const kinds = sorted.get(run) ?? new Map<string, readonly CellEvent[]>()
  sorted.set(run, kinds)
  const before = kinds.get(kind)
  if (before !== undefined) return before
  // Ticks are whole: a stable sort keeps the order of events within one.
  const own = run.events
    .filter((event) => event.kind === kind && event.site === run.site)
    .toSorted((a, b) => a.tick - b.tick)
  kinds.set(kind, own)
  return own
}

/** Slack of a time in ticks: times are products of ticks, and come back from division a little off. */
const SLACK = 1e-6

/** Number of events up to a time [ticks], it included. */
function countUntil(events: readonly CellEvent[], time: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((events[middle]?.tick ?? 0) <= time + SLACK) low = middle + 1
    else high = middle
  }
  return low
}
