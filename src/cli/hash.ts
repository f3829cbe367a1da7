import { join } from 'node:path'
import { compile } from '../compile/compile.ts'
import { timeSection } from '../compile/core-sections.ts'
import { isMilieuError } from '../engine/errors.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { columnHashes, stateHash } from '../engine/state-hash.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import type { RunManifest } from '../store/run-store.ts'
import { columnsOf } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { endedRun, findRun, modelOf } from './find-run.ts'
import { type Terminal, counted } from './terminal.ts'

export interface HashOptions {
  readonly columns?: boolean
  readonly json?: boolean
}

interface HashRow {
  readonly tick: number
  /** [min] */
  readonly time: number
  /** As computed from the file now; absent when it cannot be read. */
  readonly hash?: string
  readonly columns?: Readonly<Record<string, string>>
  /** What the run wrote down when it made the file. */
  readonly recorded: string
  readonly problem?: string
}

/** `milieu hash`: the hash of each snapshot's state, computed from the file and held against what the run wrote down. */
export function hashCommand(path: string, options: HashOptions, terminal: Terminal): number {
  const run = findRun(path)
  const manifest = endedRun(run)
  const { model } = modelOf(run)
  const program = compile(model)
  const kernels = loadKernels()
  const chosen = manifest.snapshots.filter(({ tick }) => run.tick === undefined || tick === run.tick)
  const rows = chosen.map((snapshot): HashRow => {
    const { tick, time, hash: recorded, file } = snapshot
    try {
      const world = loadSnapshot(program, nodeFiles.read(join(run.folder, file)), kernels)
      const columns = options.columns === true ? { columns: Object.fromEntries(columnHashes(world)) } : {}
      const hash = stateHash(world)
      const problem = hash === recorded ? {} : { problem: `the run wrote ${recorded}` }
      return { tick, time, hash, recorded, ...columns, ...problem }
    } catch (error) {
      if (!isMilieuError(error) && !(error instanceof Error && 'code' in error)) throw error
      return { tick, time, recorded, problem: isMilieuError(error) ? error.message : `${file} is missing` }
    }
  })
  const wrong = rows.filter(({ problem }) => problem !== undefined)
  if (options.json === true)
    terminal.print(JSON.stringify({ run: run.folder, key: run.key, snapshots: rows }, undefined, 2))
  else terminal.print(hashTable(rows, manifest, sectionOf(model.data, timeSection).stop.value))
  if (wrong.length === 0) return ExitCode.done
  terminal.error(`${counted(wrong.length, 'snapshot')} of ${rows.length} not as the run wrote`)
  return ExitCode.differs
}

function hashTable(rows: readonly HashRow[], { ticks }: RunManifest, stop: number): string {
  const width = String(ticks).length
  const lines = rows.flatMap(({ tick, time, hash, columns, problem }) => [
    ['', String(tick).padStart(width), formatTime(time, stop), hash ?? '-'.repeat(16), problem ?? ''],
    ...Object.entries(columns ?? {}).map(([name, of]) => ['', '', '', of, name]),
  ])
  return columnsOf(lines)
}
