import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { MilieuError, isMilieuError } from '../../engine/errors.ts'
import type { Files } from '../../store/files.ts'
import {
  type Holder,
  claimFile,
  createClaim,
  isHere,
  markTakenOver,
  newHolder,
  parseHolder,
  readText,
  rewriteClaim,
} from './claim-file.ts'
import { isProcessThere } from './this-machine.ts'

/*
 * Who computes a run stands in `<key>.lock.<generation>` beside it. Generations begin at 1 and have no gaps; the highest counts.
 * Creating a generation is exclusive, so that one alone can take a run or take it over. The holder rewrites its file now and then;
 * that is its sign of life. A run that has ended without being finished keeps its last claim, marked as released: so a list of
 * the folder tells finished runs, which have no claim, from others without opening a single one of them.
 */

/** What whoever writes for a run needs to see whether the run is still its own; plain data, for other threads. */
export interface ClaimTicket {
  readonly folder: string
  readonly generation: number
  readonly token: string
}

/** A run that the holder alone computes. */
export interface RunClaim {
  readonly ticket: ClaimTicket
  /** Call now and then: it is the only sign of life that other machines can see. */
  giveSign(share: number): void
  /** Ends the claim; one on a finished run leaves nothing behind. */
  release(how: 'finished' | 'stopped' | 'failed'): void
}

/** Somebody else computes the run. */
export interface HeldRun {
  readonly holder: Holder | undefined
  readonly path: string
  /** True when the holder is surely there; false when only silence will tell. */
  readonly isAlive: boolean
}

/** Wall time between signs of life [ms]. Chosen: nothing beside the work of a run. */
const SIGN_INTERVAL = 10_000
/** Silence after which a holder counts as gone [ms]. Chosen: twelve signs of life that did not come. */
const SILENCE_LIMIT = 120_000
/** Claims runs, and remembers how long the claims of others have been silent. */
export class Claimer {
  /** What a claim's file held when it was last seen to change, and when that was by this process's own clock [ms]. */
  readonly #seen = new Map<
    string,
    { readonly text: string; readonly at: number; readonly hasChanged: boolean }
  >()
  readonly #now: () => number

  /** `now`: a clock that never jumps [ms]. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Makes the caller the only one that computes a run, unless somebody else does. */
  claim(folder: string): RunClaim | HeldRun {
    mkdirSync(dirname(folder), { recursive: true })
    for (let generation = 1; ;) {
      const path = claimFile(folder, generation)
      const holder = newHolder()
      if (createClaim(path, holder)) {
        if (generation > 1) markTakenOver(claimFile(folder, generation - 1))
        return new Claim({ folder, generation, token: holder.token }, holder, this.#now)
      }
      const text = readText(path)
      // A claim that has gone while we looked: whoever had it is done, and all begins anew.
      if (text === undefined) generation = 1
      else if (existsSync(claimFile(folder, generation + 1))) generation += 1
      else {
        const found = parseHolder(text)
        if (!this.#isAbandoned(path, text, found))
          return { holder: found, path, isAlive: this.#isAlive(path, found) }
        generation += 1
      }
    }
  }

  #isAbandoned(path: string, text: string, holder: Holder | undefined): boolean {
    if (holder?.released !== undefined) return true
    if (holder !== undefined && isHere(holder)) return !isProcessThere(holder.process, holder.began)
    const before = this.#seen.get(path)
    if (before?.text === text) return this.#now() - before.at > SILENCE_LIMIT
    this.#seen.set(path, { text, at: this.#now(), hasChanged: before !== undefined })
    return false
  }

  #isAlive(path: string, holder: Holder | undefined): boolean {
    return (holder !== undefined && isHere(holder)) || this.#seen.get(path)?.hasChanged === true
  }
}

/** True for what `Claimer.claim` gives when it succeeded. */
export function isClaim(result: RunClaim | HeldRun): result is RunClaim {
  return 'ticket' in result
}

class Claim implements RunClaim {
  readonly ticket: ClaimTicket
  readonly #now: () => number
  #holder: Holder
  #last: number

  constructor(ticket: ClaimTicket, holder: Holder, now: () => number) {
    this.ticket = ticket
    this.#holder = holder
    this.#now = now
    this.#last = now()
  }

