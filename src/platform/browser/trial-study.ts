import { readLedger } from '../../analysis/evidence/ledger.ts'
import { createResolver } from '../../analysis/evidence/resolve.ts'
import { checkMeasures } from '../../analysis/measure-check.ts'
import type { TrialSummary } from '../../analysis/summary.ts'
import { compile } from '../../compile/compile.ts'
import { hasErrors } from '../../compile/parse-model.ts'
import { startBytes } from '../../engine/start-bytes.ts'
import { batchOf, writeBatch } from '../../experiment/batch.ts'
import type { Outcome } from '../../experiment/executor.ts'
import { type Experiment, parseExperiment } from '../../experiment/experiment.ts'
import { layStudy } from '../../experiment/open-study.ts'
import { jobsOf, planRuns } from '../../experiment/plan-runs.ts'
import { type ProbedRun, probeRun } from '../../experiment/probe-run.ts'
import type { RunPlan } from '../../experiment/run-plan.ts'
import { textReader } from '../../model/include.ts'
import type { Issue } from '../../model/issue.ts'
import { analyse } from '../../report/analyse.ts'
import { writeResults } from '../../report/results.ts'
import { memoryFiles } from '../../store/memory-files.ts'
import { runsFolder } from '../../store/study.ts'
import type { KeptRuns, TrialOutcome } from './trial-execution.ts'
import { browserEnvironment } from './trial-run.ts'

/** Texts by path. */
export type Texts = Readonly<Record<string, string>>

/** An experiment with all that is wrong with it, as `milieu trial` finds it before it begins. */
export interface OpenedTrial {
  /** Absent when there are mistakes. */
  readonly experiment?: Experiment
  readonly issues: readonly Issue[]
}

/** Reads an experiment and checks what it asks for against the models of its arms. */
export function openTrial(file: string, texts: Texts): OpenedTrial {
  const { experiment, issues } = parseExperiment(file, textReader(texts))
  if (experiment === undefined) return { issues }
  const found = [...issues, ...checkMeasures(experiment)]
  return hasErrors(found) ? { issues: found } : { experiment, issues: found }
}

/** What a trial will cost here. */
export interface TrialEstimate {
  readonly runs: number
  /** Different runs that are not kept yet. */
  readonly left: number
  readonly places: number
  /** At the start of the first arm. */
  readonly cells: number
  /** Wall time of what is left [s]. */
  readonly seconds: number
  /** While it runs, in all places [bytes]. */
  readonly memory: number
  /** What one run takes, and what there is for all of them [bytes]. */
  readonly memoryPerRun: number
  readonly memoryThere: number
  /** What the runs that are left leave behind [bytes]. */
  readonly kept: number
  readonly probe: Pick<ProbedRun, 'time' | 'isWhole'>
}

/** Wall time of a probe [ms]; chosen: a reader waits for it, and it lasts many steps. */
const PROBE_TIME = 1000
/** Copies of a world that a run may hold: itself, and while it is kept a state and the bytes of its file. As in Node. */
const COPIES = 3
/** What a worker takes beside its world [byte]; measured in Node: 45 MB with a small world. */
const WORKER_BYTES = 50e6
/** Largest end of a world relative to its beginning. Chosen: tumours of the shipped models grow less in their time. */
const GROWTH = 2

export interface EstimateOptions {
  readonly kernels: WebAssembly.Module
  /** Runs at the same time, as far as memory goes. */
  readonly cores: number
  /** What runs may take [bytes]. */
  readonly memory: number
  readonly kept: KeptRuns
  /** False for whoever wants to know the places alone. */
  readonly hasProbe?: boolean
}

/** Says what a trial will cost, from a short probe of the first run that is left; where not even one run fits, it has no places. */
export async function estimateTrial(
  experiment: Experiment,
  { kernels, cores, memory, kept, hasProbe = true }: EstimateOptions,
): Promise<TrialEstimate> {
  const plans = planRuns(experiment)
  const left = await unfinished(plans, kept)
  const [job] = jobsOf(experiment, left.length === 0 ? plans.slice(0, 1) : left.slice(0, 1))
  if (job === undefined) throw new Error('an experiment has runs')
  const perRun = startBytes(compile(job.model)) * GROWTH * COPIES + WORKER_BYTES
  const places = Math.min(cores, Math.max(1, left.length), Math.floor(memory / perRun))
  const base = {
    runs: plans.length,
    left: left.length,
    places,
    cells: job.model.initialCells.length,
    memory: places * perRun,
    memoryPerRun: perRun,
    memoryThere: memory,
  }
  if (places === 0 || left.length === 0 || !hasProbe)
    return { ...base, seconds: 0, kept: 0, probe: { time: 0, isWhole: false } }
  const probe = probeRun(job, browserEnvironment(kernels, cores), PROBE_TIME)
  const minutes = left.reduce((sum, { duration = 0 }) => sum + duration, 0)
  // Whole rounds of runs: three runs on two cores take as long as four.
  const rounds = Math.ceil(left.length / places)
  return {
    ...base,
    seconds: (rounds * (probe.perMinute * minutes + probe.perRun * left.length)) / left.length,
    kept: probe.bytes * left.length,
    probe: { time: probe.time, isWhole: probe.isWhole },
  }
}

/** Different runs that are not kept whole. */
async function unfinished(plans: readonly RunPlan[], kept: KeptRuns): Promise<readonly RunPlan[]> {
  const left: RunPlan[] = []
  for (const plan of new Map(plans.map((each) => [each.key, each])).values())
    if ((await kept.status(plan.key)) !== 'finished') left.push(plan)
  return left
}

/** What a trial left behind. */
export interface TrialResults {
  readonly summary: TrialSummary
  /** The study's folder without its runs: report, tables, figures, what was asked. */
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly notes: readonly string[]
}

/** Everything that `milieu trial` writes once its runs have ended. */
export async function concludeTrial(
  experiment: Experiment,
  outcomes: readonly TrialOutcome[],
  options: {
    readonly kept: KeptRuns
    readonly kernels: WebAssembly.Module
    /** Shipped models, experiments and tables of evidence. */
    readonly texts: Texts
    readonly command: string
  },
): Promise<TrialResults> {
  const { kept, kernels, texts, command } = options
  const plans = planRuns(experiment)
  const files = memoryFiles()
  layStudy(files, '', experiment, { kind: 'trial', options: {} })
  writeBatch(files, '', batchOf(plans))
  files.write('experiment.yaml', experiment.text)
  const folder = runsFolder('')
  for (const plan of new Map(plans.map((each) => [each.key, each])).values()) {
    const run = await kept.find(plan.key)
    for (const [path, bytes] of Object.entries(run?.files ?? {}))
      if (isRead(path, plan)) files.adopt(`${folder}/${path}`, bytes)
  }
  const read = textReader(texts)
  const analysis = await analyse(
    {
      files,
      kernels,
      ledger: () => ({ ...readLedger('evidence', read), resolver: createResolver('', read) }),
    },
    {
      experiment,
      replicates: experiment.data.replicates,
      seed: experiment.data.seed,
      outcomes: jobsOf(experiment, plans).map((job, index): Outcome => ({ job, ...outcomes[index] })),
      runsFolder: folder,
      command,
    },
  )
  files.remove(folder)
  const { notes } = writeResults(files, '', analysis)
  return { summary: analysis.summary, files: Object.fromEntries(files.content), notes }
}

/** Pictures are made of first replicates alone: the states of all others need not come into memory together. */
function isRead(path: string, { replicate }: RunPlan): boolean {
  return replicate === 0 || !path.includes('/snapshots/')
}
