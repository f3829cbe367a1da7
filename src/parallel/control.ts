/**
 * The control area of a team: what its threads tell each other, in a shared memory of its own beside the world's.
 *
 *     words  | counters, a cache line each | failure | one line per thread | calls: kernel, length, count, block, first |
 *     numbers                                                              | arguments, MOST_ARGUMENTS per call |
 *
 * Tickets count down. To open a batch of n blocks `PENDING` becomes n and then `OPEN` becomes n; a thread takes one off
 * `OPEN`, and what it found there, if above zero, is a block that is now its own to compute. A thread that comes late, or
 * has slept through batches, either finds nothing or a block of the batch that is open by then, since a batch is described
 * before it is opened and its description stands until every ticket has come back: neither generations nor
 * barriers are needed for that.
 */

/** Calls that one batch may have; a longer list is posted in parts. Chosen: more than a step has that do not depend on each other. */
export const MOST_CALLS = 32
/** Arguments of one call without its range. Chosen: the longest kernel has 45. */
export const MOST_ARGUMENTS = 64
/** Characters that are kept of the message of a failure. */
const MESSAGE_LENGTH = 192

/** Words of a cache line pair: counters that different threads write stand so far apart, or they would slow each other down. */
const LINE = 32

/** Grows with each batch; workers wait for it to change. */
export const GENERATION = 0
/** Blocks of the batch that nobody has taken yet; 0 or less: none. */
export const OPEN = LINE
/** Blocks of the batch that are not finished. */
export const PENDING = 2 * LINE
/** Workers that sleep and must be woken. */
export const SLEEPERS = 3 * LINE
/** 1 while the calling thread sleeps until the last block is done. */
export const CALLER_SLEEPS = 4 * LINE
/** 1 when workers shall end. */
export const CLOSING = 5 * LINE
/** 0, or 1 + the number of the thread in which a kernel of this batch failed first. */
export const FAILED = 6 * LINE
/** Length of the failure's message; its UTF-16 codes follow, one per word. */
const MESSAGE = 7 * LINE
/** Number of the kernel that failed. */
const FAILED_KERNEL = MESSAGE - 1
/** Number of the batch, its blocks, its calls, and the room in whose memory they work. */
const BATCH = MESSAGE - 4
const BLOCKS = MESSAGE - 3
const CALLS = MESSAGE - 2
const ROOM = MESSAGE - 5
/** A line per thread: blocks it has computed so far, 1 + the block that it computes now. */
const THREADS = MESSAGE + 8 * LINE
const COMPUTED = 0
const HOLDS = 1

/** Words of a described call. */
const KERNEL = 0
const LENGTH = 1
const COUNT = 2
const BLOCK = 3
const FIRST = 4
const CALL_WORDS = 8

/** Bytes of the control area of `threads` threads. */
export function controlBytes(threads: number): number {
  return 4 * (THREADS + threads * LINE + MOST_CALLS * CALL_WORDS) + 8 * MOST_CALLS * MOST_ARGUMENTS
}

/** A thread's view of the control area; the words above are counters for `Atomics` on `words`. */
export class Control {
  readonly threads: number
  readonly words: Int32Array
  readonly #numbers: Float64Array
  readonly #firstCall: number

  constructor(memory: SharedArrayBuffer, threads: number) {
    this.threads = threads
    this.#firstCall = THREADS + threads * LINE
    const words = this.#firstCall + MOST_CALLS * CALL_WORDS
    this.words = new Int32Array(memory, 0, words)
    this.#numbers = new Float64Array(memory, 4 * words, MOST_CALLS * MOST_ARGUMENTS)
  }

  /** Number of the batch that is or was open. */
  get batch(): number {
    return this.words[BATCH] ?? 0
  }

  /** Blocks of the batch. */
  get blocks(): number {
    return this.words[BLOCKS] ?? 0
  }

  /** Room in whose memory the batch works. */
  get room(): number {
    return this.words[ROOM] ?? 0
  }

