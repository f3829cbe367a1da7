/** Most doublings of an upper bound in search of enough power. */
const mostDoublings = 40

/** Returns the smallest x >= start at which a rising function reaches `target`; Infinity when it never does. */
export function reach(rising: (x: number) => number, target: number, start: number): number {
  if (rising(start) >= target) return start
  let low = start
  let high = 2 * start
  for (let k = 0; rising(high) < target; k += 1) {
    if (k === mostDoublings) return Infinity
    low = high
    high *= 2
  }
  // Bisection to ten digits: power is only worth four.
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2
    if (rising(middle) < target) low = middle
    else high = middle
  }
  return high
}

/** Throws a RangeError unless a probability lies strictly between 0 and 1. */
export function checkProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} lies between 0 and 1, found ${value}`)
}
