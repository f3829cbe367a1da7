import { type ColumnArray, ELEMENT_BYTES, type ElementType, viewOf } from '../engine/columns.ts'
import { type Kernels, PAGE_BYTES, createMemory, instantiateKernels } from '../kernels/kernels.ts'
import { philox4x32, uniform } from '../math/philox.ts'
import { testKernels } from './kernels.ts'

/** An array in the module's memory with the address that kernels take. */
export interface PlacedArray<A extends ColumnArray> {
  readonly pointer: number
  readonly view: A
}

/** Kernels on a memory of their own, and arrays in it: for tests of single kernels without a world. */
export interface KernelBench {
  readonly kernels: Kernels
  f64(values: ArrayLike<number>): PlacedArray<Float64Array>
  f32(values: ArrayLike<number>): PlacedArray<Float32Array>
  u32(values: ArrayLike<number>): PlacedArray<Uint32Array>
  u16(values: ArrayLike<number>): PlacedArray<Uint16Array>
  u8(values: ArrayLike<number>): PlacedArray<Uint8Array>
}

/** Makes a bench with `megabytes` MiB for arrays. */
export function kernelBench(megabytes = 4): KernelBench {
  const memory = createMemory(1 + (megabytes * 1024 * 1024) / PAGE_BYTES)
  const kernels = instantiateKernels(testKernels(), memory)
  let next = kernels.heapBase
  const place = (type: ElementType, values: ArrayLike<number>): PlacedArray<ColumnArray> => {
    const pointer = Math.ceil(next / 8) * 8
    next = pointer + values.length * ELEMENT_BYTES[type]
    const view = viewOf(memory.buffer, type, pointer, values.length)
    view.set(values)
    return { pointer, view }
  }
  // The casts state what `viewOf` returns for each element type.
  return {
    kernels,
    f64: (values) => place('f64', values) as PlacedArray<Float64Array>,
    f32: (values) => place('f32', values) as PlacedArray<Float32Array>,
    u32: (values) => place('u32', values) as PlacedArray<Uint32Array>,
    u16: (values) => place('u16', values) as PlacedArray<Uint16Array>,
    u8: (values) => place('u8', values) as PlacedArray<Uint8Array>,
  }
}

/** A sequence of numbers in [0, 1) for inputs of tests, the same for equal seeds. */
export function testSequence(seed: number): () => number {
  const words = new Uint32Array(4)
  let index = 0
  return () => {
    philox4x32([index++, 0, 0, 0], [seed, 0], words)
    return uniform(words[0] ?? 0, words[1] ?? 0)
  }
}

/** `n` values of `make`, for example `fill(8, () => 2 * random())`. */
export function fill<T = number>(n: number, make: (index: number) => T): T[] {
  return Array.from({ length: n }, (_, index) => make(index))
}
