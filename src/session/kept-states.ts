/** Where states go that memory has no room for: a browser's database, a folder, a map in a test. */
export interface SpillStore {
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  delete(key: string): Promise<void>
  list(): Promise<readonly string[]>
}

/** A state of a run that was kept; `segment` is the stretch between two actions that it belongs to. */
export interface Kept {
  readonly segment: number
  readonly tick: number
  /** [byte] */
  readonly size: number
}

interface Entry extends Kept {
  /** Absent once it is spilled. */
  bytes: Uint8Array<ArrayBuffer> | undefined
  isMoving: boolean
  isGone: boolean
  /** The beginning of a stretch. */
  readonly isStart: boolean
}

export interface KeptOptions {
  /** [byte] in memory */
  readonly budget: number
  readonly spill?: SpillStore
  /** [byte] in the store */
  readonly spillBudget?: number
}

/** Weight of the beginning of a stretch between two actions. Chosen: without it an action is done again, which compiles the model. */
const START_WEIGHT = 4
/** The store may take this many times the memory's budget. Chosen: 2 GB with the page's usual budget, which browsers grant. */
const SPILL_FACTOR = 8
/** States that are kept whatever the budget: the beginning and the last one. */
const FEWEST = 2

/**
 * States of a run within a budget. What memory has no room for goes to the store, what that has no room for is forgotten: first where
 * the gap that is left is smallest for how long ago it is, so that gaps grow in proportion to age.
 */
export class KeptStates {
  readonly budget: number
  /** Why less is kept than was meant to be. */
  note: string | undefined
  readonly #entries: Entry[] = []
  readonly #spill: SpillStore | undefined
  #spillBudget: number
  #moving: Promise<void>[] = []
  /** The tick at which the run stands: age is counted from there. */
  #now = 0

  constructor({ budget, spill, spillBudget = SPILL_FACTOR * budget }: KeptOptions) {
    this.budget = budget
    this.#spill = spill
    this.#spillBudget = spillBudget
  }

