/** A study of finished runs that nobody computed: what the analysis of large trials is tested and measured with. */
import { batchOf, writeBatch } from '../experiment/batch.ts'
import { type Experiment, parseExperiment, readerOf } from '../experiment/experiment.ts'
import { planRuns } from '../experiment/plan-runs.ts'
import { layStudy } from '../experiment/open-study.ts'
import { ENGINE_VERSION, type RunPlan } from '../experiment/run-plan.ts'
import { philox4x32 } from '../math/philox.ts'
import { type Files, joinPath } from '../store/files.ts'
import { MANIFEST, type RunManifest, writeChecked } from '../store/run-store.ts'
import { eventsTable, seriesTable } from '../store/run-tables.ts'
import { runsFolder } from '../store/study.ts'

const MODEL = `format: 1
title: synthetic
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 3 day }
cell types:
  tumour: {}
initial: { tumour: { points: [[0 um, 0 um, 0 um]] } }
`

/** Measures of every run; the first is what events and responses look at. */
export const SYNTHETIC_MEASURES = ['tumour cells', ...Array.from({ length: 7 }, (_, k) => `measure ${k + 2}`)]

/** Two arms of twins whose tumours grow, more slowly in one of them. */
export function syntheticExperiment(replicates: number): Experiment {
  const endpoints = SYNTHETIC_MEASURES.map((name) => `  end of ${name}: { measure: ${name}, at: end }`)
  const text = [
    'format: 1',
    'question: Does what nobody gave keep what nobody grew small?',
    'model: model.yaml',
    `replicates: ${replicates}`,
    'arms:',
    '  untreated: {}',
    '  treated: { cell types: { tumour: { motility: { speed: 1 um/min, persistence: 10 min } } } }',
    'endpoints:',
    ...endpoints,
    'compare: [treated against untreated]',
    'expect:',
    '  - end of tumour cells is lower in treated than in untreated [assumed]',
    '  - progression is later in treated than in untreated [assumed]',
    'times to event:',
    '  progression: tumour cells rises above 150 % of its lowest for 2 h',
    'responses:',
    '  tumour: { measure: tumour cells, progression above: 20 %, response below: -30 % }',
    '',
  ].join('\n')
  const files = [
    { file: 'experiment.yaml', text },
    { file: 'model.yaml', text: MODEL },
  ]
  const { experiment, issues } = parseExperiment('experiment.yaml', readerOf(files))
  if (experiment === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return experiment
}

/** Recorded times of a run: every hour of three days, both ends. */
const TIMES = Array.from({ length: 73 }, (_, k) => k * 60)

/** Lays the study of an experiment with its runs, all of them finished but those that `isLeft` names; returns the plans. */
export function writeSyntheticStudy(
  files: Files,
  folder: string,
  experiment: Experiment,
  isLeft: (plan: RunPlan) => boolean = () => false,
): readonly RunPlan[] {
  layStudy(files, folder, experiment, { kind: 'trial', options: {} })
  const plans = planRuns(experiment)
  writeBatch(files, folder, batchOf(plans))
  const events = eventsTable({ events: [] })
  for (const plan of plans)
    if (!isLeft(plan)) writeSyntheticRun(files, joinPath(runsFolder(folder), plan.key), plan, events)
  return plans
}

function writeSyntheticRun(files: Files, folder: string, plan: RunPlan, events: Uint8Array): void {
  const content = seriesTable(syntheticSeries(plan))
  const { key, arm, replicate, seed, modelHash } = plan
  const manifest: RunManifest = {
    format: 1,
    key,
    arm,
    replicate,
    seed,
    modelHash,
    engine: ENGINE_VERSION,
    status: 'finished',
    time: TIMES.at(-1) ?? 0,
    ticks: 1,
    stateHash: key,
    host: { platform: 'none', node: 'none', cores: 1 },
    wallSeconds: 1,
    peakMegabytes: 1,
    snapshots: [],
    units: Object.fromEntries(SYNTHETIC_MEASURES.map((name, k) => [name, k === 0 ? 'cells' : '1'])),
    checksums: {
      'series.parquet': writeChecked(files, joinPath(folder, 'series.parquet'), content),
      'events.parquet': writeChecked(files, joinPath(folder, 'events.parquet'), events),
    },
  }
  files.write(joinPath(folder, MANIFEST), JSON.stringify(manifest, undefined, 2))
}

/** Growth by a rate of the replicate's own, a quarter slower where it is treated, with a little noise of the run's own. */
function syntheticSeries({ arm, replicate }: RunPlan) {
  const words = new Uint32Array(4)
  const drawn = (k: number, of: number): number => {
    philox4x32([k, of, replicate, 0], [1, 0], words)
    return (words[0] ?? 0) / 2 ** 32
  }
  const isTreated = arm === 'treated'
  const rate = (0.004 + 0.012 * drawn(0, 0)) * (isTreated ? 0.75 : 1)
  const values = SYNTHETIC_MEASURES.map((name, m) => {
    const series = TIMES.map((_, k) => {
      const noise = drawn(k, m + (isTreated ? 101 : 1)) - 0.5
      return m === 0 ? Math.round(1000 * (1 + rate) ** k + 20 * noise) : m + rate * k + noise
    })
    return [name, series] as const
  })
  return { times: TIMES, values: new Map(values) }
}
