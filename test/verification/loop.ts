/* The loop of interleukin 10 and M2 in closed form, well mixed, from the numbers of models/library. */

/** Interleukin 10 at which half of the rate to M2 is reached [nM]; models/library/macrophage-polarisation.yaml. */
export const HALF = 0.05
/** Rate to M2 over rate back [1]: 0.1 and 0.045 per day; same file. */
export const RATES = 0.1 / 0.045
/** Exponent of the rate to M2 [1]; same file. */
export const HILL = 2
/** Level of M2 at which half of the export would be reached [1]; same file. */
const EXPORT_HALF = 9

/** Amount in one molecule [ymol], 1e24 over Avogadro's number; 1 ymol/um^3 is 1 nM. */
const MOLECULE = 1e24 / 6.02214076e23

/** Share of M2 at rest where macrophages see `i` [units of HALF]. */
export function polarisation(i: number): number {
  const q = i ** HILL / (1 + i ** HILL)
  return (RATES * q) / (1 + RATES * q)
}

/** Slope of that share [1 per unit of HALF]. */
export function polarisationSlope(i: number): number {
  const power = i ** HILL
  const q = power / (1 + power)
  const slope = (HILL * power) / i / (1 + power) ** 2
  return (RATES * slope) / (1 + RATES * q) ** 2
}

/** Share of the export of a macrophage at M2 that one at share `m` has [1]; m itself where export is in proportion. */
export function exportShare(m: number): number {
  return (m * (EXPORT_HALF + 1)) / (EXPORT_HALF + m)
}

/** Slope of that share [1]. */
export function exportSlope(m: number): number {
  return (EXPORT_HALF * (EXPORT_HALF + 1)) / (EXPORT_HALF + m) ** 2
}

/** What raises interleukin 10 in a medium, and what takes it away. */
export interface Medium {
  /** [um^3] */
  readonly volume: number
  /** [1/s] */
  readonly decay: number
  readonly macrophages: number
  /** Of one macrophage [um^3]. */
  readonly macrophageVolume: number
  /** Uptake by a macrophage [1/min]. */
  readonly uptake: number
}

/** Interleukin 10 at rest [units of HALF] where cells give off `molecules` [1/s] in all. */
export function restingLevel(medium: Medium, molecules: number): number {
  const uptake = (medium.macrophages * medium.macrophageVolume * medium.uptake) / 60 / medium.volume
  return (molecules * MOLECULE) / medium.volume / (medium.decay + uptake) / HALF
}

/** Rests of i = A + B share(m(i)) [units of HALF], lowest first; without `share` export is in proportion to M2. */
export function rests(a: number, b: number, share: (m: number) => number = (m) => m): readonly number[] {
  const excess = (i: number): number => a + b * share(polarisation(i)) - i
  const found: number[] = []
  // Steps of 1/1000: two rests closer than that count as none.
  for (let k = 0; k < (a + 1.2 * b) * 1000; k++) {
    let [low, high] = [k / 1000, (k + 1) / 1000]
    if (excess(low) > 0 === excess(high) > 0) continue
    const isFalling = excess(low) > 0
    for (let halving = 0; halving < 50; halving++) {
      const middle = (low + high) / 2
      if (excess(middle) > 0 === isFalling) low = middle
      else high = middle
    }
    found.push(low)
  }
  return found
}
