import { bootstrapGroups, type Pairing } from '../bootstrap-groups.ts'
import type { BootstrapInterval, BootstrapOptions } from '../bootstrap.ts'
import { shareAffected } from './effect-synergy.ts'
import type { HillCurve } from './hill-curve.ts'
import { defaultBounds, fitHill, type HillBounds, type HillFit } from './hill-fit.ts'
import { additiveEffect, combinationIndex } from './loewe.ts'

/** Loewe's additivity from replicates: curves of single drugs are fitted anew in every resample. */

/** Replicates of one drug at k doses. */
export interface DoseSeries {
  /** [unit of doses], [k]. */
  readonly doses: readonly number[]
  /** Shares affected, or responses where there is a control [k][n]. */
  readonly effects: readonly (readonly number[])[]
  /** Bounds of its curve; chosen by `defaultBounds` when absent. */
  readonly bounds?: HillBounds
}

/** Two drugs alone and one pair of their doses together. */
export interface LoeweReplicates {
  readonly a: DoseSeries
  readonly b: DoseSeries
  /** The doses given together. */
  readonly doses: readonly [number, number]
  /** Shares affected, or responses, under both [n]. */
  readonly both: readonly number[]
  /** Responses without drug [m]; see `CombinationReplicates`. */
  readonly control?: readonly number[]
}

/** What additivity says about a pair of doses. */
export interface LoeweSynergy {
  /** Combination index [1]: below 1 is synergy. */
  readonly index: BootstrapInterval
  /** Effect minus the additive one [1]: above 0 is synergy. Defined even where the index has no dose to compare with. */
  readonly excess: BootstrapInterval
  /** The curves behind the estimates; look at `atBound` before trusting them. */
  readonly fits: readonly [HillFit, HillFit]
}

/** Returns combination index and excess over additivity with BCa bootstrap intervals over replicates. */
export function loeweSynergy(
  data: LoeweReplicates,
  pairing: Pairing,
  options: BootstrapOptions,
): LoeweSynergy {
  checkSeries(data.a)
  checkSeries(data.b)
  const split = data.a.doses.length
  const all = [...data.a.effects, ...data.b.effects, data.both]
  const groups = data.control === undefined ? all : [...all, data.control]
  const read = (drawn: readonly (readonly number[])[]): { fits: [HillFit, HillFit]; effect: number } => {
    const both = split + data.b.doses.length
    const control = drawn[both + 1]
    const fits: [HillFit, HillFit] = [
      fitSeries({ ...data.a, effects: drawn.slice(0, split) }, control),
      fitSeries({ ...data.b, effects: drawn.slice(split, both) }, control),
    ]
    return { fits, effect: shareAffected(drawn[both] ?? [], control) }
  }
  const statistic =
    (value: (curves: readonly [HillCurve, HillCurve], effect: number) => number) =>
    (drawn: readonly (readonly number[])[]): number => {
      const { fits, effect } = read(drawn)
      return value([fits[0].curve, fits[1].curve], effect)
    }
  const index = statistic((curves, effect) => combinationIndex(curves, data.doses, effect))
  const excess = statistic((curves, effect) => effect - additiveEffect(curves, data.doses))
  return {
    index: bootstrapGroups(groups, pairing, index, options),
    excess: bootstrapGroups(groups, pairing, excess, options),
    fits: read(groups).fits,
  }
}

/** Fits the curve of one drug to the mean effect at each dose, weighted by the number of replicates. */
export function fitSeries(
  { doses, effects, bounds = defaultBounds(doses) }: DoseSeries,
  control?: readonly number[],
): HillFit {
  const points = doses.map((dose, k) => {
    const own = effects[k] ?? []
    return { dose, effect: shareAffected(own, control), weight: own.length }
  })
  return fitHill(points, bounds)
}

/** Returns one parameter of a drug's curve with its BCa bootstrap interval over replicates. */
export function hillInterval(
  series: DoseSeries,
  parameter: keyof HillCurve,
  pairing: Pairing,
  options: BootstrapOptions,
): BootstrapInterval {
  checkSeries(series)
  const statistic = (effects: readonly (readonly number[])[]): number =>
    fitSeries({ ...series, effects }).curve[parameter]
  return bootstrapGroups(series.effects, pairing, statistic, options)
}

function checkSeries({ doses, effects }: DoseSeries): void {
  if (doses.length !== effects.length)
    throw new RangeError(`${doses.length} doses need as many groups of effects, found ${effects.length}`)
}
