/**
 * Arrays for the arguments of kernels, one per length, made once.
 *
 * Small kernels run a hundred thousand times per second, and how an array holds its numbers decides what a call costs: out of
 * an array of doubles every number is boxed anew for each call, out of one that may hold anything whole numbers are passed
 * as they are (measured with 24 arguments: 210 against 52 ns per call). One element that is no number makes it such an array.
 */
export function argumentArrays(): (length: number) => number[] {
  const byLength: number[][] = []
  return (length) => (byLength[length] ??= generalArray(length))
}

function generalArray(length: number): number[] {
  const array: unknown[] = Array.from({ length }, () => '')
  array.fill(0)
  return array as number[] // all are 0 by now
}
