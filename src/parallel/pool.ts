import type { Kernels } from '../kernels/kernels.ts'
import { argumentArrays } from './arguments.ts'

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
  /** Runs calls that do not depend on each other: their blocks are shared out together, in any order. */
  batch(calls: readonly KernelCall[]): void
}

/** A kernel over a range, as `run` takes it. */
export interface KernelCall {
  readonly kernel: string
  readonly args: readonly number[]
  readonly count: number
  readonly block?: number
}

/** Items per block where the caller does not say: small enough to share out, large enough to amortise a call. */
export const DEFAULT_BLOCK = 1024

/**
 * Items per block of loops that do little for each (2 to 8 ns): so many take a few times as long as it takes to share them out.
 * Measured with 1,300 cells and two threads: loops over rows that the other thread wrote last are slower shared than alone.
 */
export const LIGHT_BLOCK = 4096

/** The pool of one: the same interface and the same blocks on the calling thread. */
export function serialPool(kernels: Kernels): Pool {
  const arrayOf = argumentArrays()
  const run = (kernel: string, args: readonly number[], count: number, block = DEFAULT_BLOCK): void => {
    const { length } = args
    const all = arrayOf(length + 2)
    for (let k = 0; k < length; k++) all[k] = args[k] ?? 0
    for (let begin = 0; begin < count; begin += block) {
      all[length] = begin
      all[length + 1] = Math.min(begin + block, count)
      kernels.call(kernel, all)
    }
  }
  const batch = (calls: readonly KernelCall[]): void => {
    for (const { kernel, args, count, block } of calls) run(kernel, args, count, block)
  }
  return { workers: 1, run, batch }
}
