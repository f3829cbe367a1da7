import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { timeSection } from '../../compile/core-sections.ts'
import type { ExecuteOptions, Outcome } from '../../experiment/executor.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { sectionOf } from '../../model/assemble.ts'
import { type RunAttempt, readAttempt, writeAttempt } from '../../store/attempts.ts'
import { joinPath } from '../../store/files.ts'
import { wholeRun } from '../../store/inspect-run.ts'
import type { RunManifest } from '../../store/run-store.ts'
import { Crew, type CrewOptions } from './crew.ts'
import { nodeFiles } from './files.ts'
import { type HeldRun, type RunClaim, Claimer, clearClaims, inUse, isClaim } from './run-lock.ts'
import { failureFrom, type RunFailure } from '../../experiment/run-failure.ts'
import type { RunEnd, RunTask, RunWatch } from './runner.ts'
import { hostName } from './this-machine.ts'

export interface Places extends Omit<CrewOptions, 'runs'> {
  /** How many runs may be under way just now, where `busy` are; absent: as many as there are places. */
  most?(busy: number): number
}

/** Minutes in a day. */
const DAY = 1440
/** How often a run is tried in one command. Chosen: what chance broke once works then; what always breaks costs twice. */
const TRIES = 2
/** Time between looks at runs that others hold [ms]. Chosen: nothing beside a run. */
const HELD_INTERVAL = 500
/** Time between looks at whether to stop, and between signs of life that are due [ms]. */
const LOOK_INTERVAL = 50
/** Reports of progress come at most this often while finished runs are found [ms]. */
const REPORT_INTERVAL = 100
/** Errors of the disk that every other run would meet, too, and what helps. */
const DISK_TROUBLE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'your share of the disk is full: make room',
  EROFS: 'the disk is read-only: make it writable',
}

/** A run that was claimed, on its way. */
interface Claimed extends RunTask {
  readonly claim: RunClaim
}

/** One call of an executor: finds what is finished, claims what is free, tries again what failed, and says what became of everything. */
export class Execution {
  readonly #jobs: readonly RunJob[]
  readonly #options: ExecuteOptions
  /** Jobs by key: arms that come to the same model share their runs, and two workers must not write one folder. */
  readonly #sameKey = new Map<string, readonly number[]>()
  /** Indices of what nobody has looked at yet, of what failed once, and of what failed for want of memory. */
  readonly #fresh: number[]
  #next = 0
  readonly #again: number[] = []
  readonly #alone: number[] = []
  readonly #held = new Map<number, HeldRun>()
  readonly #active = new Map<number, Claimed>()
  readonly #endings = new Set<Promise<void>>()
  readonly #attempts = new Map<number, readonly RunAttempt[]>()
  readonly #outcomes = new Map<number, Outcome>()
  readonly #shares: number[]
  /** Shares that had been computed before. */
  readonly #before: number[]
  readonly #claimer = new Claimer()
  readonly #started = performance.now()
  readonly #noted = new Set<string>()
  #reported = 0
  #places = 1
  #isAlone = false
  /** Why nothing more can be computed here. */
  #obstacle: string | undefined

  constructor(jobs: readonly RunJob[], options: ExecuteOptions) {
    this.#jobs = jobs
    this.#options = options
    this.#shares = jobs.map(() => 0)
    this.#before = jobs.map(() => 0)
    for (const [index, { plan }] of jobs.entries()) {
      const same = this.#sameKey.get(plan.key)
      this.#sameKey.set(plan.key, same === undefined ? [index] : [...same, index])
    }
    this.#fresh = [...this.#sameKey.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
  }

  /** Different runs among the jobs. */
  get runs(): number {
    return this.#fresh.length
  }

  /** True when no further run shall begin, and those under way shall stop. */
  get isEnding(): boolean {
    return this.#options.isStopping() || this.#obstacle !== undefined
  }

