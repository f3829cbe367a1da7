import { MilieuError } from '../engine/errors.ts'
import type { KeptState, RecordedTo, Recording } from '../record/recorder.ts'
import { type Files, joinPath } from './files.ts'
import {
  MANIFEST,
  type RecordedPlan,
  type RunFacts,
  type RunManifest,
  type RunOrigin,
  type RunTexts,
  completeRun,
  filesBelow,
  readManifest,
  readRunFile,
  readSeries,
  settleRun,
  snapshotFile,
  workingFolder,
  writeChecked,
  writeTexts,
} from './run-store.ts'
import {
  EventsTable,
  eventsTable,
  joinSeries,
  readEventsTable,
  readSeriesTable,
  seriesTable,
} from './run-tables.ts'

/*
 * A run that is being computed lies in a working folder beside its place:
 *
 *   model.yaml  documents.json  plan.json    what it is; written first
 *   parts/series-<tick>.parquet              what was recorded from one checkpoint to the next
 *   parts/events-<tick>.parquet
 *   parts/state-<tick>.milieu                the state at the last checkpoint, unless it is a snapshot anyway
 *   snapshots/<tick>.milieu
 *   checkpoint.json                          which of them belong together; written last
 *
 * No file is ever changed: a new one takes its name when it is complete and on disk. So at any instant `checkpoint.json` is
 * absent, or names files that are all there; what it does not name was being written when the run was killed, and goes.
 */

/** What a working folder says about its run before anything was computed. */
export interface WorkingPlan {
  readonly format: 1
  readonly key: string
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  readonly modelHash: string
  readonly plan: RecordedPlan
  readonly origin?: RunOrigin
}

/** Up to where a run has been computed, and what belongs to that. */
export interface Checkpoint {
  readonly format: 1
  readonly key: string
  readonly tick: number
  /** [min] */
  readonly time: number
  /** Hash of the state. */
  readonly stateHash: string
  /** The file that holds it. */
  readonly state: string
  readonly recordedTo: RecordedTo
  /** Files of rows, in order. */
  readonly series: readonly string[]
  readonly events: readonly string[]
  readonly snapshots: RunManifest['snapshots']
  /** Of all processes that computed it so far [s]. */
  readonly wallSeconds: number
  readonly peakMegabytes: number
  /** SHA-256 of every file that counts. */
  readonly checksums: Readonly<Record<string, string>>
}

const CHECKPOINT = 'checkpoint.json'
const PLAN = 'plan.json'
const PARTS = 'parts'

/** The working folder of a run, while it is computed. */
export class WorkingRun {
  readonly #files: Files
  readonly #folder: string
  readonly #plan: WorkingPlan
  #checkpoint: Checkpoint

  private constructor(files: Files, folder: string, plan: WorkingPlan, checkpoint: Checkpoint) {
    this.#files = files
    this.#folder = folder
    this.#plan = plan
    this.#checkpoint = checkpoint
  }

  /** Goes on with what the folder holds: a checkpoint, or a run that was stopped; otherwise begins. */
  static async open(files: Files, folder: string, plan: WorkingPlan, texts: RunTexts): Promise<WorkingRun> {
    const partial = workingFolder(folder)
    const found = readCheckpoint(files, folder)
    if (found !== undefined) {
      if (found.key !== plan.key) throw damaged(partial, `its checkpoint is that of run ${found.key}`)
      verify(files, partial, found)
      removeOthers(files, partial, found)
      return new WorkingRun(files, folder, plan, found)
    }
    const stopped = stoppedRun(files, folder, plan.key)
    if (stopped !== undefined) return WorkingRun.adopt(files, { from: folder, to: folder }, plan, texts)
    return new WorkingRun(files, folder, plan, begin(files, folder, plan, texts))
  }

  /** Makes a run go on from the end of another whose history it shares: itself, or one that stopped earlier. */
  static async adopt(
    files: Files,
    { from, to }: { readonly from: string; readonly to: string },
    plan: WorkingPlan,
    texts: RunTexts,
  ): Promise<WorkingRun> {
    const manifest = readManifest(files, from)
    const empty = begin(files, to, plan, texts)
    const checkpoint = await adoptRecords(files, from, workingFolder(to), { manifest, plan, empty })
    const run = new WorkingRun(files, to, plan, checkpoint)
    run.#commit(checkpoint)
    return run
  }

  /** Where to go on; without a state when the run is at its beginning. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint
  }

  /** The bytes of the last state; undefined at the beginning. */
  readState(): Uint8Array | undefined {
    const { state } = this.#checkpoint
    return state === '' ? undefined : this.#files.read(joinPath(this.#partial, state))
  }

