import { type IDBPDatabase, openDB } from 'idb'
import type { SpillStore } from '../../src/browser.ts'

const DATABASE = 'milieu-history'
const STATES = 'states'

/** Time for which a name may still be held by a worker that has just been ended [ms]. Chosen: a browser takes some tens. */
const PATIENCE = 1000

/** Names that this worker holds. */
const held = new Set<string>()

/**
 * States of one run in the browser's database; undefined where the browser keeps none (private windows, full disks), and where another
 * page has a run under this name: their states must not mix.
 */
export async function spillDatabase(name: string): Promise<SpillStore | undefined> {
  try {
    return (await isOurs(name)) ? storeOf(await openDatabase(), name) : undefined
  } catch {
    return undefined
  }
}

function openDatabase(): Promise<IDBPDatabase> {
  return openDB(DATABASE, 1, { upgrade: (opened) => void opened.createObjectStore(STATES) })
}

function storeOf(database: IDBPDatabase, name: string): SpillStore {
  const range = IDBKeyRange.bound([name, ''], [name, '\uffff'])
  return {
    put: async (key, bytes) => void (await database.put(STATES, bytes, [name, key])),
    // Only `put` above writes there.
    get: async (key) => (await database.get(STATES, [name, key])) as Uint8Array<ArrayBuffer> | undefined,
    delete: (key) => database.delete(STATES, [name, key]),
    list: async () =>
      (await database.getAllKeys(STATES, range)).flatMap((key) => {
        const own: unknown = Array.isArray(key) ? key[1] : undefined
        return typeof own === 'string' ? [own] : []
      }),
  }
}

/** Forgets what a run has left, for whoever deletes its project. */
export async function deleteHistory(name: string): Promise<void> {
  const store = storeOf(await openDatabase(), name)
  for (const key of await store.list()) await store.delete(key)
}

/** Takes hold of a name until this worker ends; false when another one has it. Pages without a secure address have no locks. */
async function isOurs(name: string): Promise<boolean> {
  if (held.has(name) || !('locks' in navigator)) return true
  const signal = AbortSignal.timeout(PATIENCE)
  const isHeld = await new Promise<boolean>((resolve) => {
    const forEver = (): Promise<never> => {
      resolve(true)
      return new Promise(() => undefined)
    }
    navigator.locks.request(`${DATABASE}/${name}`, { signal }, forEver).catch(() => resolve(false))
  })
  if (isHeld) held.add(name)
  return isHeld
}
