import { correlated, gaussianCopula, samplesOf } from '../math/sampling/copula.ts'
import { type UnitDesign, fullFactorial, unitDesign } from '../math/sampling/design.ts'
import { quantileOf } from '../math/sampling/distribution.ts'
import { contentHash } from '../math/hash.ts'
import type { Matrix } from '../math/linear-algebra.ts'
import type { Design, DesignPoint } from './design.ts'
import { type CohortData, type SweepData, correlatedPair } from './design-schema.ts'
import type { ExperimentData } from './experiment-schema.ts'
import { type Arm, resolveFactors } from './arm.ts'
import { type Varied, variedParameters } from './varied-schema.ts'

/** The parts of an experiment that a design follows from. */
interface Designed {
  readonly data: Pick<ExperimentData, 'seed' | 'sweep' | 'cohort'>
  readonly arms: readonly Arm[]
}

/**
 * What an experiment varies, as `sweep` and `cohort` say: every patient in every setting. Undefined when nothing varies. The
 * seed is the experiment's unless another is given; patients and Sobol points stay what they are when there are more of them.
 */
export function designOf({ data, arms }: Designed, seed = data.seed): Design | undefined {
  const { sweep, cohort } = data
  if (sweep === undefined && cohort === undefined) return undefined
  const parameters = [sweep, cohort].flatMap((part) =>
    part === undefined ? [] : variedParameters(part.parameters),
  )
  const settings = sweep === undefined ? undefined : settingsOf(sweep, seed)
  const patients = cohort === undefined ? undefined : patientsOf(cohort, seed)
  const points = (settings ?? [[]]).flatMap((ofSetting, setting) =>
    (patients ?? [[]]).map((ofPatient, patient): DesignPoint => ({
      index: setting * (patients?.length ?? 1) + patient,
      ...(patients === undefined ? {} : { patient }),
      ...(settings === undefined ? {} : { setting }),
      values: [...ofSetting, ...ofPatient],
    })),
  )
  return { parameters: resolveFactors(arms, parameters), points }
}

type Values = readonly (readonly number[])[]

/** Number of settings of a sweep, without making them. */
export function settingCount({ layout, points, levels, parameters }: SweepData): number {
  if (layout !== 'grid') return points ?? 0
  return variedParameters(parameters).reduce((count, parameter) => count * levelCount(parameter, levels), 1)
}

function levelCount({ distribution, levels: own }: Varied, levels = 0): number {
  return distribution.kind === 'values' ? distribution.values.length : (own ?? levels)
}

function settingsOf(sweep: SweepData, seed: number): Values {
  const parameters = variedParameters(sweep.parameters)
  const { layout, points = 0, levels } = sweep
  if (layout === 'grid') return fullFactorial(parameters.map((parameter) => levelsOf(parameter, levels)))
  const kind = layout === 'sobol' ? 'sobol' : 'latin-hypercube'
  const unit = unitDesign({ kind, points, dimensions: parameters.length, seed: seedOf(seed, 'sweep') })
  return samplesOf(distributionsOf(parameters), unit)
}

/**
 * The values that a grid takes: those of a list; of a range its ends and evenly between them (evenly in the logarithm where it is
 * uniform there); of anything else the quantiles at the middles of equal shares, since its ends may be infinite.
 */
export function levelsOf(parameter: Varied, levels?: number): readonly number[] {
  const { distribution } = parameter
  if (distribution.kind === 'values') return distribution.values
  const n = levelCount(parameter, levels)
  const hasEnds = distribution.kind === 'uniform' || distribution.kind === 'log-uniform'
  return Array.from({ length: n }, (_, i) => quantileOf(distribution, hasEnds ? i / (n - 1) : (i + 0.5) / n))
}

function patientsOf({ patients, parameters: data, correlations }: CohortData, seed: number): Values {
  const parameters = variedParameters(data)
  const options = { points: patients, dimensions: parameters.length, seed: seedOf(seed, 'cohort') }
  const independent: UnitDesign = unitDesign({ kind: 'random', ...options })
  const names = parameters.map(({ name }) => name)
  const unit =
    Object.keys(correlations).length === 0
      ? independent
      : correlated(independent, gaussianCopula(correlationMatrix(correlations, names), names))
  return samplesOf(distributionsOf(parameters), unit)
}

/** Rank correlations [n][n] of parameters by name; what is not said is independent. */
export function correlationMatrix(
  correlations: CohortData['correlations'],
  names: readonly string[],
): Matrix {
  const matrix = names.map((_, i) => names.map((_other, j): number => (i === j ? 1 : 0)))
  for (const [key, { value }] of Object.entries(correlations)) {
    const pair = correlatedPair(key, names)
    if (pair === undefined) continue
    const [i, j] = pair.map((name) => names.indexOf(name)) as [number, number] // a pair has two names
    const [first, second] = [matrix[i], matrix[j]]
    if (first === undefined || second === undefined) continue
    first[j] = value
    second[i] = value
  }
  return matrix
}

function distributionsOf(parameters: readonly Varied[]) {
  return parameters.map(({ distribution }) => distribution)
}

/** Digits of a hash that make a seed: 2^52, which a double holds exactly. */
const SEED_DIGITS = 13

/** Sweep and cohort of one experiment do not share random numbers, with each other or with runs. */
function seedOf(seed: number, use: 'sweep' | 'cohort'): number {
  return Number.parseInt(contentHash(['design', use, seed]).slice(0, SEED_DIGITS), 16)
}