  giveSign(share: number): void {
    if (this.#now() - this.#last < SIGN_INTERVAL) return
    this.#last = this.#now()
    this.#rewrite({ share: Number(share.toFixed(4)), sign: this.#holder.sign + 1 })
  }

  release(how: 'finished' | 'stopped' | 'failed'): void {
    const { folder, generation } = this.ticket
    try {
      if (!isHeld(this.ticket)) return
      if (how !== 'finished') {
        this.#rewrite({ released: how })
        return
      }
      // The run is in its place: whoever claims it now, under whatever generation, finds nothing left to do.
      for (let each = 1; each <= generation; each++) rmSync(claimFile(folder, each), { force: true })
    } catch {
      // A disk that went away: the claim ends with this process, and a finished run counts with it or without.
    }
  }

  /** Never brings a file back that was removed, nor writes into that of somebody else. */
  #rewrite(changes: Partial<Holder>): void {
    if (!isHeld(this.ticket)) return
    this.#holder = { ...this.#holder, ...changes }
    rewriteClaim(claimFile(this.ticket.folder, this.ticket.generation), this.#holder)
  }
}

/** True as long as nobody has taken the run over. */
export function isHeld({ folder, generation, token }: ClaimTicket): boolean {
  // The file is opened rather than looked for: some shared disks remember for a minute what was not there.
  const text = readText(claimFile(folder, generation))
  const holder = text === undefined ? undefined : parseHolder(text)
  if (holder?.token !== token || holder.released !== undefined) return false
  return !existsSync(claimFile(folder, generation + 1))
}

/** Files that refuse every change from the moment that somebody else has taken the run over. */
export function guardedFiles(files: Files, ticket: ClaimTicket): Files {
  const check = (): void => {
    if (!isHeld(ticket)) throw lostClaim(ticket)
  }
  return {
    ...files,
    write: (path, content) => {
      check()
      files.write(path, content)
    },
    link: (from, to) => {
      check()
      files.link(from, to)
    },
    rename: (from, to) => {
      check()
      files.rename(from, to)
    },
    remove: (path) => {
      check()
      files.remove(path)
    },
  }
}

/** Name of the error of whoever comes back to a run that another took over. */
const LOST = 'LostClaim'

function lostClaim({ folder }: ClaimTicket): MilieuError {
  return new MilieuError(
    LOST,
    `another process has taken over the run ${folder}: this one was silent too long`,
  )
}

/** True for the error of whoever comes back to a run that another took over. */
export function isLostClaim(error: unknown): boolean {
  return isMilieuError(error, LOST)
}

/** The error of whoever wants a run that somebody else computes, and does not wait. */
export function inUse(folder: string, { holder, path }: HeldRun): MilieuError {
  const who = holder === undefined ? 'a process' : `process ${holder.process} on ${holder.host}`
  return new MilieuError(
    'RunInUse',
    `${who} is computing the run ${folder}; if it is not, remove ${path.replace(/\d+$/, '*')}`,
  )
}

/** True when some process, this one included, is computing a run; one that cannot be asked counts as there. */
export function isRunClaimed(folder: string): boolean {
  const holder = lastHolder(folder)
  if (holder === undefined || holder === 'unreadable') return holder !== undefined
  if (holder.released !== undefined) return false
  return !isHere(holder) || isProcessThere(holder.process, holder.began)
}

/** Whoever claimed a run last; undefined when there is no claim. */
export function lastHolder(folder: string): Holder | 'unreadable' | undefined {
  let text: string | undefined
  for (let generation = 1; ; generation++) {
    const next = readText(claimFile(folder, generation))
    if (next === undefined) break
    text = next
  }
  return text === undefined ? undefined : (parseHolder(text) ?? 'unreadable')
}

/** True when a claim's process can be asked for on this machine and is gone. */
export function isGone(holder: Holder): boolean {
  return holder.released === undefined && isHere(holder) && !isProcessThere(holder.process, holder.began)
}

/** Removes what claims are left of a finished run whose holder was killed after its last step. */
export function clearClaims(folder: string): void {
  if (!existsSync(claimFile(folder, 1)) || isRunClaimed(folder)) return
  for (let each = 1; existsSync(claimFile(folder, each)); each++)
    rmSync(claimFile(folder, each), { force: true })
}
