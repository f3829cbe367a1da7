/**
 * Runs of a trial in a page: shared out to runners, found where they were kept, tried again when they fail, stopped and gone
 * on with. Node's `execution.ts` does the same among processes that know each other by a folder only; here one object sees
 * all of them, and nothing has to be claimed.
 */
import type { Progress } from '../../experiment/executor.ts'
import type { RunFailure } from '../../experiment/run-failure.ts'
import type { RunPlan } from '../../experiment/run-plan.ts'
import type { RunManifest } from '../../store/run-store.ts'
import type { MemoryRunEnd, RunFiles } from './trial-run.ts'

/** Computes one run after the other: a worker, or this thread. */
export interface TrialRunner {
  run(plan: RunPlan, watch: TrialWatch): Promise<MemoryRunEnd>
  /** Asks the run under way to stop; what it has is kept. */
  stop(): void
  close(): void
}

export interface TrialWatch {
  /** What was kept of the run. */
  readonly files?: RunFiles | undefined
  onProgress(share: number): void
  onCheckpoint(files: RunFiles): void
}

/** Where runs are kept, by key. */
export interface KeptRuns {
  find(key: string): Promise<KeptRun | undefined>
  /** How a kept run ended, without its files; undefined where there is none, or only a checkpoint. */
  status(key: string): Promise<RunManifest['status'] | undefined>
  keep(key: string, run: KeptRun): Promise<void>
}

export interface KeptRun {
  readonly files: RunFiles
  /** Absent for a run that has not ended. */
  readonly manifest?: RunManifest
}

export interface TrialExecutionOptions {
  readonly plans: readonly RunPlan[]
  /** Runs at the same time. */
  readonly places: number
  readonly kept: KeptRuns
  startRunner(): TrialRunner
  onProgress?(progress: Progress): void
}

/** What became of a planned run. */
export interface TrialOutcome {
  readonly manifest?: RunManifest
  readonly error?: string
  readonly isOld?: boolean
}

/** Code of the failure of a run whose runner was ended on purpose. */
export const ENDED = 'RunnerEnded'
/** How often a run is tried. Chosen: what chance broke once works then; what always breaks costs twice. */
const TRIES = 2
/** Minutes in a day. */
const DAY = 1440

/** One go at the runs of a trial; another one goes on where it was left. */
export class TrialExecution {
  readonly #options: TrialExecutionOptions
  /** Arms that come to the same model share their runs. */
  readonly #plans: ReadonlyMap<string, RunPlan>
  readonly #queue: string[]
  readonly #failures = new Map<string, readonly RunFailure[]>()
  readonly #outcomes = new Map<string, TrialOutcome>()
  readonly #shares = new Map<string, number>()
  readonly #before = new Map<string, number>()
  readonly #runners = new Set<TrialRunner>()
  readonly #started = performance.now()
  #isStopping = false

  constructor(options: TrialExecutionOptions) {
    this.#options = options
    this.#plans = new Map(options.plans.map((plan) => [plan.key, plan]))
    this.#queue = [...this.#plans.keys()]
  }

  /** Ends runs under way, keeping what they have, and begins no more. */
  stop(): void {
    this.#isStopping = true
    for (const runner of this.#runners) runner.stop()
  }

  /** Computes what is not there; an outcome per plan, in their order. Nothing is said of a run that was not begun. */
  async run(): Promise<readonly TrialOutcome[]> {
    const { places, plans } = this.#options
    const count = Math.max(1, Math.min(places, this.#queue.length))
    await Promise.all(Array.from({ length: count }, () => this.#serve()))
    this.#report()
    return plans.map(({ key }) => this.#outcomes.get(key) ?? {})
  }

  async #serve(): Promise<void> {
    let runner: TrialRunner | undefined
    try {
      for (let key = this.#next(); key !== undefined; key = this.#next()) {
        const plan = this.#plans.get(key)
        const kept = await this.#options.kept.find(key)
        if (plan === undefined || this.#isDone(key, kept)) continue
        runner ??= this.#hire()
        const end = await runner.run(plan, this.#watch(key, kept))
        const isFit = await this.#end(key, end)
        // A worker that broke may be in any state.
        if (isFit) continue
        this.#dismiss(runner)
        runner = undefined
      }
    } finally {
      if (runner !== undefined) this.#dismiss(runner)
    }
  }

  #next(): string | undefined {
    return this.#isStopping ? undefined : this.#queue.shift()
  }

  #hire(): TrialRunner {
    const runner = this.#options.startRunner()
    this.#runners.add(runner)
    return runner
  }

  #dismiss(runner: TrialRunner): void {
    this.#runners.delete(runner)
    runner.close()
  }

  #isDone(key: string, kept: KeptRun | undefined): boolean {
    const manifest = kept?.manifest
    if (manifest === undefined || manifest.status !== 'finished') return false
    this.#before.set(key, 1)
    this.#settle(key, { manifest, isOld: true })
    return true
  }

  #watch(key: string, kept: KeptRun | undefined): TrialWatch {
    return {
      files: kept?.files,
      onProgress: (share) => {
        if (!this.#before.has(key)) this.#before.set(key, share)
        this.#shares.set(key, share)
        this.#report()
      },
      onCheckpoint: (files) => void this.#options.kept.keep(key, { files }),
    }
  }

  /** Takes note of what became of a run; false when whoever computed it is not to be trusted with another. */
  async #end(key: string, end: MemoryRunEnd): Promise<boolean> {
    if (end.kind === 'done' && end.manifest.status !== 'failed') {
      const { manifest, files } = end
      await this.#options.kept.keep(key, { manifest, files })
      this.#settle(key, { manifest })
      return true
    }
    // It was ended from outside, since it could not be asked to stop: what its last checkpoint kept is kept.
    if (this.#isStopping && end.kind === 'failed' && end.failure.code === ENDED) return false
    const failure = end.kind === 'failed' ? end.failure : { message: end.manifest.error ?? '', lines: [] }
    const failures = [...(this.#failures.get(key) ?? []), failure]
    this.#failures.set(key, failures)
    if (failures.length < TRIES) {
      this.#shares.set(key, 0)
      this.#queue.push(key)
    } else if (end.kind === 'done') {
      await this.#options.kept.keep(key, end)
      this.#settle(key, { manifest: end.manifest })
    } else this.#settle(key, { error: failure.message })
    return end.kind === 'done'
  }

  #settle(key: string, outcome: TrialOutcome): void {
    this.#outcomes.set(key, outcome)
    if (outcome.manifest?.status !== 'stopped') this.#shares.set(key, 1)
    this.#report()
  }

  #report(): void {
    const seconds = (performance.now() - this.#started) / 1000
    const runs = this.#plans.size
    const finished = [...this.#outcomes.values()].filter(({ manifest }) => manifest?.status !== 'stopped')
    let [share, before, days] = [0, 0, 0]
    for (const [key, { duration = 0 }] of this.#plans) {
      const [now, then] = [this.#shares.get(key) ?? 0, this.#before.get(key) ?? 0]
      share += now
      before += Math.min(now, then)
      if (now > then) days += ((now - then) * duration) / DAY
    }
    this.#options.onProgress?.({
      runsDone: finished.length,
      runs,
      share: share / Math.max(runs, 1),
      shareBefore: before / Math.max(runs, 1),
      daysPerSecond: days / Math.max(seconds, 1e-3) / Math.max(1, Math.min(this.#options.places, runs)),
    })
  }
}
