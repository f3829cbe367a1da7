import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from '../../src/cli/main.ts'

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with a small model and a small experiment, in which the command line runs as a process of its own. */
export interface Workbench {
  readonly folder: string
  path(...parts: readonly string[]): string
  write(name: string, text: string): string
  /** Runs `milieu` in this process, in the folder: fast. One call at a time; further ones wait. */
  milieu(args: readonly string[]): Promise<Finished>
  /** Runs `milieu` as a process of its own; `onStart` gets a way to press Ctrl-C. */
  spawn(args: readonly string[], onStart?: (interrupt: () => void) => void): Promise<Finished>
  remove(): void
}

/** A model that runs in a moment: 20 cells, 6 h, steps of a minute. */
export const SMALL_MODEL = `format: 1
title: A few cells
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 6 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
cell types:
  tumour:
    display: { lineage: tumour }
    cycle: { model: live, rate: 0.001 1/min }
  CD8: { motility: { speed: 2 um/min } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 40 um } }
  CD8: { points: [[60 um, 60 um, 0 um]] }
record: { snapshots: every 3 h, series: [cell counts], series every: 1 h }
`

export const SMALL_TRIAL = `format: 1
question: Does faster division make more cells?
model: model.yaml
replicates: 3
arms:
  slow: {}
  fast: { set: { cell types.tumour.cycle.rate: 0.004 1/min } }
endpoints:
  burden: { measure: tumour cells, at: end }
compare: [fast against slow]
expect: ["burden is higher in fast than in slow [assumed]"]
`

/** Makes the folder with `model.yaml` and `trial.yaml`. */
export function createWorkbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-cli-'))
  const path = (...parts: readonly string[]): string => join(folder, ...parts)
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text)
    return name
  }
  write('model.yaml', SMALL_MODEL)
  write('trial.yaml', SMALL_TRIAL)
  let last: Promise<unknown> = Promise.resolve()
  const milieu = (args: readonly string[]): Promise<Finished> => {
    const next = last.then(() => call(folder, args))
    last = next.catch(() => undefined)
    return next
  }
  return {
    folder,
    path,
    write,
    milieu,
    spawn: (args, onStart) => spawnMilieu(folder, args, onStart),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function call(folder: string, args: readonly string[]): Promise<Finished> {
  const printed: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' }
  const before = { folder: process.cwd(), exitCode: process.exitCode }
  const writers = { stdout: process.stdout.write, stderr: process.stderr.write }
  const keep = (name: 'stdout' | 'stderr') => (chunk: string | Uint8Array) => {
    printed[name] += chunk.toString()
    return true
  }
  process.stdout.write = keep('stdout')
  process.stderr.write = keep('stderr')
  process.chdir(folder)
  try {
    return { code: await main(args), ...printed }
  } finally {
    process.chdir(before.folder)
    process.stdout.write = writers.stdout
    process.stderr.write = writers.stderr
    process.exitCode = before.exitCode
  }
}

function spawnMilieu(
  folder: string,
  args: readonly string[],
  onStart?: (interrupt: () => void) => void,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ENTRY, ...args], {
      cwd: folder,
      // CI=true makes libraries that guess colour everything: a pipe must stay plain there too.
      env: { ...process.env, NODE_NO_WARNINGS: '1', CI: 'true' },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    onStart?.(() => child.kill('SIGINT'))
  })
}
