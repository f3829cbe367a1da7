import type { RunEnd, RunTask, RunWatch, Runner } from './runner.ts'

export interface CrewOptions {
  /** Runs that compute at the same time. */
  readonly places: number
  /** Runs in all. */
  readonly runs: number
  /** `onReady` is called when it is able to compute; a runner that never calls it is used from the start. */
  startRunner(onReady?: () => void): Runner
  /** True when starting one more is worth it while others put a run on disk. */
  readonly hasSpare: boolean
}

/** Runs at the same time for which one runner more is kept. Chosen: putting a short run on disk takes a thirtieth of computing it. */
const PLACES_PER_SPARE = 16

/**
 * The runners of one execution. While a run that is computed goes to disk, which is mostly waiting, its place begins the next one
 * on another runner: so there are a few more runners than places.
 */
export class Crew {
  readonly #options: CrewOptions
  readonly #all = new Set<Runner>()
  readonly #idle: Runner[] = []
  #hasSpares = false
  readonly #waiting: ((runner: Runner) => void)[] = []

  constructor(options: CrewOptions) {
    this.#options = options
  }

  /** Computes a run. `onComputed` is called when only the disk is left to do. */
  async run(task: RunTask, watch: RunWatch, onComputed: () => void): Promise<RunEnd> {
    const runner = await this.#take()
    const end = await runner.run(task, {
      onProgress: (share) => watch.onProgress(share),
      onBegun: (share, time, isGoingOn) => {
        this.#startSpares()
        watch.onBegun(share, time, isGoingOn)
      },
      onComputed,
    })
    // A thread in which a run broke is replaced.
    if (end.kind === 'failed') await this.#dismiss(runner)
    else this.#give(runner)
    return end
  }

  /** Ends the runners that have nothing to do: they hold memory. */
  async dismissIdle(): Promise<void> {
    for (const runner of this.#idle.splice(0)) await this.#dismiss(runner)
    this.#hasSpares = false
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((runner) => runner.close()))
    this.#all.clear()
  }

  #take(): Promise<Runner> | Runner {
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#all.size < this.#options.places) return this.#start()
    return new Promise((resolve) => void this.#waiting.push(resolve))
  }

  #give(runner: Runner): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(runner)
    else next(runner)
  }

  async #dismiss(runner: Runner): Promise<void> {
    this.#all.delete(runner)
    await runner.close()
    const next = this.#waiting.shift()
    if (next !== undefined) next(this.#start())
  }

  #start(onReady?: () => void): Runner {
    const runner = this.#options.startRunner(onReady)
    this.#all.add(runner)
    return runner
  }

  /** Only now that runs are under way: at the start, spare threads would take the time of the others. */
  #startSpares(): void {
    const { hasSpare, places, runs } = this.#options
    if (!hasSpare || this.#hasSpares || runs <= places) return
    this.#hasSpares = true
    for (let k = 0; k < places; k += PLACES_PER_SPARE) {
      const spare = this.#start(() => this.#give(spare))
    }
  }
}
