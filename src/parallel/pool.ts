import type { Kernels } from '../kernels/kernels.ts'

/**
 * Runs kernels over ranges in fixed blocks.
 *
 * Blocks, not workers, decide order: their bounds depend on the problem's size only, so that a pool of any
 * size gives the same bits. A kernel's last two arguments are the range [begin, end) of its block.
 */
export interface Pool {
  readonly workers: number
  /** Calls `kernel(...args, begin, end)` for each block of `block` items out of `count`. */
  run(kernel: string, args: readonly number[], count: number, block?: number): void
}

/** Items per block where the caller does not say: small enough to share out, large enough to amortise a call. */
export const DEFAULT_BLOCK = 1024

/** The pool of one: the same interface and the same blocks on the calling thread. */
export function serialPool(kernels: Kernels): Pool {
  // One array for the arguments of all calls: small kernels run a hundred thousand times per second, and new arrays add up.
  const all: number[] = []
  return {
    workers: 1,
    run: (kernel, args, count, block = DEFAULT_BLOCK) => {
      const { length } = args
      all.length = length + 2
      for (let k = 0; k < length; k++) all[k] = args[k] ?? 0
      for (let begin = 0; begin < count; begin += block) {
        all[length] = begin
        all[length + 1] = Math.min(begin + block, count)
        kernels.call(kernel, all)
      }
    },
  }
}
