import type { TestResult } from '../comparison/test-result.ts'
import { entry } from '../entry.ts'
import { dot, solve } from '../linear-algebra.ts'
import { chiSquareTail } from '../test-distributions.ts'
import { placesByLabel, riskTable, subjects, type RiskTable, type SurvivalData } from './survival-data.ts'

/**
 * Log-rank test of k groups: N. Mantel, Cancer Chemother. Rep. 50 (1966), 163-170. At each event time the events of a
 * group are compared with its share of those at risk; strata, such as virtual patients or pairs of twins, are compared
 * within themselves and summed. It has most power when hazards are proportional, and little when curves cross.
 */
export interface LogRankTest extends TestResult {
  /** Events seen in each group [k]. */
  readonly observed: readonly number[]
  /** Events expected if all groups had the same hazard within strata [k]. */
  readonly expected: readonly number[]
}

/**
 * Tests whether groups [k] of subjects share one hazard. `strata`, one list of labels per group, keeps comparisons within
 * equal labels. Groups without expected events do not count; without any event p is 1.
 */
export function logRankTest(
  groups: readonly SurvivalData[],
  strata?: readonly (readonly (string | number)[])[],
): LogRankTest {
  if (groups.length < 2) throw new RangeError(`a comparison needs two groups, found ${groups.length}`)
  const sums = emptySums(groups.length)
  for (const stratum of splitByStratum(groups, strata)) addStratum(stratum, sums)
  const n = groups.reduce((total, group) => total + group.times.length, 0)
  const used = [...groups.keys()].filter((g) => entry(sums.expected, g) > 0)
  const kept = used.slice(1)
  const excess = kept.map((g) => entry(sums.observed, g) - entry(sums.expected, g))
  const covariance = kept.map((g) => kept.map((h) => entry(sums.covariance[g] ?? [], h)))
  const solved = kept.length === 0 ? [] : solve(covariance, excess)
  // No variance: in every comparison all at risk had the event or belonged to one group, which says nothing.
  const statistic = solved === undefined ? 0 : dot(excess, solved)
  const freedom = solved === undefined ? 0 : kept.length
  const p = freedom === 0 ? 1 : chiSquareTail(statistic, freedom)
  const method = strata === undefined ? 'log-rank' : 'stratified log-rank'
  return { statistic, p, freedom, n, method, observed: sums.observed, expected: sums.expected }
}

interface Sums {
  readonly observed: number[]
  readonly expected: number[]
  readonly covariance: number[][]
}

function emptySums(k: number): Sums {
  const zeros = (): number[] => Array.from({ length: k }, () => 0)
  return { observed: zeros(), expected: zeros(), covariance: Array.from({ length: k }, zeros) }
}

/** The groups of each stratum, in the order in which labels first appear. */
function splitByStratum(
  groups: readonly SurvivalData[],
  strata: readonly (readonly (string | number)[])[] | undefined,
): readonly (readonly SurvivalData[])[] {
  if (strata === undefined) return [groups]
  for (const [g, group] of groups.entries())
    if (strata[g]?.length !== group.times.length)
      throw new RangeError('every subject of every group needs a stratum')
  const labels = new Set(strata.flat())
  const places = strata.map(placesByLabel)
  return [...labels].map((label) => groups.map((group, g) => subjects(group, places[g]?.get(label) ?? [])))
}

/** Adds observed, expected and hypergeometric covariance over the event times of one stratum. */
function addStratum(groups: readonly SurvivalData[], sums: Sums): void {
  const pooled = {
    times: groups.flatMap((group) => group.times),
    events: groups.flatMap((group) => group.events),
  }
  const all = riskTable(pooled)
  const own = groups.map((group) => countsAt(riskTable(group), all.times))
  for (const k of all.times.keys()) {
    const [n, d] = [entry(all.atRisk, k), entry(all.events, k)]
    if (d === 0) continue
    const shares = own.map((counts) => entry(counts.atRisk, k) / n)
    const scatter = n > 1 ? (d * (n - d)) / (n - 1) : 0
    for (const [g, share] of shares.entries()) {
      add(sums.observed, g, entry(own[g]?.events ?? [], k))
      add(sums.expected, g, d * share)
      for (const [h, other] of shares.entries())
        add(sums.covariance[g] ?? [], h, scatter * share * (Number(g === h) - other))
    }
  }
}

function add(values: number[], i: number, amount: number): void {
  values[i] = entry(values, i) + amount
}

/** Numbers at risk and events of one group at the times of all. */
function countsAt(table: RiskTable, times: readonly number[]): { atRisk: number[]; events: number[] } {
  const counts = { atRisk: [] as number[], events: [] as number[] }
  let k = 0
  for (const time of times) {
    while (k < table.times.length && entry(table.times, k) < time) k += 1
    counts.atRisk.push(table.atRisk[k] ?? 0)
    counts.events.push(table.times[k] === time ? entry(table.events, k) : 0)
  }
  return counts
}
