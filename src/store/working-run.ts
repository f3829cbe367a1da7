import type { KeptState, RecordedTo, Recording } from '../record/recorder.ts'
import { adoptRecords } from './adopt-run.ts'
import {
  CHECKPOINT,
  type Checkpoint,
  PARTS,
  PLAN,
  type WorkingPlan,
  damaged,
  readCheckpoint,
  removeOthers,
  verify,
  writeJson,
} from './checkpoint.ts'
import { type Files, joinPath } from './files.ts'
import {
  MANIFEST,
  type RunFacts,
  type RunManifest,
  type RunTexts,
  completeRun,
  readManifest,
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

/** The working folder of a run, while it is computed. */
export class WorkingRun {
  readonly #files: Files
  readonly #folder: string
  #checkpoint: Checkpoint

  private constructor(files: Files, folder: string, checkpoint: Checkpoint) {
    this.#files = files
    this.#folder = folder
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
      return new WorkingRun(files, folder, found)
    }
    const stopped = stoppedRun(files, folder, plan.key)
    if (stopped !== undefined) return WorkingRun.adopt(files, { from: folder, to: folder }, plan, texts)
    return new WorkingRun(files, folder, begin(files, folder, plan, texts))
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
    const run = new WorkingRun(files, to, checkpoint)
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
}

/** What a run has cost so far, in all processes. */
export interface RunCost {
  /** [s] */
  readonly wallSeconds: number
  readonly peakMegabytes: number
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

/** The manifest of a run in its place that Ctrl-C ended, and that can go on from its last state. */
function stoppedRun(files: Files, folder: string, key: string): RunManifest | undefined {
  if (!files.exists(joinPath(folder, MANIFEST))) return undefined
  const manifest = readManifest(files, folder)
  return manifest.status === 'stopped' && manifest.key === key && endsWithState(manifest)
    ? manifest
    : undefined
}

/** True when a run's last snapshot is its last state, so that it can go on from there. */
function endsWithState(manifest: RunManifest): boolean {
  return manifest.plan !== undefined && manifest.snapshots.at(-1)?.tick === manifest.ticks
}

/** Finds a finished run in its place, bringing it there when it was killed on its last step. */
export function finishedRun(files: Files, folder: string): RunManifest | undefined {
  settleRun(files, folder)
  if (!files.exists(joinPath(folder, MANIFEST))) return undefined
  const manifest = readManifest(files, folder)
  return manifest.status === 'finished' ? manifest : undefined
}
