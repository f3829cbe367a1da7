import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { MilieuError } from '../../engine/errors.ts'

interface Holder {
  readonly process: number
  readonly host: string
}

/** A run that this process alone computes. */
export interface RunClaim {
  /** Call now and then: on a shared disk it is the only sign of life that other machines can see. */
  refresh(): void
  release(): void
}

/** Wall time between signs of life [ms]. Chosen: nothing beside the work of a run. */
const REFRESH_INTERVAL = 10_000
/** Silence after which the process on another machine counts as gone [ms]. Chosen: twelve signs of life that did not come. */
const SILENCE_LIMIT = 120_000

/** Makes this process the only one that computes a run. A lock whose process is gone does not count. */
export function claimRun(folder: string): RunClaim {
  const path = `${folder}.lock`
  mkdirSync(dirname(path), { recursive: true })
  const mine: Holder = { process: process.pid, host: hostname() }
  if (!create(path, mine)) {
    const holder = readHolder(path)
    if (holder !== undefined && isAtWork(path, holder)) throw inUse(folder, path, holder)
    rmSync(path, { force: true })
    if (!create(path, mine)) throw inUse(folder, path, readHolder(path) ?? mine)
  }
  let last = performance.now()
  return {
    refresh: () => {
      if (performance.now() - last < REFRESH_INTERVAL) return
      last = performance.now()
      const now = new Date()
      utimesSync(path, now, now)
    },
    release: () => rmSync(path, { force: true }),
  }
}

/** True when some process, this one included, is computing a run. */
export function isRunClaimed(folder: string): boolean {
  const path = `${folder}.lock`
  const holder = readHolder(path)
  return holder !== undefined && (holder.process === process.pid || isAtWork(path, holder))
}

function create(path: string, holder: Holder): boolean {
  try {
    const file = openSync(path, 'wx') // fails when there is one: only one process can succeed
    writeSync(file, JSON.stringify(holder))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Undefined when the lock is gone or was being written when its process was killed. */
function readHolder(path: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof parsed === 'object' && parsed !== null && 'process' in parsed && 'host' in parsed
      ? (parsed as Holder) // written by `create`
      : undefined
  } catch {
    return undefined
  }
}

function isAtWork(path: string, { process: id, host }: Holder): boolean {
  // A worker thread that broke leaves the lock of this very process; nobody else here computes the same run.
  if (host === hostname() && id === process.pid) return false
  if (host !== hostname()) return silence(path) < SILENCE_LIMIT
  try {
    process.kill(id, 0) // asks whether it is there
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Time since the last sign of life [ms]. */
function silence(path: string): number {
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return written === undefined ? Number.POSITIVE_INFINITY : new Date().getTime() - written
}

function inUse(folder: string, path: string, { process: id, host }: Holder): MilieuError {
  const text = `process ${id} on ${host} is computing the run ${folder}; if it is not, remove ${path}`
  return new MilieuError('RunInUse', text)
}
