import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostName, machineIdentity, processStart } from './this-machine.ts'

/** What a claim says about who computes the run. */
export interface Holder {
  readonly process: number
  readonly host: string
  /** Where the process number means something. */
  readonly machine: string
  /** When the process started, as its system counts; '' where that is not known. */
  readonly began: string
  /** Tells this claim from every other. */
  readonly token: string
  /** When the claim was made, by the holder's own clock: for people only. */
  readonly since: string
  /** Share of the run that is done, 0 to 1. */
  readonly share: number
  /** Counts signs of life. */
  readonly sign: number
  /** Nobody computes the run: why. */
  readonly released?: Released
}

export type Released = 'stopped' | 'failed' | 'taken over'

/** Bytes of a claim's file at least: with one length for all contents it can be rewritten in place. */
const FILE_LENGTH = 512

/** The key of the run that a file's name claims; undefined for other names. */
export function claimedKey(name: string): string | undefined {
  return /^(.+)\.lock\.\d+$/.exec(name)?.[1]
}

/** The file of a generation of claims on a run. */
export function claimFile(folder: string, generation: number): string {
  return `${folder}.lock.${generation}`
}

let ownStart: string | undefined

/** This process, as the holder of a new claim. */
export function newHolder(): Holder {
  ownStart ??= processStart(process.pid)
  return {
    process: process.pid,
    host: hostName(),
    machine: machineIdentity(),
    began: ownStart,
    token: randomUUID(),
    since: new Date().toISOString(),
    share: 0,
    sign: 0,
  }
}

/** True when a holder's process can be asked for on this machine. */
export function isHere({ machine }: Holder): boolean {
  return machine === machineIdentity()
}

function textOf(holder: Holder): string {
  return `${JSON.stringify(holder).padEnd(FILE_LENGTH)}\n`
}

/** Makes the file of a claim; false when there is one. */
export function createClaim(path: string, holder: Holder): boolean {
  let file: number
  try {
    file = openSync(path, 'wx') // fails when there is one: only one process can succeed
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(file, textOf(holder))
  } catch (error) {
    rmSync(path, { force: true }) // a claim of nobody would keep everybody waiting
    throw error
  } finally {
    closeSync(file)
  }
  return true
}

/** Writes in place: a file that was removed stays so. */
export function rewriteClaim(path: string, holder: Holder): void {
  let file: number
  try {
    file = openSync(path, 'r+')
  } catch {
    return
  }
  try {
    writeSync(file, textOf(holder), 0)
  } catch {
    // A full disk: the holder falls silent for others, and goes on.
  } finally {
    closeSync(file)
  }
}

/** Tells the old holder in its own file, which it is sure to read, and which a disk's memory of names cannot hide. */
export function markTakenOver(path: string): void {
  const text = readText(path)
  const holder = text === undefined ? undefined : parseHolder(text)
  if (holder !== undefined) rewriteClaim(path, { ...holder, released: 'taken over' })
}

/** The text of a file; undefined when it is not there. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** What a claim's file says; undefined when it was being written when its process was killed. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && 'token' in parsed && 'machine' in parsed
      ? (parsed as Holder) // written by `createClaim`
      : undefined
  } catch {
    return undefined
  }
}
