import { compile } from '../compile/compile.ts'
import { branchWorld } from '../engine/branch.ts'
import type { Program } from '../engine/program.ts'
import { MilieuError } from '../engine/errors.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import type { World } from '../engine/world.ts'
import { keepState } from '../record/recorder.ts'
import type { Files } from '../store/files.ts'
import { type RunManifest, holdsRun } from '../store/run-store.ts'
import { type WorkingPlan, readCheckpoint } from '../store/checkpoint.ts'
import { WorkingRun, finishedRun } from '../store/working-run.ts'
import {
  type RunEnvironment,
  type RunSession,
  type Watcher,
  TICKS_PER_LOOK,
  openSession,
  progressWatcher,
  runTexts,
  sessionFacts,
} from './run-job.ts'
import { type RunJob, recordedPlan } from './run-plan.ts'

/** Where a run is kept, and how often. */
export interface RunKeeping {
  readonly files: Files
  /** The run's own folder. */
  readonly folder: string
  /** Wall time between checkpoints [ms]; chosen by what they cost when absent. */
  readonly checkpointEvery?: number
  /** Recorded bytes that may wait in memory for the next checkpoint; past them it comes at once. */
  readonly mostWaiting?: number
  /** Called once, before the first tick: a run that goes on says from where. */
  onBegin?(world: World, isGoingOn: boolean): void
  /** Called once, when nothing is left but to put everything in its place. */
  onComputed?(): void
}

/** Wall time between checkpoints [ms]. Chosen: what one does not mind computing again. */
const CHECKPOINT_INTERVAL = 60_000
/** A checkpoint comes no sooner than this many times the time that the last one took: at most 0.5 % of a run. */
const COST_LIMIT = 200
/** Recorded bytes that wait in memory at most before they go to disk. Chosen: little beside the state of a large world. */
const MOST_WAITING = 64_000_000

/**
 * Executes a run so that it survives the end of its process at any instant: going on from its last checkpoint gives the
 * same folder as if nothing had happened. A run that is finished is not done again.
 */
export async function runStoredJob(
  job: RunJob,
  environment: RunEnvironment,
  keeping: RunKeeping,
): Promise<RunManifest> {
  const started = environment.now()
  const { files, folder } = keeping
  const before = finishedRun(files, folder)
  if (before !== undefined) return before
  const program = compile(job.model)
  const team = await environment.startTeam?.(program)
  try {
    const threaded = team === undefined ? environment : { ...environment, team }
    return await runProgram(job, program, threaded, keeping, started)
  } finally {
    await team?.close()
  }
}

async function runProgram(
  job: RunJob,
  program: Program,
  environment: RunEnvironment,
  keeping: RunKeeping,
  started: number,
): Promise<RunManifest> {
  const { files, folder } = keeping
  const working = await openFolder(job, program, files, folder)
  const session = sessionFrom(working, job, program, environment, files)
  const costs = costsSince(started, working, environment)
  const save = (world: World): void => {
    const { recordedTo } = session.recorder
    working.save(session.recorder.take(), keepState(world), { recordedTo, ...costs() })
  }
  keeping.onBegin?.(session.world, working.checkpoint.state !== '')
  // Only the branch's own folder makes it independent of the run that it began from.
  if (job.start !== undefined && working.checkpoint.state === '') save(session.world)
  const error = session.run([
    pauseWatcher(job.until),
    checkpointWatcher(session, environment, keeping, save),
    progressWatcher(session, environment),
  ])
  session.recorder.finish(session.world, session.world.tick >= program.clock.stop)
  const facts = { ...sessionFacts(session, environment, error), ...costs() }
  keeping.onComputed?.()
  return working.finish(session.recorder.take(), facts)
}

function openFolder(job: RunJob, program: Program, files: Files, folder: string): Promise<WorkingRun> {
  const { key, arm, replicate, seed, origin } = job.plan
  const plan: WorkingPlan = {
    format: 1,
    key,
    arm,
    replicate,
    seed,
    modelHash: program.modelHash,
    plan: recordedPlan(job.plan),
    ...(origin === undefined ? {} : { origin }),
  }
  const isNew = readCheckpoint(files, folder) === undefined && !holdsRun(files, folder)
  return job.continues !== undefined && isNew
    ? WorkingRun.adopt(files, { from: job.continues, to: folder }, plan, runTexts(job))
    : WorkingRun.open(files, folder, plan, runTexts(job))
}

/** The session at the last checkpoint, at the snapshot that the job branches from, or at the model's beginning. */
function sessionFrom(
  working: WorkingRun,
  job: RunJob,
  program: Program,
  environment: RunEnvironment,
  files: Files,
): RunSession {
  const { kernels, team } = environment
  const state = working.readState()
  if (state !== undefined) {
    const { recordedTo } = working.checkpoint
    return openSession(job, program, environment, {
      world: loadSnapshot(program, state, kernels, team),
      recordedTo,
    })
  }
  if (job.plan.origin !== undefined && job.start === undefined)
    throw new MilieuError(
      'BranchNotBegun',
      'this branch was killed before it had begun; start it again with milieu branch',
    )
  const world = job.start === undefined ? undefined : branchStart(job, program, environment, files)
  const session = openSession(job, program, environment, world === undefined ? undefined : { world })
  session.recorder.begin(session.world)
  return session
}

function branchStart(
  { start, plan }: RunJob,
  program: Program,
  { kernels, team }: RunEnvironment,
  files: Files,
): World | undefined {
  if (start === undefined) return undefined
  const from = loadSnapshot(compile(start.model), files.read(start.snapshot), kernels)
  return branchWorld(from, program, { kernels, seed: plan.seed, ...(team === undefined ? {} : { team }) })
    .world
}

/** Time and memory of all processes that had a part in the run. */
function costsSince(started: number, { checkpoint }: WorkingRun, environment: RunEnvironment) {
  return () => ({
    wallSeconds: checkpoint.wallSeconds + (environment.now() - started) / 1000,
    peakMegabytes: Math.max(checkpoint.peakMegabytes, environment.peakMegabytes()),
  })
}

function pauseWatcher(until = Number.POSITIVE_INFINITY): Watcher {
  return (world) => world.time < until
}

/** Saves when enough wall time has passed, or when too much waits in memory. */
function checkpointWatcher(
  { recorder, program }: RunSession,
  environment: RunEnvironment,
  { checkpointEvery: every, mostWaiting = MOST_WAITING }: RunKeeping,
  save: (world: World) => void,
): Watcher {
  let last = environment.now()
  let interval = every ?? CHECKPOINT_INTERVAL
  return (world) => {
    const isFull = recorder.weight > mostWaiting
    if (!isFull && world.tick % TICKS_PER_LOOK !== 0) return true
    // What follows the last tick is the end of the run, which keeps everything anyway.
    if (world.tick >= program.clock.stop) return true
    const now = environment.now()
    if (!isFull && now - last < interval) return true
    save(world)
    last = environment.now()
    interval = every ?? Math.max(CHECKPOINT_INTERVAL, COST_LIMIT * (last - now))
    return true
  }
}
