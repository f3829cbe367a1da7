import { createMemory, instantiateKernels } from '../kernels/kernels.ts'
import { serialPool } from './pool.ts'
import { type Team, clearMemory } from './team.ts'

/** A team of the calling thread alone: a memory in which one world after the other can live. */
export function soloTeam(module: WebAssembly.Module): Team {
  const kernels = instantiateKernels(module, createMemory(1))
  let isEntered = false
  return {
    threads: 1,
    computed: () => [0],
    enter: () => {
      if (isEntered) throw new Error('a team serves one world at a time')
      isEntered = true
      return { kernels, pool: serialPool(kernels) }
    },
    leave: () => {
      if (isEntered) clearMemory(kernels)
      isEntered = false
    },
    close: async () => {},
  }
}