  /** Makes everything that was recorded so far, and the state that belongs to it, outlast the process. */
  save(taken: Recording, now: KeptState, more: { recordedTo: RecordedTo } & RunCost): void {
    const { snapshots, checksums } = this.#keepSnapshots(taken)
    const label = String(now.tick).padStart(9, '0')
    const write = (name: string, content: Uint8Array): string => {
      checksums[name] = writeChecked(this.#files, joinPath(this.#partial, name), content)
      return name
    }
    const before = this.#checkpoint
    const series =
      taken.times.length === 0 ? [] : [write(`${PARTS}/series-${label}.parquet`, seriesTable(taken))]
    const events =
      taken.events.length === 0 ? [] : [write(`${PARTS}/events-${label}.parquet`, eventsTable(taken))]
    const snapshot = snapshots.find(({ tick }) => tick === now.tick)
    const state = snapshot?.file ?? write(`${PARTS}/state-${label}.milieu`, now.bytes)
    const old = before.state
    if (!old.startsWith('snapshots/') && old !== state) delete checksums[old]
    const { recordedTo, wallSeconds, peakMegabytes } = more
    this.#commit({
      ...before,
      tick: now.tick,
      time: now.time,
      stateHash: now.hash,
      state,
      recordedTo,
      series: [...before.series, ...series],
      events: [...before.events, ...events],
      snapshots,
      wallSeconds,
      peakMegabytes,
      checksums,
    })
  }

  /** Puts everything together and moves it to its place. */
  async finish(rest: Recording, facts: RunFacts): Promise<RunManifest> {
    const { snapshots, checksums } = this.#keepSnapshots(rest)
    const names = Object.keys(facts.units)
    const read = (name: string): Uint8Array => this.#files.read(joinPath(this.#partial, name))
    const series = []
    for (const name of this.#checkpoint.series) series.push(await readSeriesTable(read(name), names))
    const events = new EventsTable()
    for (const name of this.#checkpoint.events) events.add(await readEventsTable(read(name)))
    events.add(rest.events)
    const kept = Object.entries(checksums).filter(([name]) => !name.startsWith(`${PARTS}/`) && name !== PLAN)
    return completeRun(this.#files, this.#folder, facts, {
      series: joinSeries([...series, rest], names),
      events: events.finish(),
      snapshots,
      checksums: Object.fromEntries(kept),
    })
  }

  get #partial(): string {
    return workingFolder(this.#folder)
  }

  /** Writes snapshots; returns all of the run's so far, and the checksums with theirs. */
  #keepSnapshots(taken: Recording) {
    const checksums: Record<string, string> = { ...this.#checkpoint.checksums }
    const added = taken.snapshots.map(({ tick, time, hash, bytes }) => {
      const file = snapshotFile(tick)
      checksums[file] = writeChecked(this.#files, joinPath(this.#partial, file), bytes)
      return { tick, time, hash, file }
    })
    return { snapshots: [...this.#checkpoint.snapshots, ...added], checksums }
  }

  #commit(checkpoint: Checkpoint): void {
    const old = this.#checkpoint
    for (const folder of ['snapshots', PARTS]) this.#files.sync(joinPath(this.#partial, folder))
    writeJson(this.#files, joinPath(this.#partial, CHECKPOINT), checkpoint)
    this.#files.sync(this.#partial)
    this.#checkpoint = checkpoint
    if (old.state !== '' && checkpoint.checksums[old.state] === undefined)
      this.#files.remove(joinPath(this.#partial, old.state))
  }

  /** The plan as it stands in the folder. */
  get plan(): WorkingPlan {
    return this.#plan
  }
}

/** What a run has cost so far, in all processes. */
export interface RunCost {
  /** [s] */
  readonly wallSeconds: number
  readonly peakMegabytes: number
}

/** The checkpoint in a run's working folder; undefined when it never came to one. */
export function readCheckpoint(files: Files, folder: string): Checkpoint | undefined {
  return readJson(files, workingFolder(folder), CHECKPOINT) as Checkpoint | undefined // written by `#commit`
}

/** What a run's working folder says that it is; undefined when there is none. */
export function readWorkingPlan(files: Files, folder: string): WorkingPlan | undefined {
  return readJson(files, workingFolder(folder), PLAN) as WorkingPlan | undefined // written by `begin`
}

function readJson(files: Files, folder: string, name: string): unknown {
  const path = joinPath(folder, name)
  if (!files.exists(path)) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(files.read(path)))
  } catch (error) {
    throw damaged(folder, `${name} is not valid JSON`, error)
  }
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== 1)
    throw damaged(folder, `${name} is not of format 1`)
  return parsed
}

function writeJson(files: Files, path: string, value: unknown): void {
  files.write(path, JSON.stringify(value, undefined, 1))
}

function damaged(folder: string, what: string, cause?: unknown): MilieuError {
  const text = `the working folder ${folder} is damaged: ${what}; remove it to compute this run from its beginning`
  return new MilieuError('BrokenCheckpoint', text, { cause })
}

