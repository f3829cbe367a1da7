import { argumentArrays } from './arguments.ts'
import { CALLER_SLEEPS, type Control, FAILED, OPEN, PENDING } from './control.ts'
import type { KernelsOf } from './rooms.ts'

/**
 * Returns what a thread does when a batch is open: take blocks and compute them until there are none.
 *
 * A block whose kernel throws is written down and counts as finished; the blocks that follow are taken and left undone.
 * `kernelsOf` gives the instance that works in the memory of a room.
 */
export function blockTaker(
  control: Control,
  kernelsOf: KernelsOf,
  names: readonly string[],
  thread: number,
): () => void {
  const { words } = control
  const arrayOf = argumentArrays()
  let all = arrayOf(0)
  // Arguments stay as they are from block to block: only the range is new.
  let batch = -1
  let call = -1
  let kernels = kernelsOf(0)
  const compute = (block: number): void => {
    const next = control.callOf(block)
    if (next !== call || control.batch !== batch) {
      call = next
      batch = control.batch
      kernels = kernelsOf(control.room)
      all = arrayOf(control.lengthOf(call) + 2)
      control.readArguments(call, all)
    }
    control.readRange(call, block, all)
    kernels.call(names[control.kernelOf(call)] ?? '', all)
  }
  const tryBlock = (block: number): void => {
    if (Atomics.load(words, FAILED) !== 0) return
    control.hold(thread, block)
    try {
      compute(block)
    } catch (error) {
      const kernel = control.kernelOf(control.callOf(block))
      control.fail(thread, kernel, error instanceof Error ? error.message : String(error))
    }
    control.release(thread)
  }
  return () => {
    for (;;) {
      const ticket = Atomics.sub(words, OPEN, 1)
      if (ticket <= 0) return
      tryBlock(control.blocks - ticket)
      const isLast = Atomics.sub(words, PENDING, 1) === 1
      if (isLast && Atomics.load(words, CALLER_SLEEPS) === 1) Atomics.notify(words, PENDING)
    }
  }
}

/** Names of the module's kernels in a fixed order: threads tell each other a kernel by its place in it. */
export function kernelNames(module: WebAssembly.Module): readonly string[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name)
    .toSorted()
}
