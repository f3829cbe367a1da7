/** The outcome of a significance test; all two-sided unless the method says otherwise. */
export interface TestResult {
  /** The test statistic [1], named by the method: t, z, chi-square, V, W. */
  readonly statistic: number
  /** Probability of a statistic at least as extreme if there were no effect; NaN when the data cannot say. */
  readonly p: number
  /** Degrees of freedom [1], where the statistic has them. */
  readonly freedom?: number
  /** Values, pairs or subjects that entered. */
  readonly n: number
  /** How p was made, for captions. */
  readonly method: string
}
