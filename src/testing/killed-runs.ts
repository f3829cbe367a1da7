import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** How a process ended. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/** Starts the command line as a process of its own, in `folder`. */
export function startMilieu(
  entry: string,
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
) {
  const child: ChildProcess = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<End>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stderr }))
  })
  /** What it has said on standard error so far. */
  const heard = (): string => stderr
  return { child, ended, heard }
}

/**
 * Runs a command again and again and kills it (SIGKILL: nothing of it gets another moment) at instants that nobody chose, until
 * `kills` of them hit; then lets it end. Returns the instants [ms after the run had begun].
 */
export async function killRepeatedly(
  entry: string,
  folder: string,
  args: readonly string[],
  { kills, within, begun }: { readonly kills: number; readonly within: number; readonly begun: string },
): Promise<{ readonly instants: readonly number[]; readonly end: End }> {
  const instants: number[] = []
  while (instants.length < kills) {
    const { child, ended } = startMilieu(entry, folder, args)
    // A run that goes on says with its lock that it is there.
    while (child.exitCode === null && !hasLock(join(folder, begun))) await wait(2)
    const instant = randomInt(within)
    await wait(instant)
    child.kill('SIGKILL')
    const end = await ended
    if (end.signal !== 'SIGKILL') return { instants, end }
    instants.push(instant)
  }
  return { instants, end: await startMilieu(entry, folder, args).ended }
}

function hasLock(runs: string): boolean {
  return existsSync(runs) && readdirSync(runs).some((name) => /\.lock\.\d+$/.test(name))
}

/** SHA-256 of every file of the runs in a folder, and of their manifests without what a clock or a meter said. */
export function runContents(runs: string): Readonly<Record<string, string>> {
  const names = readdirSync(runs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(runs.length + 1))
  const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
  return Object.fromEntries(
    names.toSorted().map((name) => {
      const content = readFileSync(join(runs, name))
      if (!name.endsWith('manifest.json')) return [name, digest(content)]
      const {
        wallSeconds: _s,
        peakMegabytes: _m,
        ...rest
      } = JSON.parse(content.toString()) as Record<string, unknown> // written by the run
      return [name, digest(JSON.stringify(rest))]
    }),
  )
}
