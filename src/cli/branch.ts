import { basename, dirname, extname, join } from 'node:path'
import { compile } from '../compile/compile.ts'
import { timeSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { type ParsedModel, hasErrors } from '../compile/parse-model.ts'
import { branchWorld } from '../engine/branch.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import { amendFor } from '../experiment/arm-changes.ts'
import { commonIssues } from '../experiment/experiment.ts'
import { planRun } from '../experiment/plan-runs.ts'
import type { Outcome } from '../experiment/executor.ts'
import { type RunJob, runKey } from '../experiment/run-plan.ts'
import { branchExperiment } from '../experiment/single-run.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { listNames } from '../model/messages.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { readFile } from '../platform/node/read-file.ts'
import { type RunManifest, type RunOrigin, readSeries } from '../store/run-store.ts'
import { type StoredModel, amendStoredModel } from '../store/stored-model.ts'
import { analyseRuns } from './analyse-runs.ts'
import { branchTable } from './branch-answer.ts'
import { commandLine, executeJobs, givenOptions } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { type FoundRun, endedRun, findRun, modelOf } from './find-run.ts'
import { reportIssues } from './issues.ts'
import { checkSeries, recordedMeasures } from '../analysis/measure-check.ts'
import { type Overrides, branchChanges } from './overrides.ts'
import { durationText } from './progress-line.ts'
import { planOf } from './resume.ts'
import { writeResults } from '../report/results.ts'
import { type Terminal, counted, quietTerminal } from './terminal.ts'

export interface BranchOptions {
  /** [min] */
  readonly at?: number
  readonly set?: readonly string[]
  readonly therapy?: string
  readonly arms?: string
  readonly seed?: number
  /** [min] */
  readonly until?: number
  readonly out?: string
  readonly cores?: number
  readonly quiet?: boolean
  readonly json?: boolean
}

/** A branch before it runs. */
interface Arm {
  readonly name: string
  readonly model: Model
}

type Snapshot = RunManifest['snapshots'][number]

/** `milieu branch`: goes back to a snapshot of a run, and on from there with a changed model, or with several side by side. */
export async function branchCommand(
  path: string,
  options: BranchOptions,
  terminal: Terminal,
): Promise<number> {
  const out = options.quiet === true || options.json === true ? quietTerminal(terminal) : terminal
  const run = findRun(path)
  const manifest = endedRun(run)
  const stored = modelOf(run)
  const snapshot = snapshotAt(run, manifest, options.at)
  const stop = sectionOf(stored.model.data, timeSection).stop.value
  if (snapshot === undefined) {
    const times = manifest.snapshots.map(({ time }) => formatTime(time, stop))
    terminal.error(`the run has no snapshot at or before that time; it has: ${listNames(times)}`)
    return ExitCode.usage
  }
  const document = amendStoredModel(stored, (root) => ({ root, issues: [] })).root
  const changes = branchChanges(options, document, readFile)
  const arms = changes.root === undefined ? [] : changes.arms.map((name) => parseArm(stored, changes, name))
  const issues = [...changes.issues, ...commonIssues(arms.map((arm) => arm.issues))]
  const isBad = reportIssues(issues, hasErrors(issues) ? terminal : out)
  const models = arms.flatMap(({ name, model }) => (model === undefined ? [] : [{ name, model }]))
  if (isBad || models.length < arms.length || models.length === 0) return ExitCode.mistakes
  const late = models.find(({ model }) => stopOf(model) <= snapshot.time)
  if (late !== undefined) {
    const end = formatTime(stopOf(late.model), stop)
    terminal.error(
      `arm '${late.name}' ends at ${end}, and the branch begins at ${formatTime(snapshot.time, stop)}; --at begins earlier, --until ends later`,
    )
    return ExitCode.usage
  }
  const origin = noteTransfer(run, stored, snapshot, models, manifest, out)
  const jobs = models.map((arm) => jobOf(arm, run, stored, origin, snapshot, options))
  return execute({ run, manifest, stored, snapshot, models, jobs, options }, out, terminal)
}

/** The snapshot that was named, or the last one at or before a time; the last of all when neither was given. */
function snapshotAt(run: FoundRun, { snapshots }: RunManifest, at?: number): Snapshot | undefined {
  if (run.tick !== undefined) return snapshots.find(({ tick }) => tick === run.tick)
  return snapshots.findLast(({ time }) => time <= (at ?? Number.POSITIVE_INFINITY))
}

function parseArm(
  stored: StoredModel,
  { root }: Overrides,
  name: string,
): ParsedModel & { readonly name: string } {
  if (root === undefined) return { name, issues: [] }
  const parsed = amendStoredModel(stored, amendFor(root, name))
  const { model, root: document } = parsed
  const more = model === undefined || document === undefined ? [] : checkSeries(model, document)
  return { ...parsed, name, issues: [...parsed.issues, ...more] }
}

function stopOf(model: Model): number {
  return sectionOf(model.data, timeSection).stop.value
}

/** Where the branches begin; says what of the state each takes along, and fails when it fits none of them. */
function noteTransfer(
  run: FoundRun,
  stored: StoredModel,
  snapshot: Snapshot,
  arms: readonly Arm[],
  { seed }: RunManifest,
  terminal: Terminal,
): RunOrigin {
  const kernels = loadKernels()
  const bytes = nodeFiles.read(join(run.folder, snapshot.file))
  const from = loadSnapshot(compile(stored.model), bytes, kernels)
  for (const { name, model } of arms) {
    const { added, removed } = branchWorld(from, compile(model), { kernels, seed })
    if (added.length > 0)
      terminal.note(`  ${name}: new in the state, with initial values: ${listNames(added)}`)
    if (removed.length > 0) terminal.note(`  ${name}: no longer in the state: ${listNames(removed)}`)
  }
  return { key: run.key, tick: snapshot.tick, time: snapshot.time, stateHash: stateHash(from) }
}

function jobOf(
  { name, model }: Arm,
  run: FoundRun,
  stored: StoredModel,
  origin: RunOrigin,
  snapshot: Snapshot,
  options: BranchOptions,
): RunJob {
  const parent = planOf(run)
  const seed = options.seed ?? parent.seed
  // What the run recorded beside its model's own series, its branches record too.
  const planned = planRun(model, { arm: name, replicate: 0, seed, measures: parent.series })
  const plan = { ...planned, origin }
  const start = { snapshot: join(run.folder, snapshot.file), model: stored.model }
  return { plan: { ...plan, key: runKey(plan) }, model, start }
}

interface Branching {
  readonly run: FoundRun
  readonly manifest: RunManifest
  readonly stored: StoredModel
  readonly snapshot: Snapshot
  readonly models: readonly Arm[]
  readonly jobs: readonly RunJob[]
  readonly options: BranchOptions
}

async function execute(branching: Branching, out: Terminal, terminal: Terminal): Promise<number> {
  const { run, manifest, stored, snapshot, models, jobs, options } = branching
  const folder = options.out ?? branchFolder(run, options.arms)
  const stop = stopOf(models[0]?.model ?? stored.model)
  const from = formatTime(snapshot.time, stop)
  const isEarlier = run.tick === undefined && options.at !== undefined && options.at > snapshot.time
  const why = isEarlier ? `, its last snapshot before ${formatTime(options.at ?? 0, stop)}` : ''
  const number = models.length === 1 ? '1 branch' : `${models.length} branches`
  out.note(`\n  ${number} of ${run.folder} from ${from} on${why}\n`)
  const runsFolder = join(folder, 'runs')
  const execution = await executeJobs(jobs, runsFolder, out, { cores: options.cores, held: 'refuse' })
  const { outcomes } = execution
  if (outcomes.every((outcome) => outcome.manifest === undefined)) {
    if (execution.wasInterrupted) return ExitCode.interrupted
    return failures(outcomes, terminal)
  }
  const measures = [...new Set(models.flatMap(({ model }) => recordedMeasures(model)))]
  const experiment = branchExperiment(models, stored.file, measures, {
    from: formatTime(snapshot.time, stop),
    start: snapshot.time,
  })
  const seed = options.seed ?? manifest.seed
  const analysis = await analyseRuns({
    experiment,
    replicates: 1,
    seed,
    outcomes,
    runsFolder,
    command: commandOf(branching),
    keepsFailed: true,
  })
  const { summary } = analysis
  const { report } = writeResults(nodeFiles, folder, analysis)
  const original = await readSeries(nodeFiles, run.folder, manifest)
  if (options.json === true)
    terminal.print(
      JSON.stringify(
        outcomes.map((outcome) => outcome.manifest),
        undefined,
        2,
      ),
    )
  else terminal.print(branchTable(summary, { original, from: snapshot.time }, terminal))
  if (options.json !== true && options.quiet !== true) terminal.print(`\n  report   ${report}`)
  const peak = Math.max(...outcomes.map((outcome) => outcome.manifest?.peakMegabytes ?? 0))
  out.note(`  ${counted(jobs.length, 'run')} in ${durationText(execution.seconds)}, at most ${peak} MB`)
  const code = failures(outcomes, terminal)
  return code === ExitCode.done && execution.wasInterrupted ? ExitCode.interrupted : code
}

/** The command that gives the same results again. */
function commandOf({ run, snapshot, options }: Branching): string {
  const { set = [], therapy, arms, seed, until } = options
  const time = (minutes: number | undefined): string | undefined =>
    minutes === undefined ? undefined : `${minutes} min`
  return commandLine(
    'milieu',
    'branch',
    run.folder,
    ...givenOptions({ at: time(snapshot.time) }),
    ...set.flatMap((change) => givenOptions({ set: change })),
    ...givenOptions({ therapy, arms, seed, until: time(until) }),
  )
}

function failures(outcomes: readonly Outcome[], terminal: Terminal): number {
  const failed = outcomes.filter(
    ({ error, manifest }) => error !== undefined || manifest?.status === 'failed',
  )
  for (const { job, error, manifest } of failed)
    terminal.error(`branch '${job.plan.arm}' failed: ${error ?? manifest?.error ?? 'no result'}`)
  return failed.length > 0 ? ExitCode.failed : ExitCode.done
}

/** Beside the results of the run: its name, and that of the arms. */
function branchFolder({ folder, key }: FoundRun, arms?: string): string {
  const runs = dirname(folder)
  const results = basename(runs) === 'runs' ? dirname(runs) : join(runs, key)
  return `${results}-${arms === undefined ? 'branch' : basename(arms, extname(arms))}`
}
