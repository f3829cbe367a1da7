import type { CellEvent } from '../engine/events.ts'
import { saveSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import type { World } from '../engine/world.ts'
import type { Measure } from './measure.ts'

/** What a run stores, with cadences in ticks. */
export interface RecordPlan {
  readonly series: readonly Measure[]
  readonly seriesEvery: number
  /** 0 for none, unless the run is stopped before its end. */
  readonly snapshotEvery: number
  /** Kinds of events that are kept. */
  readonly events: ReadonlySet<string>
}

/** A state that was kept. */
export interface KeptState {
  readonly tick: number
  /** [min] */
  readonly time: number
  readonly hash: string
  readonly bytes: Uint8Array
}

/** What was stored so far: columns of equal length, ready for a table. */
export interface Recording {
  /** [min] */
  readonly times: number[]
  /** One list per measure, as long as `times`. */
  readonly values: Map<string, number[]>
  readonly events: CellEvent[]
  readonly snapshots: KeptState[]
}

/** The last ticks that series and snapshots have; -1 for none. */
export interface RecordedTo {
  readonly series: number
  readonly snapshot: number
}

/** Watches a run from outside: the loop knows nothing of it, and it changes nothing in the world. */
export interface Recorder {
  /** What was recorded since the beginning, or since the last `take`. */
  readonly recording: Recording
  readonly recordedTo: RecordedTo
  /** Bytes of what `recording` holds, roughly: says when it is time to take it. */
  readonly weight: number
  /** Call at the first tick, whether or not it is on a beat. */
  begin(world: World): void
  /** Call after each tick. */
  observe(world: World): void
  /** Call at the end, whether the run was stopped or came to its end: keeps the last state, unless no state of a whole run is wanted. */
  finish(world: World, isWhole?: boolean): void
  /** Hands over what was recorded, and forgets it. */
  take(): Recording
}

/** Bytes of an event in memory. Measured: half a million of them with both lineages, by what the heap grew. */
const EVENT_BYTES = 320
const NUMBER_BYTES = 8

/** Makes a recorder for a plan; `before` when a run goes on that was recorded up to there. */
export function createRecorder(
  plan: RecordPlan,
  before: RecordedTo = { series: -1, snapshot: -1 },
): Recorder {
  let recording = emptyRecording(plan)
  let { series, snapshot } = before
  let stateBytes = 0
  const takeSeries = (world: World): void => {
    series = world.tick
    recording.times.push(world.time)
    for (const measure of plan.series) recording.values.get(measure.name)?.push(measure.evaluate(world))
  }
  const takeSnapshot = (world: World): void => {
    snapshot = world.tick
    const kept = keepState(world)
    stateBytes += kept.bytes.length
    recording.snapshots.push(kept)
  }
  const complete = (world: World, needsState: boolean): void => {
    if (series !== world.tick) takeSeries(world)
    if (needsState && snapshot !== world.tick) takeSnapshot(world)
  }
  const keepsStates = plan.snapshotEvery > 0
  return {
    get recording() {
      return recording
    },
    get recordedTo() {
      return { series, snapshot }
    },
    get weight() {
      const numbers = recording.times.length * (plan.series.length + 1)
      return stateBytes + EVENT_BYTES * recording.events.length + NUMBER_BYTES * numbers
    },
    begin: (world) => complete(world, keepsStates),
    observe: (world) => {
      for (const event of world.events) if (plan.events.has(event.kind)) recording.events.push(event)
      if (world.tick % plan.seriesEvery === 0) takeSeries(world)
      if (keepsStates && world.tick % plan.snapshotEvery === 0) takeSnapshot(world)
    },
    finish: (world, isWhole = true) => complete(world, keepsStates || !isWhole),
    take: () => {
      const taken = recording
      recording = emptyRecording(plan)
      stateBytes = 0
      return taken
    },
  }
}

/** The state of a world as it is now, with its hash. */
export function keepState(world: World): KeptState {
  const { tick, time } = world
  return { tick, time, hash: stateHash(world), bytes: saveSnapshot(world) }
}

function emptyRecording(plan: RecordPlan): Recording {
  return {
    times: [],
    values: new Map(plan.series.map((measure) => [measure.name, []])),
    events: [],
    snapshots: [],
  }
}
