import type { SpillStore } from '../session/kept-states.ts'

/** A store for states in a map; `room` [byte] is what it takes before it refuses. */
export function memorySpill(
  room = Number.POSITIVE_INFINITY,
): SpillStore & { readonly states: Map<string, Uint8Array<ArrayBuffer>> } {
  const states = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    states,
    put: async (key, bytes) => {
      const taken = [...states.values()].reduce((sum, { length }) => sum + length, 0)
      if (taken + bytes.length > room) throw new Error('the quota is used up')
      states.set(key, bytes.slice())
    },
    get: async (key) => states.get(key),
    delete: async (key) => void states.delete(key),
    list: async () => [...states.keys()],
  }
}
