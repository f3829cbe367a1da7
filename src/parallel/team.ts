/**
 * A team: threads that compute the blocks of one world together (docs/adr/0014).
 *
 *     caller    describe, open ──> take blocks ... ──> wait for the last ──> serial code, next batch
 *     worker    look ... look ──> take blocks ... ──> look for the next batch, then sleep
 *
 * Every thread takes the next block from one counter, so that whoever is slow takes fewer and nobody waits for a worker that
 * is asleep or has no core: without any help the caller does all of it, at the cost of one call of the system to wake the
 * others. What bounds the speed: the serial parts of a step (sorting, commit), the memory's bandwidth, and per batch the
 * time until the last block has come back. Where other programs want the cores as well, a thread may lose its core while it
 * has a block, and all wait for it: a team is for cores that are free.
 *
 * Failures. A kernel that throws stops the batch, and the caller throws an error that names it; the team can go on. A
 * thread that is gone (ended from outside, out of memory) takes nothing any more, so that the others do its work; if it was
 * computing a block, that block never comes back: after PATIENCE seconds in which no block came back, the caller gives up
 * with an error. A block can not be done again by another thread, since it may have been done in part.
 */
import { createMemory } from '../kernels/kernels.ts'
import {
  CALLER_SLEEPS,
  CLOSING,
  Control,
  GENERATION,
  MOST_ARGUMENTS,
  MOST_CALLS,
  PENDING,
  SLEEPERS,
  controlBytes,
} from './control.ts'
import { createPause } from './pause.ts'
import { DEFAULT_BLOCK, type KernelCall, type Pool, serialPool } from './pool.ts'
import { type Home, type KernelsOf, type Room, createHome, kernelsByRoom } from './rooms.ts'
import { soloHome } from './solo-home.ts'
import { blockTaker, kernelNames } from './take-blocks.ts'
import type { TeamRequest } from './worker-loop.ts'

/** A thread that was started for a team. */
export interface TeamThread {
  /** Waits until the thread has ended, or ends it. */
  end(): Promise<void>
}

/** Starts a thread that calls `serveTeam(request, tellReady)`; resolves when it has told, rejects when it cannot. */
export type SpawnThread = (request: TeamRequest) => Promise<TeamThread>

export interface TeamOptions {
  /** Names of the worlds in the world that these threads compute, too; the caller alone computes those that are not named. */
  readonly rooms?: readonly string[]
  /** True shares out single blocks, too, and wakes workers for them: for tests, whose worlds are small. */
  readonly sharesAll?: boolean
  /** False leaves every block that is shared out to the workers: for tests that want to know what they compute. */
  readonly doesCallerHelp?: boolean
  /** Seconds without any block coming back after which a batch is given up. */
  readonly patience?: number
}

/** Threads that share one world's memory, and those of the worlds in it. */
export interface Team extends Home {
  /** Threads, the calling one included. */
  readonly threads: number
  /** Blocks that each thread has computed in batches that were shared out. */
  computed(): readonly number[]
  /** Ends the workers, also while they sleep; may be called twice. */
  close(): Promise<void>
}

/**
 * Batches of fewer blocks wake nobody: workers that are awake take part, those that sleep go on sleeping. Measured: to wake
 * one costs the caller 8 to 12 us on an idle machine and up to 80 us on a busy one, where the worker may be given the
 * caller's core; blocks of the shipped kernels take 10 to 150 us. Within a step the first large batch wakes all, and they
 * stay awake for the small ones.
 */
const WORTH_WAKING = 4

/**
 * Looks at the unfinished blocks before the caller goes to sleep: about 0.2 ms. Chosen: longer than most blocks take, so that it
 * sleeps only when a worker has lost its core.
 */
const CALLER_SPINS = 4000

/** Seconds. Chosen: blocks take milliseconds, and a machine that is so loaded that one takes a minute serves nobody. */
const PATIENCE = 60

