import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { KeptRun, KeptRuns, RunManifest } from '../../src/browser.ts'
import type { TrialDocuments, TrialRecord } from './trial-api.ts'

/** A trial as the browser keeps it. */
export interface StoredTrial {
  readonly record: TrialRecord
  readonly documents: TrialDocuments
  /** Keys of its runs: several trials may share some. */
  readonly keys: readonly string[]
  readonly files: Readonly<Record<string, Uint8Array>>
}

interface TrialDatabase extends DBSchema {
  runs: { key: string; value: KeptRun['files'] }
  /** What runs are, without their files: they are asked for often. */
  ends: { key: string; value: { readonly manifest?: RunManifest; readonly bytes: number } }
  trials: { key: string; value: StoredTrial }
}

/**
 * Runs and results in the browser's database, from where a reload or a crash does not take them. Where it is full or forbidden
 * they stay in memory, and `note` says so.
 */
export class TrialStorage implements KeptRuns {
  readonly #database: Promise<IDBPDatabase<TrialDatabase> | undefined>
  readonly #runs = new Map<string, KeptRun>()
  readonly #trials = new Map<string, StoredTrial>()
  #note: string | undefined

  constructor(name = 'milieu-trials') {
    this.#database = openDatabase(name).catch((error: unknown) => {
      this.#giveUp(error)
      return undefined
    })
  }

  /** Why not everything outlasts the page; undefined when it does. */
  get note(): string | undefined {
    return this.#note
  }

  async find(key: string): Promise<KeptRun | undefined> {
    const here = this.#runs.get(key)
    const database = await this.#database
    if (here !== undefined || database === undefined) return here
    const [files, end] = await Promise.all([database.get('runs', key), database.get('ends', key)])
    if (files === undefined || end === undefined) return undefined
    return { files, ...(end.manifest === undefined ? {} : { manifest: end.manifest }) }
  }

  async status(key: string): Promise<RunManifest['status'] | undefined> {
    const here = this.#runs.get(key)
    if (here !== undefined) return here.manifest?.status
    return (await (await this.#database)?.get('ends', key))?.manifest?.status
  }

  async keep(key: string, run: KeptRun): Promise<void> {
    const database = await this.#database
    if (database === undefined) return void this.#runs.set(key, run)
    const { files, manifest } = run
    try {
      const change = database.transaction(['runs', 'ends'], 'readwrite')
      await Promise.all([
        change.objectStore('runs').put(files, key),
        change.objectStore('ends').put({ bytes: sizeOf(files), ...(manifest && { manifest }) }, key),
        change.done,
      ])
      this.#runs.delete(key)
    } catch (error) {
      this.#runs.set(key, run)
      this.#giveUp(error)
    }
  }

  async keepTrial(trial: StoredTrial): Promise<void> {
    this.#trials.set(trial.record.id, trial)
    const database = await this.#database
    try {
      await database?.put('trials', trial, trial.record.id)
      if (database !== undefined) this.#trials.delete(trial.record.id)
    } catch (error) {
      this.#giveUp(error)
    }
  }

  async trial(id: string): Promise<StoredTrial | undefined> {
    return this.#trials.get(id) ?? (await (await this.#database)?.get('trials', id))
  }

  /** All of them, latest first. */
  async trials(): Promise<readonly StoredTrial[]> {
    const kept = (await (await this.#database)?.getAll('trials')) ?? []
    const all = new Map([...kept, ...this.#trials.values()].map((trial) => [trial.record.id, trial]))
    return [...all.values()].toSorted((a, b) => b.record.when - a.record.when)
  }

  /** What runs take that are kept [bytes]. */
  async bytesOf(keys: readonly string[]): Promise<number> {
    const database = await this.#database
    const sizes = keys.map(async (key) => {
      const here = this.#runs.get(key)
      return here === undefined ? ((await database?.get('ends', key))?.bytes ?? 0) : sizeOf(here.files)
    })
    return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
  }

  /** Takes a trial out, and its runs unless another trial has them, too. */
  async remove(id: string): Promise<void> {
    const gone = await this.trial(id)
    const others = (await this.trials()).filter(({ record }) => record.id !== id)
    const needed = new Set(others.flatMap(({ keys }) => keys))
    const database = await this.#database
    for (const key of gone?.keys.filter((each) => !needed.has(each)) ?? []) {
      this.#runs.delete(key)
      await database?.delete('runs', key)
      await database?.delete('ends', key)
    }
    this.#trials.delete(id)
    await database?.delete('trials', id)
    // There may be room again.
    this.#note = undefined
  }

  #giveUp(error: unknown): void {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    this.#note = isFull
      ? "The browser's storage is full: what comes now is kept until the page is closed. Download it, or delete earlier results."
      : `The browser keeps nothing here: results are gone when the page is closed, so download them. (${error instanceof Error ? error.message : String(error)})`
  }
}

function openDatabase(name: string): Promise<IDBPDatabase<TrialDatabase>> {
  return openDB<TrialDatabase>(name, 1, {
    upgrade(database) {
      for (const store of ['runs', 'ends', 'trials'] as const) database.createObjectStore(store)
    },
  })
}

function sizeOf(files: KeptRun['files']): number {
  return Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0)
}
