import { compile } from '../compile/compile.ts'
import { allSections } from '../compile/parse-model.ts'
import { createWorld } from '../engine/create-world.ts'
import { isMilieuError } from '../engine/errors.ts'
import type { Program } from '../engine/program.ts'
import { stateHash } from '../engine/state-hash.ts'
import { type Profile, createStepper, runUntil } from '../engine/step.ts'
import { writeModel } from '../model/assemble.ts'
import type { Team } from '../parallel/team.ts'
import type { Measure, MeasureResolver } from '../record/measure.ts'
import { type Recorder, createRecorder } from '../record/recorder.ts'
import type { RunResult } from '../store/run-store.ts'
import { ENGINE_VERSION, type RunJob, type RunPlan } from './run-plan.ts'

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
  /** Called now and then with ticks done and to do; returns false to stop. */
  onProgress?(done: number, all: number): boolean
}

/** Milliseconds between calls of `onProgress`. Chosen: smooth for the eye, free for the run. */
const PROGRESS_INTERVAL = 150
/** Ticks between looks at the clock. */
const TICKS_PER_LOOK = 16

/** Executes one run to its end, or until it is asked to stop; the result says which. */
export function runJob(job: RunJob, environment: RunEnvironment): RunResult & { readonly profile: Profile } {
  const started = environment.now()
  const { plan, model } = job
  const program = compile(model)
  const { kernels, team } = environment
  const world = createWorld(program, { kernels, seed: plan.seed, ...(team === undefined ? {} : { team }) })
  const measures = resolveMeasures(plan.series, program, environment.resolveMeasure)
  const recorder = recorderFor(plan, program, measures)
  const stepper = createStepper(world, environment.isProfiled === true ? () => environment.now() : undefined)
  let error: string | undefined
  recorder.observe(world)
  try {
    runUntil(stepper, program.clock.stop, watch(recorder, program.clock.stop, environment))
  } catch (thrown) {
    if (!isMilieuError(thrown, 'NumericalFailure')) throw thrown
    error = thrown.message
  }
  recorder.finish(world)
  return {
    ...identity(plan),
    engine: ENGINE_VERSION,
    status: error === undefined ? (world.tick >= program.clock.stop ? 'finished' : 'stopped') : 'failed',
    ...(error === undefined ? {} : { error }),
    time: world.time,
    ticks: world.tick,
    stateHash: stateHash(world),
    host: environment.host,
    wallSeconds: (environment.now() - started) / 1000,
    peakMegabytes: environment.peakMegabytes(),
    units: Object.fromEntries(measures.map((measure) => [measure.name, measure.unit])),
    recording: recorder.recording,
    model: writeModel(model.data, allSections()),
    documents: model.files,
    profile: stepper.profile,
  }
}

function identity({ key, arm, replicate, seed, modelHash }: RunPlan) {
  return { key, arm, replicate, seed, modelHash }
}

function resolveMeasures(
  names: readonly string[],
  program: Program,
  resolve: MeasureResolver,
): readonly Measure[] {
  const found = names.flatMap((name) => resolve(name, program) ?? [])
  return [...new Map(found.map((measure) => [measure.name, measure])).values()]
}

function recorderFor(plan: RunPlan, program: Program, series: readonly Measure[]): Recorder {
  const ticks = (minutes: number): number => Math.max(1, Math.round(minutes / program.clock.tick))
  return createRecorder({
    series,
    seriesEvery: ticks(plan.seriesEvery),
    snapshotEvery: ticks(plan.snapshotEvery),
    events: new Set(plan.events),
  })
}

function watch(recorder: Recorder, stop: number, environment: RunEnvironment) {
  let last = environment.now()
  return (world: Parameters<Recorder['observe']>[0]): boolean => {
    recorder.observe(world)
    if (environment.onProgress === undefined || world.tick % TICKS_PER_LOOK !== 0) return true
    const now = environment.now()
    if (now - last < PROGRESS_INTERVAL) return true
    last = now
    return environment.onProgress(world.tick, stop)
  }
}
