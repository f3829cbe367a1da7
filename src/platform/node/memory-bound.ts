/** What the system says about memory [byte]. */
export interface MemoryMeter {
  /** What this process could still take: of the machine, or of the share that a container or a Slurm task has. */
  available(): number
  /** What this process has taken. */
  taken(): number
}

/** The meter of this process. */
export const processMemory: MemoryMeter = {
  available: () => process.availableMemory(),
  taken: () => process.memoryUsage.rss(),
}

/** Copies of a world that a run may hold at one time: itself, and while it is kept a state and the bytes of its file. */
const COPIES = 3
/** What a thread takes beside its world [byte]. Measured: 45 MB with a small world, after a hundred runs. */
const THREAD_BYTES = 50e6
/** Share of the memory that is there which runs may take. Chosen: some is left for everything else. */
const USABLE = 0.9

/** How many runs fit into memory at the same time: from the size of their worlds, and from what they were seen to take. */
export class MemoryBound {
  readonly #meter: MemoryMeter
  /** Taken before any run began. */
  readonly #base: number
  #startBytes: number
  /** Largest end of a world relative to its beginning. */
  #growth = 1
  /** Most that a run was seen to take, with its thread. */
  #seen = 0

  constructor(start: number, meter: MemoryMeter = processMemory) {
    this.#startBytes = start
    this.#meter = meter
    this.#base = meter.taken()
  }

  /** A world took so many bytes at its beginning and at the end of its run, or so far. */
  noteWorld(atStart: number, now: number): void {
    this.#startBytes = Math.max(this.#startBytes, atStart)
    this.#growth = Math.max(this.#growth, now / Math.max(atStart, 1))
  }

  /** So many runs are under way: what the process has taken is theirs. */
  noteRunning(running: number): void {
    if (running > 0) this.#seen = Math.max(this.#seen, (this.#meter.taken() - this.#base) / running)
  }

  /** What a run takes at most [byte], as far as can be told. */
  get perRun(): number {
    return Math.max(this.#startBytes * this.#growth * COPIES + THREAD_BYTES, this.#seen)
  }

  /** Runs that may be under way at the same time; one always may. */
  get most(): number {
    const theirs = Math.max(0, this.#meter.taken() - this.#base)
    return Math.max(1, Math.floor((USABLE * (this.#meter.available() + theirs)) / this.perRun))
  }
}

/** Says in words that memory is what runs wait for. */
export function memoryNote(most: number, cores: number, perRun: number): string {
  const gigabytes = perRun / 1e9
  const size = gigabytes < 1 ? `${Math.ceil(perRun / 1e7) * 10} MB` : `${gigabytes.toPrecision(2)} GB`
  return `${most} of ${cores} cores: a run takes about ${size}`
}
