/** Returns values[i]; NaN outside, so that a wrong index shows in the result. */
export function entry(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN
}
