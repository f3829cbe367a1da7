import type { TestResult } from '../comparison/test-result.ts'
import { entry } from '../entry.ts'
import { dot, inverseOf, solve, type Matrix } from '../linear-algebra.ts'
import { chiSquareTail } from '../test-distributions.ts'
import { coxProblem, forEachEventTime, type CoxData, type Ties } from './cox-likelihood.ts'
import { maximise } from './cox-newton.ts'
import { kaplanMeier } from './kaplan-meier.ts'

/**
 * Score test of proportional hazards: would coefficients that drift as b + c g(t) fit better? g is 1 minus Kaplan-Meier's
 * survival just before t, so that late times do not dominate. It weighs Schoenfeld's residuals by g(t): P. M. Grambsch and
 * T. M. Therneau, Biometrika 81 (1994), doi:10.1093/biomet/81.3.515; here with the exact score information.
 */
export interface ProportionalityTest {
  /** One test per covariate [p]. */
  readonly covariates: readonly TestResult[]
  /** All at once, with p degrees of freedom. */
  readonly all: TestResult
}

const method = 'score test of proportional hazards'

/** Tests whether hazards of n subjects are proportional in p covariates; undefined where there is no fit to test. */
export function proportionalityTest(data: CoxData, ties: Ties): ProportionalityTest | undefined {
  const problem = coxProblem(data, ties)
  const zero = Array.from({ length: problem.covariates }, () => 0)
  if (problem.events === 0) return undefined
  const found = maximise(problem, zero, [...zero.keys()])
  if (found.kind !== 'maximum') return undefined
  const clock = clockOf(data)
  const p = zero.length
  const score = zero.map(() => 0)
  const mixed = zero.map(() => zero.map(() => 0))
  const squared = zero.map(() => zero.map(() => 0))
  forEachEventTime(problem, found.b, ({ time, residual, information }) => {
    const g = clock(time)
    for (let i = 0; i < p; i += 1) {
      score[i] = entry(score, i) + g * entry(residual, i)
      const row = information.subarray(i * p, (i + 1) * p)
      addRow(mixed[i], row, g)
      addRow(squared[i], row, g * g)
    }
  })
  return testsOf({ score, mixed, squared, inverse: inverseOf(found.at.information) }, problem.subjects)
}

/** g(t) at the times of events: 1 - S(t-) over all subjects. */
function clockOf(data: CoxData): (time: number) => number {
  const curve = kaplanMeier(data, 0.95)
  const before = new Map(curve.times.map((time, k) => [time, k === 0 ? 1 : entry(curve.survival, k - 1)]))
  return (time) => 1 - (before.get(time) ?? Number.NaN)
}

function addRow(sums: number[] | undefined, row: Float64Array, factor: number): void {
  for (const [j, value] of row.entries()) if (sums !== undefined) sums[j] = entry(sums, j) + factor * value
}

interface Parts {
  readonly score: readonly number[]
  readonly mixed: Matrix
  readonly squared: Matrix
  readonly inverse: Matrix | undefined
}

function testsOf({ score, mixed, squared, inverse }: Parts, n: number): ProportionalityTest | undefined {
  if (inverse === undefined) return undefined
  // Information on c when b is estimated too: I_cc - I_cb I_bb^-1 I_bc.
  const remaining = score.map((_, i) =>
    score.map((_other, j) => {
      const through = inverse.map((row) => dot(row, mixed[j] ?? []))
      return entry(squared[i] ?? [], j) - dot(mixed[i] ?? [], through)
    }),
  )
  const covariates = score.map((value, i) => result((value * value) / entry(remaining[i] ?? [], i), 1, n))
  const solved = solve(remaining, score)
  return { covariates, all: result(solved === undefined ? Number.NaN : dot(score, solved), score.length, n) }
}

function result(statistic: number, freedom: number, n: number): TestResult {
  return { statistic, freedom, p: chiSquareTail(statistic, freedom), n, method }
}
