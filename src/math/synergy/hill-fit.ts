import { exp, log } from '../elementary.ts'
import { entry } from '../entry.ts'
import { solve } from '../linear-algebra.ts'
import { hillEffect, type HillCurve } from './hill-curve.ts'

/**
 * Bounded least squares of a Hill curve: Levenberg's and Marquardt's damped Gauss-Newton steps in ln halfDose, ln slope and top,
 * from the best point of a coarse grid, with steps cut at the bounds. D. W. Marquardt, J. SIAM 11 (1963), doi:10.1137/0111030.
 */
export interface HillBounds {
  /** [1]; both 1 for the median-effect equation. */
  readonly top: readonly [number, number]
  /** [unit of doses] */
  readonly halfDose: readonly [number, number]
  /** [1] */
  readonly slope: readonly [number, number]
}

/** A fitted curve. */
export interface HillFit {
  readonly curve: HillCurve
  /** Weighted sum of squared residuals of the mean effects. */
  readonly residual: number
  /** Parameters that ended at a bound, which the data do not determine. */
  readonly atBound: readonly (keyof HillCurve)[]
}

/** Mean effect [1] at a dose [unit of doses] from a number of replicates, its weight. */
export interface DosePoint {
  readonly dose: number
  readonly effect: number
  readonly weight: number
}

/** ln halfDose, ln slope, top. */
type Parameters = readonly [number, number, number]

/** Most steps; a fit takes about ten. */
const mostSteps = 200

/** Damping [1] at the start, and where the search gives up because no step helps any more. */
const firstDamping = 1e-3
const mostDamping = 1e12

/** Converged when a step gains less than this part of the residual [1]; chosen: near rounding. */
const smallestGain = 1e-15

/**
 * Returns bounds for doses [k]: the half dose within a hundredth of the smallest positive dose and a hundred times the largest,
 * slopes from 0.1 to 10, the top from 0 to 1. Chosen: wide enough to show in `atBound` what data leave open.
 */
export function defaultBounds(doses: readonly number[]): HillBounds {
  const positive = doses.filter((dose) => dose > 0)
  if (positive.length === 0) throw new RangeError('a curve needs a dose above zero')
  const halfDose = [Math.min(...positive) / 100, Math.max(...positive) * 100] as const
  return { top: [0, 1], halfDose, slope: [0.1, 10] }
}

/** Fits a curve to points [k]; throws a RangeError without a positive dose. */
export function fitHill(
  points: readonly DosePoint[],
  bounds: HillBounds = defaultBounds(points.map(({ dose }) => dose)),
): HillFit {
  const box = boxOf(bounds)
  const start = bestOfGrid(points, box)
  const found = descend(points, box, start)
  const curve = curveOf(found)
  const names = ['halfDose', 'slope', 'top'] as const
  const atBound = names.filter((_, i) => {
    const [low, high] = box[i] ?? [0, 0]
    const value = entry(found, i)
    return low < high && (value <= low || value >= high)
  })
  return { curve, residual: residualOf(points, found), atBound }
}

type Box = readonly (readonly [number, number])[]

function boxOf({ top, halfDose, slope }: HillBounds): Box {
  return [[log(halfDose[0]), log(halfDose[1])], [log(slope[0]), log(slope[1])], top]
}

function curveOf([logHalf, logSlope, top]: Parameters): HillCurve {
  return { top, halfDose: exp(logHalf), slope: exp(logSlope) }
}

function residualOf(points: readonly DosePoint[], parameters: Parameters): number {
  const curve = curveOf(parameters)
  return points.reduce((sum, { dose, effect, weight }) => {
    const miss = effect - hillEffect(curve, dose)
    return sum + weight * miss * miss
  }, 0)
}

/** Half doses between those given and three slopes, each with its best top. */
function bestOfGrid(points: readonly DosePoint[], box: Box): Parameters {
  const logs = points.filter(({ dose }) => dose > 0).map(({ dose }) => log(dose))
  const [first, last] = [Math.min(...logs), Math.max(...logs)]
  let best = startAt(points, box, first, 1)
  for (let k = 0; k <= 4; k += 1)
    for (const slope of [0.7, 1.5, 4]) {
      const next = startAt(points, box, first + (k / 4) * (last - first), slope)
      if (residualOf(points, next) < residualOf(points, best)) best = next
    }
  return best
}

function startAt(points: readonly DosePoint[], box: Box, logHalf: number, slope: number): Parameters {
  const unit = { top: 1, halfDose: exp(logHalf), slope }
  let [above, below] = [0, 0]
  for (const { dose, effect, weight } of points) {
    const shape = hillEffect(unit, dose)
    above += weight * shape * effect
    below += weight * shape * shape
  }
  return within(box, [logHalf, log(slope), below > 0 ? above / below : 0])
}

function within(box: Box, values: Parameters): Parameters {
  const cut = (i: 0 | 1 | 2): number => {
    const [low, high] = box[i] ?? [0, 0]
    return Math.min(Math.max(values[i], low), high)
  }
  return [cut(0), cut(1), cut(2)]
}

function descend(points: readonly DosePoint[], box: Box, start: Parameters): Parameters {
  let current = start
  let residual = residualOf(points, current)
  let damping = firstDamping
  for (let step = 0; step < mostSteps && damping < mostDamping; step += 1) {
    const next = dampedStep(points, box, current, damping)
    const after = next === undefined ? residual : residualOf(points, next)
    if (next === undefined || !(after < residual)) {
      damping *= 10
      continue
    }
    const gain = residual - after
    current = next
    residual = after
    damping = Math.max(damping / 10, 1e-12)
    if (gain < smallestGain * residual) break
  }
  return current
}

/** One step among the parameters that can move; undefined when none can. */
function dampedStep(
  points: readonly DosePoint[],
  box: Box,
  current: Parameters,
  damping: number,
): Parameters | undefined {
  const { gradient, squares } = normalEquations(points, current)
  const free = [0, 1, 2].filter((i) => {
    const [low, high] = box[i] ?? [0, 0]
    const slope = entry(gradient, i)
    const value = entry(current, i)
    return entry(squares[i] ?? [], i) > 0 && (slope > 0 ? value < high : value > low)
  })
  if (free.length === 0) return undefined
  const matrix = free.map((i) => free.map((j) => entry(squares[i] ?? [], j) * (i === j ? 1 + damping : 1)))
  const move = solve(
    matrix,
    free.map((i) => entry(gradient, i)),
  )
  if (move === undefined) return undefined
  const next: [number, number, number] = [...current]
  for (const [k, i] of free.entries()) next[i] = entry(current, i) + entry(move, k)
  return within(box, next)
}

/** Gradient J^T r and matrix J^T J of the weighted residuals. */
function normalEquations(
  points: readonly DosePoint[],
  [logHalf, logSlope, top]: Parameters,
): { gradient: number[]; squares: number[][] } {
  const slope = exp(logSlope)
  const gradient = [0, 0, 0]
  const squares = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (const { dose, effect, weight } of points) {
    if (dose <= 0) continue
    const distance = log(dose) - logHalf
    const shape = 1 / (1 + exp(-slope * distance))
    const steep = top * slope * shape * (1 - shape)
    const row = [-steep, steep * distance, shape]
    const miss = effect - top * shape
    for (const [i, value] of row.entries()) {
      gradient[i] = entry(gradient, i) + weight * value * miss
      const own = squares[i] ?? []
      for (const [j, other] of row.entries()) own[j] = entry(own, j) + weight * value * other
    }
  }
  return { gradient, squares }
}
