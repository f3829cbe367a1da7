import { resolveMeasure } from '../analysis/measures.ts'
import type { Model } from '../compile/model.ts'
import { parseModel } from '../compile/parse-model.ts'
import { planRun } from '../experiment/plan-runs.ts'
import { runJob } from '../experiment/run-job.ts'
import { readFile } from '../platform/node/read-file.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { testEnvironment } from './run-environment.ts'
import { modelFrom } from './run-model.ts'

/** What is pinned of a run: numbers that a person can judge, and hashes that a bit cannot slip past. */
export interface GoldenRun {
  readonly model: string
  readonly modelHash: string
  readonly seed: number
  /** Simulated time [min]. */
  readonly time: number
  /** [min] */
  readonly times: readonly number[]
  /** Values by measure, at those times. */
  readonly series: Readonly<Record<string, readonly number[]>>
  /** Events by kind, over the whole run. */
  readonly events: Readonly<Record<string, number>>
  /** Hash of the state at each snapshot, by time [min]. */
  readonly stateHashes: Readonly<Record<string, string>>
}

interface GoldenCase {
  /** Name of its file in test/golden, without `.json`. */
  readonly name: string
  readonly load: () => Model
  readonly measures: readonly string[]
}

const EVENTS = ['division', 'death', 'lysis', 'removal', 'transition', 'arrival', 'kill', 'phagocytosis']
const SEED = 20_260_101

/** The pinned runs: two shipped models, shortened, and one in three dimensions in which everything happens. */
export const GOLDEN_CASES: readonly GoldenCase[] = [
  {
    name: 'first',
    load: () => shipped('models/first/model.yaml', 720),
    measures: ['cell counts', 'mean oxygen'],
  },
  {
    name: 'tumour-spheroid',
    load: () => shipped('models/tumour-spheroid/model.yaml', 360),
    measures: ['cell counts', 'dead cells', 'mean oxygen'],
  },
  {
    name: 'living-tissue-3d',
    load: () => tissue(),
    measures: ['cell counts', 'dead cells', 'mean oxygen', 'mean CXCL10'],
  },
]

/** Runs a case and collects what is pinned. */
export function goldenRun({ name, load, measures }: GoldenCase): GoldenRun {
  const model = load()
  const plan = { ...planRun(model, { arm: name, replicate: 0, seed: SEED, measures }), ...beat(model) }
  const { recording, time } = runJob({ plan, model }, testEnvironment({ resolveMeasure }))
  const counts = EVENTS.map(
    (kind) => [kind, recording.events.filter((event) => event.kind === kind).length] as const,
  )
  return {
    model: name,
    modelHash: model.hash,
    seed: SEED,
    time,
    times: recording.times,
    series: Object.fromEntries(recording.values),
    events: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    stateHashes: Object.fromEntries(recording.snapshots.map((snapshot) => [snapshot.time, snapshot.hash])),
  }
}

/** Six values of each series and three snapshots, whatever the model records itself. */
function beat(model: Model) {
  const stop = stopOf(model)
  return { seriesEvery: stop / 6, snapshotEvery: stop / 2, events: EVENTS }
}

function stopOf(model: Model): number {
  const time = model.data.sections['time'] as { stop: { value: number } } // the core section `time`
  return time.stop.value
}

/** A model of the repository, ending after `minutes`. */
function shipped(file: string, minutes: number): Model {
  const parsed = parseModel(file, readFile)
  if (parsed.model === undefined)
    throw new Error(`${file}: ${parsed.issues.map(({ message }) => message).join('; ')}`)
  const { model } = parsed
  const time = model.data.sections['time'] as { stop: { value: number } } // the core section `time`
  const sections = { ...model.data.sections, time: { ...time, stop: { ...time.stop, value: minutes } } }
  return { ...model, data: { ...model.data, sections } }
}

function tissue(): Model {
  return modelFrom(livingTissue({ dimensions: 3 }).replace('stop: 1 day', 'stop: 6 h'))
}
