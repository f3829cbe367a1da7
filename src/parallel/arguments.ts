import { argumentList } from '../kernels/kernels.ts'

/** Lists for the arguments of kernels, one per length, made once: no garbage per call. */
export function argumentArrays(): (length: number) => number[] {
  const byLength: number[][] = []
  return (length) => (byLength[length] ??= argumentList(Array.from({ length }, () => 0)))
}
