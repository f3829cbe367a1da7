import { bootstrapGroups, type Pairing } from '../bootstrap-groups.ts'
import type { BootstrapInterval, BootstrapOptions } from '../bootstrap.ts'
import { mean } from '../statistics.ts'

/**
 * Synergy from effects at one pair of doses. Effects are shares affected, 0 for none and 1 for all.
 *
 *     Bliss   expected = a + b - a b      independent action: C. I. Bliss, Ann. Appl. Biol. 26 (1939),
 *                                         doi:10.1111/j.1744-7348.1939.tb06990.x
 *     HSA     expected = max(a, b)        highest single agent, the least that a combination should offer
 *
 * The excess is the effect of both minus the expected one: above zero is synergy, below it antagonism.
 */
export type EffectReference = 'bliss' | 'hsa'

/** Replicates of a factorial of two drugs. */
export interface CombinationReplicates {
  /**
   * Responses without drug [n], > 0, in any unit. When given, the others are responses in the same unit and the share
   * affected is 1 - mean response/mean of control; when not, the others are shares affected themselves.
   */
  readonly control?: readonly number[]
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly both: readonly number[]
}

/** Returns the effect [1] expected of two drugs with effects a, b [1] under a reference. */
export function expectedEffect(a: number, b: number, reference: EffectReference): number {
  return reference === 'bliss' ? a + b - a * b : Math.max(a, b)
}

/**
 * Returns the excess effect [1] of a combination over a reference with its BCa bootstrap interval over replicates. The largest
 * of two noisy means is biased upwards, which makes `hsa` conservative where both drugs are alike.
 */
export function effectExcess(
  { control, a, b, both }: CombinationReplicates,
  reference: EffectReference,
  pairing: Pairing,
  options: BootstrapOptions,
): BootstrapInterval {
  const excess = (x: number, y: number, together: number): number =>
    together - expectedEffect(x, y, reference)
  const treated = [a, b, both]
  const groups = control === undefined ? treated : [...treated, control]
  return bootstrapGroups(
    groups,
    pairing,
    ([x = [], y = [], together = [], untreated]) =>
      excess(shareAffected(x, untreated), shareAffected(y, untreated), shareAffected(together, untreated)),
    options,
  )
}

/** Returns the mean of shares affected [n], or, with the responses of a control [m], 1 - mean response/mean of control [1]. */
export function shareAffected(values: readonly number[], control?: readonly number[]): number {
  return control === undefined ? mean(values) : 1 - mean(values) / mean(control)
}
