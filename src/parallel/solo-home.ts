import { createMemory, instantiateKernels } from '../kernels/kernels.ts'
import { serialPool } from './pool.ts'
import { type Home, createHome } from './rooms.ts'

/** A memory for worlds that the calling thread computes alone, and those of the worlds in them. */
export function soloHome(module: WebAssembly.Module): Home {
  const open = () => {
    const kernels = instantiateKernels(module, createMemory(1))
    return { kernels, pool: serialPool(kernels) }
  }
  return createHome(open, () => soloHome(module))
}
