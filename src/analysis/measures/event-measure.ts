import type { CellEvent } from '../../engine/events.ts'
import type { Program } from '../../engine/program.ts'
import type { Complaint } from './family.ts'

/** A run as its folder keeps it: what rates are made from, after the run. */
export interface RecordedRun {
  /** When series were taken [min], ascending. */
  readonly times: ArrayLike<number>
  /** Series by the name of the measure, as long as `times`. */
  readonly values: ReadonlyMap<string, ArrayLike<number>>
  readonly events: readonly CellEvent[]
  /** Kinds of events that were kept. */
  readonly kinds: ReadonlySet<string>
  /** Length of a tick [min]. */
  readonly tick: number
  /** The site of an organism whose events count; absent for its primary tissue, and where there is no organism. */
  readonly site?: string
}

/** A number that no single instant can give: it is made from the events of a run and from its series. */
export interface EventMeasure {
  readonly name: string
  readonly unit: string
  readonly doc: string
  /** Kinds of events and series that the run must have kept. */
  readonly kinds: readonly string[]
  readonly series: readonly string[]
  /** Time before the instant that counts [min]. */
  readonly window: number
  /** The rate in the time ]from, to] [min]; NaN when there was nobody. Throws when the run did not keep what is needed. */
  during(run: RecordedRun, from: number, to: number): number
}

/** A family of measures made from events, as documentation lists it. */
export interface EventFamily {
  readonly pattern: string
  readonly unit: string
  readonly doc: string
  resolve(name: string, program: Program): EventMeasure | undefined
  complaint(name: string, program: Program): Complaint | undefined
}
