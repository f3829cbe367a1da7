import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Overrides the name under which this machine signs: for containers and machines that are all called alike. */
const HOST_VARIABLE = 'MILIEU_HOST_NAME'

/** Name of this machine, for people and for claims. */
export function hostName(): string {
  return process.env[HOST_VARIABLE] ?? hostname()
}

/**
 * Tells where a process number means something: this machine since it was started, and this name space of processes. Two
 * containers of one machine may have one host name and yet do not see each other's processes.
 */
export function machineIdentity(): string {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id').trim()
  return [hostName(), boot, linkIfThere('/proc/self/ns/pid')].join(' ').trim()
}

/**
 * When a process of this machine started, as the system counts it; '' where it does not tell. Numbers of processes are used
 * again, the pair of number and start is not.
 */
export function processStart(id: number): string {
  const text = readIfThere(`/proc/${id}/stat`)
  // The second field is a name in brackets, which may hold anything; the start is the 22nd of all.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[START_AFTER_NAME] ?? ''
}

/** Index of the start among the fields that follow the name (proc(5), field 22, counted from 1, of which two come before). */
const START_AFTER_NAME = 19

/** True when a process of this machine is there. */
export function isProcessThere(id: number, began: string): boolean {
  try {
    process.kill(id, 0) // asks whether it is there
  } catch (error) {
    const isOthers = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!isOthers) return false
  }
  return began === '' || processStart(id) === began
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // not Linux
  }
}

function linkIfThere(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // not Linux
  }
}
