import { compile } from '../compile/compile.ts'
import { allSections } from '../compile/parse-model.ts'
import { createWorld } from '../engine/create-world.ts'
import { isMilieuError } from '../engine/errors.ts'
import type { Program } from '../engine/program.ts'
import { stateHash } from '../engine/state-hash.ts'
import { type Profile, createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { writeModel } from '../model/assemble.ts'
import type { Team } from '../parallel/team.ts'
import type { Measure, MeasureResolver } from '../record/measure.ts'
import { type RecordedTo, type Recorder, createRecorder } from '../record/recorder.ts'
import type { RunFacts, RunResult, RunTexts } from '../store/run-store.ts'
import { ENGINE_VERSION, type RunJob, type RunPlan, recordedPlan } from './run-plan.ts'

/** What a run needs from where it runs. */
export interface RunEnvironment {
  readonly kernels: WebAssembly.Module
  readonly resolveMeasure: MeasureResolver
  /** A clock [ms] for progress and manifests; never for results. */
  now(): number
  peakMegabytes(): number
  readonly host: RunResult['host']
  /** True to time the phases of each step; costs a few looks at the clock per tick. */
  readonly isProfiled?: boolean
  /** Threads for this one run, started before and closed after it by whoever calls; none: the calling thread alone. */
  readonly team?: Team
  /** Starts the threads of a stored run that is about to begin; undefined: this thread alone. */
  startTeam?(program: Program): Promise<Team | undefined>
  /** Called with the world when a run in memory has ended: to ask parts of the engine what they did. */
  onEnd?(world: World): void
  /** Called now and then with ticks done and to do; returns false to stop. */
  onProgress?(done: number, all: number): boolean
}

/** Milliseconds between calls of `onProgress`. Chosen: smooth for the eye, free for the run. */
const PROGRESS_INTERVAL = 150
/** Ticks between looks at the clock. */
export const TICKS_PER_LOOK = 16

/** A run under way: its world, and who watches it. */
export interface RunSession {
  readonly job: RunJob
  readonly program: Program
  readonly world: World
  readonly recorder: Recorder
  readonly measures: readonly Measure[]
  readonly profile: Profile
  /** Runs to the end, or until a watcher stops it; returns why it failed, if it did. */
  run(watchers: readonly Watcher[]): string | undefined
}

/** Looks at a run after a tick; returns false to stop it. */
export type Watcher = (world: World) => boolean

/** Where a run begins when that is not the first tick of its model. */
export interface RunStart {
  readonly world: World
  readonly recordedTo?: RecordedTo
}

/** Executes one run in memory to its end, or until it is asked to stop; the result says which. */
export function runJob(job: RunJob, environment: RunEnvironment): RunResult & { readonly profile: Profile } {
  const started = environment.now()
  const session = openSession(job, compile(job.model), environment)
  session.recorder.begin(session.world)
  const error = session.run([progressWatcher(session, environment)])
  session.recorder.finish(session.world)
  environment.onEnd?.(session.world)
  return {
    ...sessionFacts(session, environment, error),
    wallSeconds: (environment.now() - started) / 1000,
    peakMegabytes: environment.peakMegabytes(),
    recording: session.recorder.recording,
    ...runTexts(job),
    profile: session.profile,
  }
}

/** Makes everything ready; `start` when the run goes on from somewhere. */
export function openSession(
  job: RunJob,
  program: Program,
  environment: RunEnvironment,
  start?: RunStart,
): RunSession {
  const { plan } = job
  const { kernels, team } = environment
  const world =
    start?.world ??
    createWorld(program, { kernels, seed: plan.seed, ...(team === undefined ? {} : { team }) })
  const measures = resolveMeasures(plan.series, program, environment.resolveMeasure)
  const recorder = recorderFor(plan, program, measures, start?.recordedTo)
  const stepper = createStepper(world, environment.isProfiled === true ? () => environment.now() : undefined)
  const run = (watchers: readonly Watcher[]): string | undefined => {
    try {
      runUntil(stepper, program.clock.stop, (current) => {
        recorder.observe(current)
        return watchers.every((watcher) => watcher(current))
      })
    } catch (thrown) {
      if (!isMilieuError(thrown, 'NumericalFailure')) throw thrown
      return thrown.message
    }
    return undefined
  }
  return { job, program, world, recorder, measures, profile: stepper.profile, run }
}

/** What a manifest says about a run that has ended, but for what it cost. */
export function sessionFacts(
  { job, program, world, measures }: RunSession,
  { host }: RunEnvironment,
  error: string | undefined,
): Omit<RunFacts, 'wallSeconds' | 'peakMegabytes'> {
  const { key, arm, replicate, seed, point, overrides, origin } = job.plan
  return {
    key,
    arm,
    replicate,
    seed,
    modelHash: program.modelHash,
    ...(point === undefined ? {} : { point }),
    ...(overrides === undefined ? {} : { overrides }),
    engine: ENGINE_VERSION,
    plan: recordedPlan(job.plan),
    ...(origin === undefined ? {} : { origin }),
    status: error === undefined ? (world.tick >= program.clock.stop ? 'finished' : 'stopped') : 'failed',
    ...(error === undefined ? {} : { error }),
    time: world.time,
    ticks: world.tick,
    stateHash: stateHash(world),
    host,
    units: Object.fromEntries(measures.map((measure) => [measure.name, measure.unit])),
  }
}

/** The texts that a run's folder keeps. */
export function runTexts({ model }: RunJob): RunTexts {
  return { model: writeModel(model.data, allSections()), documents: model.files }
}

/** Tells the environment how far a run is; stops it when the environment says so. */
export function progressWatcher({ program }: RunSession, environment: RunEnvironment): Watcher {
  if (environment.onProgress === undefined) return () => true
  return everyFew(environment, PROGRESS_INTERVAL, (world) =>
    environment.onProgress?.(world.tick, program.clock.stop),
  )
}

/** Calls `act` when `interval` [ms] have passed, as far as a look at the clock every few ticks can tell. */
function everyFew(
  environment: RunEnvironment,
  interval: number,
  act: (world: World) => boolean | undefined,
): Watcher {
  let last = environment.now()
  return (world) => {
    if (world.tick % TICKS_PER_LOOK !== 0) return true
    const now = environment.now()
    if (now - last < interval) return true
    last = now
    return act(world) ?? true
  }
}

function resolveMeasures(
  names: readonly string[],
  program: Program,
  resolve: MeasureResolver,
): readonly Measure[] {
  const found = names.flatMap((name) => resolve(name, program) ?? [])
  return [...new Map(found.map((measure) => [measure.name, measure])).values()]
}

function recorderFor(
  plan: RunPlan,
  program: Program,
  series: readonly Measure[],
  before?: RecordedTo,
): Recorder {
  const ticks = (minutes: number): number => Math.max(1, Math.round(minutes / program.clock.tick))
  const recordPlan = {
    series,
    seriesEvery: ticks(plan.seriesEvery),
    snapshotEvery: plan.snapshotEvery === 0 ? 0 : ticks(plan.snapshotEvery),
    events: new Set(plan.events),
  }
  return createRecorder(recordPlan, before)
}