  /**
   * Describes call number `index` of the batch to come, whose blocks begin after `first` others; returns how many there
   * are with it.
   */
  describe(
    index: number,
    first: number,
    kernel: number,
    args: readonly number[],
    count: number,
    block: number,
  ): number {
    const at = this.#firstCall + index * CALL_WORDS
    const { words } = this
    words[at + KERNEL] = kernel
    words[at + LENGTH] = args.length
    words[at + COUNT] = count
    words[at + BLOCK] = block
    words[at + FIRST] = first
    for (let k = 0; k < args.length; k++) this.#numbers[index * MOST_ARGUMENTS + k] = args[k] ?? 0
    return first + Math.ceil(count / block)
  }

  /** Opens a batch of described calls in a room: from here on every thread may take its blocks. */
  open(room: number, calls: number, blocks: number): void {
    const { words } = this
    words[BATCH] = this.batch + 1
    words[ROOM] = room
    words[CALLS] = calls
    words[BLOCKS] = blocks
    words[FAILED] = 0
    Atomics.store(words, PENDING, blocks)
    Atomics.store(words, OPEN, blocks)
    // After `OPEN`: whoever sees this change finds the blocks. (Some may find them before; that is why batches have a number.)
    Atomics.add(words, GENERATION, 1)
  }

  /** The call to which a block of the open batch belongs. */
  callOf(block: number): number {
    let call = (this.words[CALLS] ?? 1) - 1
    while (call > 0 && block < this.#word(call, FIRST)) call -= 1
    return call
  }

  kernelOf(call: number): number {
    return this.#word(call, KERNEL)
  }

  /** How many arguments a call has before its range. */
  lengthOf(call: number): number {
    return this.#word(call, LENGTH)
  }

  /** Copies the arguments of a call into `all`. */
  readArguments(call: number, all: number[]): void {
    const length = this.lengthOf(call)
    for (let k = 0; k < length; k++) all[k] = this.#numbers[call * MOST_ARGUMENTS + k] ?? 0
  }

  /** Puts the range of a block behind the arguments of its call. */
  readRange(call: number, block: number, all: number[]): void {
    const length = this.lengthOf(call)
    const items = this.#word(call, BLOCK)
    const begin = (block - this.#word(call, FIRST)) * items
    all[length] = begin
    all[length + 1] = Math.min(begin + items, this.#word(call, COUNT))
  }

  /** Notes that `thread` begins to compute `block`. */
  hold(thread: number, block: number): void {
    this.words[THREADS + thread * LINE + HOLDS] = block + 1
  }

  /** Notes that `thread` has finished the block that it held. */
  release(thread: number): void {
    const at = THREADS + thread * LINE
    this.words[at + HOLDS] = 0
    this.words[at + COMPUTED] = (this.words[at + COMPUTED] ?? 0) + 1
  }

  /** Blocks that a thread has computed since the team began (modulo 2^32). */
  computedBy(thread: number): number {
    return (this.words[THREADS + thread * LINE + COMPUTED] ?? 0) >>> 0
  }

  /** Threads that have taken a block and not finished it. */
  holders(): readonly number[] {
    return Array.from({ length: this.threads }, (_, thread) => thread).filter(
      (thread) => this.words[THREADS + thread * LINE + HOLDS] !== 0,
    )
  }

  /** Writes down why a block failed; only the first failure of a batch is kept. */
  fail(thread: number, kernel: number, message: string): void {
    const { words } = this
    if (Atomics.compareExchange(words, FAILED, 0, thread + 1) !== 0) return
    const length = Math.min(message.length, MESSAGE_LENGTH)
    words[FAILED_KERNEL] = kernel
    words[MESSAGE] = length
    for (let k = 0; k < length; k++) words[MESSAGE + 1 + k] = message.charCodeAt(k)
  }

  /** What failed in the batch; read when all of its blocks have come back. */
  failure(): { readonly thread: number; readonly kernel: number; readonly message: string } | undefined {
    const { words } = this
    const thread = Atomics.load(words, FAILED) - 1
    if (thread < 0) return undefined
    const codes = words.subarray(MESSAGE + 1, MESSAGE + 1 + (words[MESSAGE] ?? 0))
    return { thread, kernel: words[FAILED_KERNEL] ?? 0, message: String.fromCharCode(...codes) }
  }

  #word(call: number, word: number): number {
    return this.words[this.#firstCall + call * CALL_WORDS + word] ?? 0
  }
}
