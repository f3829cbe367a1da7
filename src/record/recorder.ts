import type { CellEvent } from '../engine/events.ts'
import { saveSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import type { World } from '../engine/world.ts'
import type { Measure } from './measure.ts'

/** What a run stores, with cadences in ticks. */
export interface RecordPlan {
  readonly series: readonly Measure[]
  readonly seriesEvery: number
  readonly snapshotEvery: number
  /** Kinds of events that are kept. */
  readonly events: ReadonlySet<string>
}

/** What was stored so far: columns of equal length, ready for a table. */
export interface Recording {
  /** [min] */
  readonly times: number[]
  /** One list per measure, as long as `times`. */
  readonly values: Map<string, number[]>
  readonly events: CellEvent[]
  readonly snapshots: {
    readonly tick: number
    readonly time: number
    readonly hash: string
    readonly bytes: Uint8Array
  }[]
}

/** Watches a run from outside: the loop knows nothing of it, and it changes nothing in the world. */
export interface Recorder {
  readonly recording: Recording
  /** Call before the first tick and after each one. */
  observe(world: World): void
  /** Call at the end, whether the run was stopped or came to its end: keeps the last state. */
  finish(world: World): void
}

/** Makes a recorder for a plan. */
export function createRecorder(plan: RecordPlan): Recorder {
  const recording: Recording = {
    times: [],
    values: new Map(plan.series.map((measure) => [measure.name, []])),
    events: [],
    snapshots: [],
  }
  const takeSeries = (world: World): void => {
    recording.times.push(world.time)
    for (const measure of plan.series) recording.values.get(measure.name)?.push(measure.evaluate(world))
  }
  const takeSnapshot = (world: World): void => {
    const { tick, time } = world
    recording.snapshots.push({ tick, time, hash: stateHash(world), bytes: saveSnapshot(world) })
  }
  return {
    recording,
    observe: (world) => {
      for (const event of world.events) if (plan.events.has(event.kind)) recording.events.push(event)
      if (world.tick % plan.seriesEvery === 0) takeSeries(world)
      if (world.tick % plan.snapshotEvery === 0) takeSnapshot(world)
    },
    finish: (world) => {
      if (recording.times.at(-1) !== world.time) takeSeries(world)
      if (recording.snapshots.at(-1)?.tick !== world.tick) takeSnapshot(world)
    },
  }
}
