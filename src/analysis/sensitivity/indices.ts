import type { SensitivityPlan } from '../../experiment/sensitivity-plan.ts'
import type { BootstrapOptions } from '../../math/bootstrap.ts'
import { type MorrisDesign, morrisIndices } from '../../math/sensitivity/morris.ts'
import { type SeedNoise, seedNoise } from '../../math/sensitivity/seed-noise.ts'
import { type SaltelliDesign, sobolIndices } from '../../math/sensitivity/sobol-indices.ts'
import { type Interval, mean } from '../../math/statistics.ts'
import { directions } from './direction.ts'
import { type SensitivityOutput, blockSize } from './outputs.ts'
import type { SensitivitySummary } from '../summary.ts'

/** Confidence of the intervals, and resamples behind them; chosen: their ends are then good to a few per cent of the width. */
const BOOTSTRAP = { level: 0.95, resamples: 1000 } as const

/** What an output hangs on, from the most to the least; or why that cannot be said. */
export type SensitivityRows = { readonly rows: readonly SensitivitySummary[] } | { readonly problem: string }

/** Ranks the parameters of a sensitivity by how much an output hangs on them. */
export function sensitivityRows(plan: SensitivityPlan, output: SensitivityOutput): SensitivityRows {
  const name = outputName(output)
  const complete = output.values.filter((row) => row.every(Number.isFinite))
  const used = complete.length / blockSize(plan)
  if (used < 2)
    return { problem: `${name}: fewer than two complete ${blocksName(plan)}, so nothing can be said` }
  const { points, seed } = plan
  const options = { ...BOOTSTRAP, seed }
  const rows =
    points.method === 'morris'
      ? screened(points.unit, output, options, { complete, used })
      : shared(points.unit, output, options)
  if (rows === undefined) return { problem: `${name} did not vary: it hangs on none of the numbers` }
  const held = directions(plan, output)
  const named = rows.map((row, k): SensitivitySummary => ({
    endpoint: output.endpoint,
    arm: output.arm,
    ...(output.against === undefined ? {} : { against: output.against }),
    parameter: plan.parameters[k]?.name ?? '',
    kind: plan.kinds[k] ?? 'assumed',
    ...(held?.[k] === undefined ? {} : { direction: held[k] }),
    ...row,
  }))
  return { rows: named.toSorted((a, b) => (b.total ?? b.index) - (a.total ?? a.index)) }
}

type Indices = Omit<SensitivitySummary, 'endpoint' | 'arm' | 'against' | 'parameter' | 'kind'>

/** Trajectories or base samples. */
export function blocksName({ points }: Pick<SensitivityPlan, 'points'>): string {
  return points.method === 'morris' ? 'trajectories' : 'base samples'
}

/** `tumour cells, anti-PD-1 - untreated`. */
function outputName({ endpoint, arm, against }: SensitivityOutput): string {
  return `${endpoint}, ${against === undefined ? arm : `${arm} - ${against}`}`
}

interface Used {
  readonly complete: readonly (readonly number[])[]
  readonly used: number
}

function screened(
  design: MorrisDesign,
  { values }: SensitivityOutput,
  options: BootstrapOptions,
  { complete, used }: Used,
): readonly Indices[] {
  const noise = seedNoise(complete)
  const luck = noise === undefined ? {} : { luck: luckOf(noise), noise: noise.share }
  return morrisIndices(design, values.map(mean), options).map(({ mu, muStar, sigma }) => ({
    index: muStar.estimate,
    ...endsOf(muStar, 'low', 'high'),
    sigma: sigma.estimate,
    mu: mu.estimate,
    ...luck,
    interval: `95 % CI, bootstrap over ${used} trajectories`,
    method: `Morris screening, ${used} trajectories of ${design.dimensions + 1} points`,
  }))
}

/** Step of a trajectory in the unit cube [1]: half the grid, as `morrisDesign` makes it. */
const STEP = 0.5

/**
 * The mu* of a number that does nothing but change the luck of a run. The mean of R replicates at a point scatters by
 * h/R, h the variance that even twins do not share; a difference of two points by twice that, and the mean size of a normal
 * variable is sqrt(2/pi) of its standard deviation.
 */
function luckOf({ interaction, replicates }: SeedNoise): number {
  return (Math.sqrt(2 / Math.PI) * Math.sqrt((2 * interaction) / replicates)) / STEP
}

function shared(
  design: SaltelliDesign,
  { values }: SensitivityOutput,
  options: BootstrapOptions,
): readonly Indices[] | undefined {
  const { first, total, samples, noise } = sobolIndices(design, values, options)
  if (!first.every(({ estimate }) => Number.isFinite(estimate))) return undefined
  return first.map((own, k) => {
    const all = total[k] ?? own
    return {
      index: own.estimate,
      ...endsOf(own, 'low', 'high'),
      total: all.estimate,
      ...endsOf(all, 'totalLow', 'totalHigh'),
      ...(noise === undefined ? {} : { noise: noise.share }),
      interval: `95 % CI, bootstrap over ${samples} base samples`,
      method: `Sobol indices, ${samples} base samples of ${design.dimensions + 2} points`,
    }
  })
}

/** Ends of an interval that has any. */
function endsOf<L extends string, H extends string>(
  { low, high }: Interval,
  lowName: L,
  highName: H,
): Partial<Record<L | H, number>> {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return {}
  // The cast states that the two keys are of the type.
  return { [lowName]: low, [highName]: high } as Partial<Record<L | H, number>>
}
