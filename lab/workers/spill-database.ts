import { type IDBPDatabase, openDB } from 'idb'
import type { SpillStore } from '../../src/browser.ts'

const DATABASE = 'milieu-history'
const STATES = 'states'

/** States of one run in the browser's database; undefined where the browser keeps none (private windows, full disks). */
export async function spillDatabase(name: string): Promise<SpillStore | undefined> {
  try {
    const database = await openDB(DATABASE, 1, { upgrade: (opened) => void opened.createObjectStore(STATES) })
    return storeOf(database, name)
  } catch {
    return undefined
  }
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