/** Starts a team of `threads` threads, the calling one included; resolves when all of them can take work. */
export async function startTeam(
  threads: number,
  module: WebAssembly.Module,
  spawn: SpawnThread,
  options: TeamOptions = {},
): Promise<Team> {
  // Made now: a thread that serves reads no messages. Of each only addresses are reserved until a world enters.
  const memories = ['', ...(options.rooms ?? [])].map(() => createMemory(1))
  const shared = new SharedArrayBuffer(controlBytes(threads))
  const requests = Array.from({ length: threads - 1 }, (_, k) => ({
    module,
    memories,
    control: shared,
    threads,
    index: k + 1,
  }))
  const started = await Promise.allSettled(requests.map((request) => spawn(request)))
  const workers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const team = new ThreadTeam(module, memories, new Control(shared, threads), workers, options)
  const failed = started.find((result) => result.status === 'rejected')
  if (failed !== undefined) {
    await team.close()
    throw new Error('a thread of the team did not start', { cause: failed.reason })
  }
  return team
}

class ThreadTeam implements Team {
  readonly threads: number
  readonly #control: Control
  readonly #workers: readonly TeamThread[]
  readonly #kernelsOf: KernelsOf
  readonly #home: Home
  readonly #names: readonly string[]
  readonly #places: ReadonlyMap<string, number>
  readonly #takeBlocks: () => void
  readonly #pause = createPause()
  /** Smallest batches [blocks] that are shared out, and for which workers are woken. */
  readonly #worthSharing: number
  readonly #worthWaking: number
  readonly #doesCallerHelp: boolean
  readonly #patience: number
  #isUsable = true

  constructor(
    module: WebAssembly.Module,
    memories: readonly WebAssembly.Memory[],
    control: Control,
    workers: readonly TeamThread[],
    options: TeamOptions,
  ) {
    this.threads = control.threads
    this.#control = control
    this.#workers = workers
    this.#kernelsOf = kernelsByRoom(module, memories)
    this.#names = kernelNames(module)
    this.#places = new Map(this.#names.map((name, place) => [name, place]))
    this.#takeBlocks = blockTaker(control, this.#kernelsOf, this.#names, 0)
    const { rooms = [] } = options
    const homeOf = (name: string): Home =>
      rooms.includes(name)
        ? createHome(
            () => this.#open(1 + rooms.indexOf(name)),
            () => soloHome(module),
          )
        : soloHome(module)
    this.#home = createHome(() => this.#open(0), homeOf)
    this.#doesCallerHelp = options.doesCallerHelp ?? true
    const sharesAll = options.sharesAll === true || !this.#doesCallerHelp
    this.#worthSharing = sharesAll ? 1 : 2
    this.#worthWaking = sharesAll ? 1 : WORTH_WAKING
    this.#patience = options.patience ?? PATIENCE
  }

  enter(): Room {
    return this.#home.enter()
  }

  leave(): void {
    this.#home.leave()
  }

  beside(name: string): Home {
    return this.#home.beside(name)
  }