  async run(places: Places): Promise<readonly Outcome[]> {
    this.#places = places.places
    const crew = new Crew({ ...places, runs: this.runs })
    const timer = setInterval(() => {
      for (const { index, claim } of this.#active.values()) claim.giveSign(this.#shares[index] ?? 0)
    }, LOOK_INTERVAL)
    try {
      await Promise.all(Array.from({ length: places.places }, () => this.#serve(places, crew)))
    } finally {
      clearInterval(timer)
      await crew.close()
    }
    for (const [index, held] of this.#held) this.#settle(index, { heldBy: nameOf(held) })
    this.#report()
    return this.#jobs.map((job, index) => this.#outcomes.get(index) ?? { job })
  }

  /** One place computes runs until there are none; while one goes to disk, it begins the next. */
  async #serve(places: Places, crew: Crew): Promise<void> {
    for (;;) {
      if (this.#mustWait(places)) {
        await crew.dismissIdle()
        await pause(LOOK_INTERVAL)
        continue
      }
      const task = await this.#take()
      if (task === undefined) {
        // What is under way may fail, and be there to be tried again.
        if (this.#endings.size === 0) break
        await Promise.race(this.#endings)
        continue
      }
      if (this.#isAlone) await crew.dismissIdle()
      const { promise: computed, resolve: onComputed } = Promise.withResolvers<void>()
      const ending = this.#compute(task, crew, onComputed)
      this.#endings.add(ending)
      const forget = (): void => void this.#endings.delete(ending)
      void ending.then(forget, forget)
      await Promise.race([computed, ending])
    }
  }

  /** Computes a run and takes note of what became of it. */
  async #compute(task: Claimed, crew: Crew, onComputed: () => void): Promise<void> {
    const end = await crew.run(task, this.#watch(task), onComputed)
    this.#active.delete(task.index)
    this.#isAlone = false
    this.#end(task, end)
  }

  /** True while this place may not begin a run: too little memory, or one that has to be alone. */
  #mustWait(places: Places): boolean {
    const busy = this.#active.size
    if (busy === 0 || this.isEnding) return false
    return this.#isAlone || busy >= (places.most?.(busy) ?? Number.POSITIVE_INFINITY)
  }

  /** The next run that this process computes, claimed; undefined when there is none left for this place. */
  async #take(): Promise<Claimed | undefined> {
    while (!this.isEnding) {
      for (let looks = 1; !this.isEnding; looks++) {
        const index = this.#nextIndex()
        if (index === undefined) break
        const task = this.#begin(index)
        if (task !== undefined) return task
        this.#isAlone = false
        if (looks % 32 === 0) await turn() // others, and Ctrl-C, get their turn
      }
      if (this.#held.size === 0 || this.isEnding) return undefined
      const task = this.#lookAtHeld()
      if (task !== undefined) return task
      if (this.#held.size === 0 || !this.#waitsForOthers()) return undefined
      await this.#pause(HELD_INTERVAL)
    }
    return undefined
  }

  #nextIndex(): number | undefined {
    if (this.#next < this.#fresh.length) return this.#fresh[this.#next++]
    const again = this.#again.shift()
    if (again !== undefined || this.#active.size > 0) return again
    const alone = this.#alone.shift()
    this.#isAlone = alone !== undefined
    return alone
  }

  /** Claims a run, unless it is finished or somebody else's. */
  #begin(index: number): Claimed | undefined {
    const job = this.#jobs[index]
    if (job === undefined) return undefined
    const folder = joinPath(this.#options.folder, job.plan.key)
    if (this.#isSettled(index, folder, job.plan.key) || this.#isGivenUp(index, job.plan.key)) return undefined
    try {
      const claim = this.#claimer.claim(folder)
      if (!isClaim(claim)) {
        this.#held.set(index, claim)
        return undefined
      }
      this.#held.delete(index)
      const task = { index, job, folder, ticket: claim.ticket, claim }
      this.#active.set(index, task)
      return task
    } catch (error) {
      // Where one claim cannot be written, none can.
      const { code, message } = failureFrom(error)
      this.#obstacle = diskTrouble(code) ?? message
      this.#settle(index, { error: this.#obstacle })
      return undefined
    }
  }

  /** True when a run is in its place, whole or unreadable: there is nothing to compute. */
  #isSettled(index: number, folder: string, key: string): boolean {
    try {
      const manifest = wholeRun(nodeFiles, folder, key)
      if (manifest === undefined) return false
      clearClaims(folder)
      this.#before[index] = 1
      this.#settle(index, { manifest, isOld: true })
    } catch (error) {
      this.#settle(index, { error: failureFrom(error).message })
    }
    this.#held.delete(index)
    return true
  }

  /** True when a run has failed so often, here or elsewhere, that it is left alone. */
  #isGivenUp(index: number, key: string): boolean {
    const { tries, attempts } = this.#options
    if (tries === undefined || attempts === undefined) return false
    // Attempts are numbered without gaps: a single name tells.
    const last = readAttempt(nodeFiles, attempts, key, tries)
    if (last === undefined) return false
    this.#held.delete(index)
    this.#settle(index, { error: last.error })
    return true
  }

  #lookAtHeld(): Claimed | undefined {
    for (const [index, before] of this.#held) {
      const task = this.#begin(index)
      if (task !== undefined) return task
      const held = this.#held.get(index)
      if (held === undefined) continue
      if (this.#options.held === 'refuse' && held.isAlive) {
        this.#held.delete(index)
        const folder = joinPath(this.#options.folder, this.#jobs[index]?.plan.key ?? '')
        this.#settle(index, { error: inUse(folder, held).message, heldBy: nameOf(held) })
      } else if (!before.isAlive && !held.isAlive && this.#waitsForOthers())
        this.#note(`waiting for a sign of life of ${nameOf(held)}, two minutes at most`)
    }
    return undefined
  }

  #waitsForOthers(): boolean {
    return this.#options.held !== 'skip'
  }

  #watch({ index, job, claim }: Claimed): RunWatch {
    return {
      onBegun: (share, time, isGoingOn) => {
        this.#before[index] = share
        this.#shares[index] = share
        if (isGoingOn) this.#options.onGoingOn?.(job, time)
      },
      onProgress: (share) => {
        this.#shares[index] = share
        claim.giveSign(share)
        this.#report()
      },
    }
  }

  #end(task: Claimed, end: RunEnd): void {
    const { index, claim } = task
    if (end.kind === 'done' && end.manifest.status !== 'failed') {
      claim.release(end.manifest.status)
      this.#settle(index, { manifest: end.manifest })
      return
    }
    const failure = end.kind === 'failed' ? end.failure : failureOfManifest(end.manifest)
    // Somebody else computes it now: it is theirs, and no failure.
    if (failure.code === 'LostClaim') {
      this.#held.set(index, { holder: undefined, path: '', isAlive: false })
      return
    }
    this.#obstacle ??= diskTrouble(failure.code)
    const tries = this.#keepAttempt(task, failure)
    claim.release('failed')
    if (tries < TRIES && !this.isEnding) {
      this.#shares[index] = 0
      this.#before[index] = 0
      ;(failure.isMemory === true ? this.#alone : this.#again).push(index)
    } else if (end.kind === 'done') this.#settle(index, { manifest: end.manifest })
    else this.#settle(index, { error: diskTrouble(failure.code) ?? failure.message })
  }

  /** Writes down what went wrong; returns how often the run has been tried now. */
  #keepAttempt({ index, job }: Claimed, failure: RunFailure): number {
    const { key, arm, replicate, point } = job.plan
    const attempt = {
      key,
      arm,
      replicate,
      ...(point === undefined ? {} : { point }),
      when: new Date().toISOString(),
      host: hostName(),
      process: process.pid,
      error: failure.message,
      lines: failure.lines,
    }
    const before = this.#attempts.get(index) ?? []
    let kept: RunAttempt = { format: 1, number: before.length + 1, ...attempt }
    try {
      if (this.#options.attempts !== undefined)
        kept = writeAttempt(nodeFiles, this.#options.attempts, attempt)
    } catch {
      // The disk that the run failed on; what happened stands in the outcome.
    }
    this.#attempts.set(index, [...before, kept])
    return before.length + 1
  }

  /** Gives every job with the key of a run its outcome. */
  #settle(first: number, outcome: Omit<Outcome, 'job'>): void {
    const attempts = this.#attempts.get(first)
    for (const index of this.#sameKey.get(this.#jobs[first]?.plan.key ?? '') ?? []) {
      const job = this.#jobs[index]
      if (job === undefined) continue
      this.#outcomes.set(index, { job, ...outcome, ...(attempts === undefined ? {} : { attempts }) })
      this.#before[index] = this.#before[first] ?? 0
      if (outcome.manifest !== undefined) this.#shares[index] = 1
    }
    if (performance.now() - this.#reported > REPORT_INTERVAL) this.#report()
  }

  #note(text: string): void {
    if (this.#noted.has(text)) return
    this.#noted.add(text)
    this.#options.onNote?.(text)
  }

  async #pause(milliseconds: number): Promise<void> {
    for (let waited = 0; waited < milliseconds && !this.isEnding; waited += LOOK_INTERVAL)
      await pause(LOOK_INTERVAL)
  }

  #report(): void {
    this.#reported = performance.now()
    if (this.#options.onProgress === undefined) return
    const seconds = (performance.now() - this.#started) / 1000
    const runs = Math.max(this.#jobs.length, 1)
    let [share, shareBefore, days] = [0, 0, 0]
    for (const [index, job] of this.#jobs.entries()) {
      const [now, before] = [this.#shares[index] ?? 0, this.#before[index] ?? 0]
      share += now
      shareBefore += before
      if (now > before) days += (now - before) * jobDays(job)
    }
    this.#options.onProgress({
      runsDone: this.#outcomes.size,
      runs: this.#jobs.length,
      share: share / runs,
      shareBefore: shareBefore / runs,
      daysPerSecond: days / Math.max(seconds, 1e-3) / Math.max(1, Math.min(this.#places, this.#jobs.length)),
    })
  }
}

function failureOfManifest({ error }: RunManifest): RunFailure {
  return { message: error ?? 'no reason was given', lines: [] }
}

function nameOf({ holder }: HeldRun): string {
  return holder === undefined ? 'another process' : `process ${holder.process} on ${holder.host}`
}

/** What to do about a failure that the disk is the reason of, and that every other run would meet, too. */
function diskTrouble(code: string | undefined): string | undefined {
  const what = code === undefined ? undefined : DISK_TROUBLE[code]
  return what === undefined
    ? undefined
    : `${what} and give the same command again; what was kept so far is whole`
}

function jobDays(job: RunJob): number {
  return (job.plan.duration ?? sectionOf(job.model.data, timeSection).stop.value) / DAY
}