/** A clean working folder, and the checkpoint of a run that has not begun. */
function begin(files: Files, folder: string, plan: WorkingPlan, texts: RunTexts): Checkpoint {
  const partial = workingFolder(folder)
  files.remove(partial)
  const checksums = writeTexts(files, partial, texts)
  writeJson(files, joinPath(partial, PLAN), plan)
  files.sync(partial)
  return {
    format: 1,
    key: plan.key,
    tick: 0,
    time: 0,
    stateHash: '',
    state: '',
    recordedTo: { series: -1, snapshot: -1 },
    series: [],
    events: [],
    snapshots: [],
    wallSeconds: 0,
    peakMegabytes: 0,
    checksums,
  }
}

/** Every file that a checkpoint names must be as it was written. */
function verify(files: Files, partial: string, { checksums }: Checkpoint): void {
  for (const [name, expected] of Object.entries(checksums)) {
    const path = joinPath(partial, name)
    if (!files.exists(path)) throw damaged(partial, `${name} is missing`)
    if (files.digest(files.read(path)) !== expected)
      throw damaged(partial, `${name} is not as it was written`)
  }
}

/** Clears away what was being written when the run was killed. */
function removeOthers(files: Files, partial: string, checkpoint: Checkpoint): void {
  const kept = new Set([CHECKPOINT, PLAN, ...Object.keys(checkpoint.checksums)])
  for (const name of filesBelow(files, partial, [PARTS, 'snapshots']))
    if (!kept.has(name)) files.remove(joinPath(partial, name))
}

/** The manifest of a run in its place that Ctrl-C ended, and that can go on from its last state. */
function stoppedRun(files: Files, folder: string, key: string): RunManifest | undefined {
  if (!files.exists(joinPath(folder, MANIFEST))) return undefined
  const manifest = readManifest(files, folder)
  return manifest.status === 'stopped' && manifest.key === key && endsWithState(manifest)
    ? manifest
    : undefined
}

/** True when a run's last snapshot is its last state, so that it can go on from there. */
export function endsWithState(manifest: RunManifest): boolean {
  return manifest.plan !== undefined && manifest.snapshots.at(-1)?.tick === manifest.ticks
}

interface Adoption {
  readonly manifest: RunManifest
  readonly plan: WorkingPlan
  /** The checkpoint of the new folder before anything is in it. */
  readonly empty: Checkpoint
}

/** Takes over what another run recorded, but for the last values if they are there only because it ended then. */
async function adoptRecords(
  files: Files,
  from: string,
  partial: string,
  { manifest, plan, empty }: Adoption,
): Promise<Checkpoint> {
  const checksums: Record<string, string> = { ...empty.checksums }
  const link = (name: string, as: string): string => {
    readRunFile(files, from, manifest, name) // refuses what is not as it was written
    files.link(joinPath(from, name), joinPath(partial, as))
    checksums[as] = manifest.checksums[name] ?? ''
    return as
  }
  const { ticks, snapshots } = manifest
  const tickLength = manifest.time / Math.max(ticks, 1)
  const first = plan.origin?.tick ?? 0
  const isOnBeat = (every: number): boolean =>
    ticks === first || ticks % Math.max(1, Math.round(every / tickLength)) === 0
  const table = await readSeries(files, from, manifest)
  const rows = table.times.length - (isOnBeat(plan.plan.seriesEvery) ? 0 : 1)
  const series = {
    times: table.times.slice(0, rows),
    values: new Map([...table.values].map(([name, values]) => [name, values.slice(0, rows)])),
  }
  const seriesPart = `${PARTS}/series-${String(ticks).padStart(9, '0')}.parquet`
  checksums[seriesPart] = writeChecked(files, joinPath(partial, seriesPart), seriesTable(series))
  const last = snapshots.at(-1)
  const keepsLast = isOnBeat(plan.plan.snapshotEvery)
  const kept = keepsLast ? snapshots : snapshots.slice(0, -1)
  for (const { file } of kept) link(file, file)
  const lastFile = last?.file ?? ''
  const label = String(ticks).padStart(9, '0')
  return {
    ...empty,
    tick: ticks,
    time: manifest.time,
    stateHash: manifest.stateHash,
    state: keepsLast ? lastFile : link(lastFile, `${PARTS}/state-${label}.milieu`),
    recordedTo: {
      series: Math.round((series.times.at(-1) ?? -1) / tickLength),
      snapshot: kept.at(-1)?.tick ?? -1,
    },
    series: [seriesPart],
    events: [link('events.parquet', `${PARTS}/events-${label}.parquet`)],
    snapshots: kept,
    wallSeconds: manifest.wallSeconds,
    peakMegabytes: manifest.peakMegabytes,
    checksums,
  }
}

/** Finds a finished run in its place, bringing it there when it was killed on its last step. */
export function finishedRun(files: Files, folder: string): RunManifest | undefined {
  settleRun(files, folder)
  if (!files.exists(joinPath(folder, MANIFEST))) return undefined
  const manifest = readManifest(files, folder)
  return manifest.status === 'finished' ? manifest : undefined
}
