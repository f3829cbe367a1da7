import type { SurvivalData } from './survival-data.ts'

/** Published data sets that tests of survival statistics share; nothing else uses them. */

function dataOf(times: readonly number[], events: readonly number[]): SurvivalData {
  return { times, events: events.map((event) => event === 1) }
}

/**
 * Weeks of remission of 21 pairs of children with leukaemia under 6-mercaptopurine and placebo, in the order of pairs:
 * E. J. Freireich et al., Blood 21 (1963), 699-716; E. A. Gehan, Biometrika 52 (1965), doi:10.1093/biomet/52.1-2.203.
 */
export const mercaptopurine = dataOf(
  [10, 7, 32, 23, 22, 6, 16, 34, 32, 25, 11, 20, 19, 6, 17, 35, 6, 13, 9, 6, 10],
  [1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0],
)
export const placebo = dataOf(
  [1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8],
  Array.from({ length: 21 }, () => 1),
)

/** Weeks of survival in leukaemia with and without maintained chemotherapy, data set `aml` of R's package survival: R. G. Miller 1997. */
export const maintained = dataOf(
  [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161],
  [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0],
)
export const nonmaintained = dataOf(
  [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
  [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1],
)

/** Days of survival in ovarian cancer, data set `ovarian` of R's package survival: J. H. Edmonson et al. 1979. */
export const ovarian = {
  ...dataOf(
    [
      59, 115, 156, 421, 431, 448, 464, 475, 477, 563, 638, 744, 769, 770, 803, 855, 1040, 1106, 1129, 1206,
      1227, 268, 329, 353, 365, 377,
    ],
    [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0],
  ),
  /** Years. */
  age: [
    72.3315, 74.4932, 66.4658, 53.3644, 50.3397, 56.4301, 56.937, 59.8548, 64.1753, 55.1781, 56.7562, 50.1096,
    59.6301, 57.0521, 39.2712, 43.1233, 38.8932, 44.6, 53.9068, 44.2055, 59.589, 74.5041, 43.137, 63.2192,
    64.4247, 58.3096,
  ],
  treatment: [1, 1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 1, 1, 2, 2, 2],
  performance: [1, 1, 2, 1, 1, 2, 2, 2, 1, 2, 2, 1, 2, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 2, 1, 1],
}