  /** [byte] in memory, what is on its way to the store included. */
  get bytes(): number {
    return sum(this.#entries.filter(({ bytes }) => bytes !== undefined))
  }

  /** [byte] in the store. */
  get spilledBytes(): number {
    return sum(this.#entries.filter(({ bytes }) => bytes === undefined))
  }

  has(segment: number, tick: number): boolean {
    return this.#entries.some((entry) => entry.segment === segment && entry.tick === tick)
  }

  /** Keeps a state, and makes room for it. */
  keep(state: Omit<Kept, 'size'>, bytes: Uint8Array<ArrayBuffer>, isStart = false): void {
    this.#now = state.tick
    if (this.has(state.segment, state.tick)) return
    const { segment, tick } = state
    this.#entries.push({ segment, tick, size: bytes.length, bytes, isMoving: false, isGone: false, isStart })
    this.#makeRoom()
  }

  /** Notes states that an earlier run has left in the store. */
  adopt(states: readonly Kept[]): void {
    for (const state of states)
      this.#entries.push({ ...state, bytes: undefined, isMoving: false, isGone: false, isStart: false })
  }

  /** States of a stretch between two ticks, both included, in order. */
  within(segment: number, from: number, to: number): readonly Kept[] {
    return this.#entries
      .filter((entry) => entry.segment === segment && entry.tick >= from && entry.tick <= to)
      .toSorted((a, b) => a.tick - b.tick)
  }

  /** The state itself; undefined when the store has lost it, and then it is forgotten. */
  async read({ segment, tick }: Kept): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const entry = this.#entries.find((each) => each.segment === segment && each.tick === tick)
    if (entry === undefined || entry.bytes !== undefined) return entry?.bytes
    const bytes = await this.#spill?.get(keyOf(entry)).catch(() => undefined)
    if (bytes === undefined) this.#remove(entry)
    return bytes
  }

  /** Forgets all states of some stretches. */
  forget(segments: ReadonlySet<number>): void {
    for (const entry of this.#entries.filter(({ segment }) => segments.has(segment))) this.#remove(entry)
  }

  /** What is in the store. */
  spilled(): readonly Kept[] {
    return this.#entries
      .filter(({ bytes }) => bytes === undefined)
      .map(({ segment, tick, size }) => ({ segment, tick, size }))
  }

  /** Bytes on their way to the store. */
  get movingBytes(): number {
    return sum(this.#entries.filter(({ isMoving }) => isMoving))
  }

  /** Resolves when what was on its way to the store is there. */
  async settle(): Promise<void> {
    await Promise.all(this.#moving)
  }

  #makeRoom(): void {
    while (this.#entries.length > FEWEST && this.bytes - this.movingBytes > this.budget) {
      const resting = this.#entries.filter(({ bytes, isMoving }) => bytes !== undefined && !isMoving)
      const first = farthest(resting, this.#now)
      if (first === undefined) return
      const hasRoom = this.spilledBytes + this.movingBytes + first.size <= this.#spillBudget
      if (this.#spill === undefined) {
        if (!this.#thin(resting)) return
      } else if (hasRoom) this.#move(first, this.#spill)
      else if (!this.#thin(this.#entries.filter(({ isMoving }) => !isMoving))) return
    }
  }

  /** Forgets the state that is missed least; false when none may go. */
  #thin(candidates: readonly Entry[]): boolean {
    const last = this.#entries.at(-1)
    let least: Entry | undefined
    let worth = Number.POSITIVE_INFINITY
    for (const entry of candidates) {
      if (entry === last || entry.tick === 0) continue
      const own = this.#worthOf(entry)
      if (own < worth) [least, worth] = [entry, own]
    }
    if (least !== undefined) this.#remove(least)
    return least !== undefined
  }

  /** The gap that forgetting a state would leave, relative to how long ago it is. */
  #worthOf(entry: Entry): number {
    let [before, after] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (const { segment, tick } of this.#entries) {
      if (segment !== entry.segment) continue
      if (tick < entry.tick) before = Math.max(before, tick)
      if (tick > entry.tick) after = Math.min(after, tick)
    }
    const from = Number.isFinite(before) ? before : entry.tick
    const to = Number.isFinite(after) ? after : Math.max(entry.tick, this.#now)
    const age = Math.max(1, Math.abs(this.#now - entry.tick))
    return ((entry.isStart ? START_WEIGHT : 1) * (to - from)) / age
  }

  #move(entry: Entry, spill: SpillStore): void {
    const { bytes } = entry
    if (bytes === undefined) return
    entry.isMoving = true
    const moving = spill
      .put(keyOf(entry), bytes)
      .then(() => {
        entry.bytes = undefined
        return entry.isGone ? spill.delete(keyOf(entry)) : undefined
      })
      .catch((error: unknown) => this.#giveUp(error))
      .finally(() => {
        entry.isMoving = false
        this.#moving = this.#moving.filter((each) => each !== moving)
        this.#makeRoom()
      })
    this.#moving.push(moving)
  }

  /** The store takes no more: what it holds stays, and history gets coarser. */
  #giveUp(error: unknown): void {
    this.#spillBudget = Math.min(this.#spillBudget, this.spilledBytes)
    const why = error instanceof Error ? error.message : String(error)
    this.note = `History is coarser than usual: the store for earlier states takes no more (${why}).`
  }

  #remove(entry: Entry): void {
    const at = this.#entries.indexOf(entry)
    if (at >= 0) this.#entries.splice(at, 1)
    entry.isGone = true
    if (entry.bytes === undefined) void this.#spill?.delete(keyOf(entry)).catch(() => undefined)
  }
}

function keyOf({ segment, tick }: Kept): string {
  return `${segment}/${tick}`
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { size }) => total + size, 0)
}

/** Whoever goes back goes back a little, mostly: what is farthest from the present can wait in the store. */
function farthest(entries: readonly Entry[], now: number): Entry | undefined {
  let found: Entry | undefined
  for (const entry of entries)
    if (found === undefined || Math.abs(now - entry.tick) > Math.abs(now - found.tick)) found = entry
  return found
}
