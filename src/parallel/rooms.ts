import { type Kernels, instantiateKernels } from '../kernels/kernels.ts'
import type { Pool } from './pool.ts'

/** What a world works with: the kernels in its memory, and who runs them. */
export interface Room {
  readonly kernels: Kernels
  readonly pool: Pool
}

/** A memory in which one world after the other may live, and memories beside it for the worlds in that world. */
export interface Home {
  /** Kernels and pool for the one world that lives here; a second call before `leave` is an error. */
  enter(): Room
  /** The world that lived here is no longer used, nor those in it: clears the memory, so that another may enter. May be called twice. */
  leave(): void
  /** Where the world of this name in the world that lives here has its memory: the same for each that follows. */
  beside(name: string): Home
}

/** A home whose memory is made when it is first entered. */
export function createHome(open: () => Room, openBeside: (name: string) => Home): Home {
  const others = new Map<string, Home>()
  let room: Room | undefined
  let isEntered = false
  return {
    enter: () => {
      if (isEntered) throw new Error('a team serves one world at a time')
      isEntered = true
      room ??= open()
      return room
    },
    leave: () => {
      if (isEntered && room !== undefined) clearMemory(room.kernels)
      isEntered = false
      for (const other of others.values()) other.leave()
    },
    beside: (name) => {
      const other = others.get(name) ?? openBeside(name)
      others.set(name, other)
      return other
    },
  }
}

/** Instances of the module in several memories, each made when a thread first works there. */
export type KernelsOf = (room: number) => Kernels

/** Instances of `module` for `memories`, by the number of the room. */
export function kernelsByRoom(
  module: WebAssembly.Module,
  memories: readonly WebAssembly.Memory[],
): KernelsOf {
  const instances: Kernels[] = []
  return (room) => {
    const memory = memories[room]
    if (memory === undefined) throw new Error(`a team of ${memories.length} rooms has no room ${room}`)
    return (instances[room] ??= instantiateKernels(module, memory))
  }
}

/** Zeroes all but the module's constants: columns without an initial value begin with what a new memory has. */
function clearMemory({ memory, heapBase }: Kernels): void {
  new Uint8Array(memory.buffer, heapBase).fill(0)
}