  computed(): readonly number[] {
    return Array.from({ length: this.threads }, (_, thread) => this.#control.computedBy(thread))
  }

  async close(): Promise<void> {
    const { words } = this.#control
    this.#isUsable = false
    Atomics.store(words, CLOSING, 1)
    Atomics.add(words, GENERATION, 1)
    Atomics.notify(words, GENERATION)
    await Promise.all(this.#workers.map((worker) => worker.end()))
  }

  /** Kernels and pool of a room. */
  #open(room: number): Room {
    const kernels = this.#kernelsOf(room)
    const alone = serialPool(kernels)
    const pool: Pool = {
      workers: this.threads,
      run: (kernel, args, count, block = DEFAULT_BLOCK) => {
        if (this.#isAlone(Math.ceil(count / block))) alone.run(kernel, args, count, block)
        else this.#share(room, 1, this.#describe(0, 0, kernel, args, count, block))
      },
      batch: (calls) => {
        for (let first = 0; first < calls.length; first += MOST_CALLS) {
          const end = Math.min(first + MOST_CALLS, calls.length)
          const blocks = this.#describeAll(calls, first, end)
          if (!this.#isAlone(blocks)) this.#share(room, end - first, blocks)
          else for (let k = first; k < end; k++) runOne(alone, calls[k] ?? NO_CALL)
        }
      },
    }
    return { kernels, pool }
  }

  /** Describes calls [begin, end) of a batch, no more than the control area holds; returns how many blocks they are. */
  #describeAll(calls: readonly KernelCall[], begin: number, end: number): number {
    let blocks = 0
    for (let k = begin; k < end; k++) {
      const { kernel, args, count, block = DEFAULT_BLOCK } = calls[k] ?? NO_CALL
      blocks = this.#describe(k - begin, blocks, kernel, args, count, block)
    }
    return blocks
  }

  /** True for work that is not worth sharing out. */
  #isAlone(blocks: number): boolean {
    if (!this.#isUsable) throw new Error('this team has been closed, or a thread of it was lost')
    return this.threads === 1 || blocks < this.#worthSharing
  }

  #describe(
    index: number,
    first: number,
    kernel: string,
    args: readonly number[],
    count: number,
    block: number,
  ): number {
    const place = this.#places.get(kernel)
    if (place === undefined) throw new Error(`no kernel '${kernel}' in the module`)
    if (args.length > MOST_ARGUMENTS) {
      throw new Error(`kernel '${kernel}' has ${args.length} arguments; a team passes ${MOST_ARGUMENTS}`)
    }
    return this.#control.describe(index, first, place, args, count, block)
  }

  /** Opens the batch that was described, takes part in it and returns when all of its blocks have come back. */
  #share(room: number, calls: number, blocks: number): void {
    const control = this.#control
    control.open(room, calls, blocks)
    if (blocks >= this.#worthWaking) this.#wake(blocks)
    if (this.#doesCallerHelp) this.#takeBlocks()
    this.#awaitLast()
    const failure = control.failure()
    if (failure === undefined) return
    const { thread, kernel, message } = failure
    throw new Error(`kernel '${this.#names[kernel] ?? ''}' failed in thread ${thread}: ${message}`)
  }

  #wake(blocks: number): void {
    const { words } = this.#control
    const sleepers = Atomics.load(words, SLEEPERS)
    const helpers = this.#doesCallerHelp ? blocks - 1 : blocks
    if (sleepers > 0) Atomics.notify(words, GENERATION, Math.min(sleepers, helpers))
  }

  #awaitLast(): void {
    const { words } = this.#control
    for (let spins = 0; spins < CALLER_SPINS; spins++) {
      if (Atomics.load(words, PENDING) === 0) return
      this.#pause()
    }
    Atomics.store(words, CALLER_SLEEPS, 1)
    let before = -1
    let seconds = 0
    for (let left = Atomics.load(words, PENDING); left !== 0; left = Atomics.load(words, PENDING)) {
      // Whole waits are counted, not time: a machine that was put to sleep has not been waiting.
      seconds = left === before ? seconds + 1 : 0
      if (seconds > this.#patience) this.#giveUp()
      before = left
      Atomics.wait(words, PENDING, left, 1000)
    }
    Atomics.store(words, CALLER_SLEEPS, 0)
  }

  #giveUp(): never {
    this.#isUsable = false
    const threads = this.#control.holders().join(', ')
    throw new Error(
      `no block has come back for ${this.#patience} s; lost or stuck: thread ${threads === '' ? 'unknown' : threads}`,
    )
  }
}

/** Stands where a list has a hole, which lists of calls have not. */
const NO_CALL: KernelCall = { kernel: '', args: [], count: 0 }

function runOne(pool: Pool, { kernel, args, count, block }: KernelCall): void {
  pool.run(kernel, args, count, block)
}
