import type { EffectSummary, TrialSummary } from '../analysis/summary.ts'
import { isSettled, verdictText } from '../figures/effect-text.ts'

/** Comparisons of one endpoint that are told one by one; chosen: more are counted, and listed in tables. */
const mostTold = 3

/** Whether a trial compares so much that sentences and tables side by side would bury the answer. */
export function isLarge(summary: Pick<TrialSummary, 'effects'>): boolean {
  return primaryEffects(summary).length > mostTold
}

/** The effects on the primary endpoint. */
export function primaryEffects({ effects }: Pick<TrialSummary, 'effects'>): readonly EffectSummary[] {
  const primary = effects[0]?.endpoint
  return effects.filter(({ endpoint }) => endpoint === primary)
}

/** How often each verdict came: "4 higher, 2 lower, 3 unsettled". */
export function verdictCounts(verdicts: readonly string[]): string {
  const order = ['higher', 'lower', 'earlier', 'later', 'no difference', 'unsettled']
  return order
    .map((verdict) => [verdicts.filter((each) => each === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(', ')
}

/** Verdicts of effects, counted. */
export function effectCounts(effects: readonly EffectSummary[]): string {
  return verdictCounts(effects.map(verdictText))
}

/** The settled effect that is largest in the endpoint's unit. */
export function largestEffect(effects: readonly EffectSummary[]): EffectSummary | undefined {
  const size = ({ estimate }: EffectSummary): number => Math.abs(estimate ?? 0)
  return effects.filter(isSettled).toSorted((a, b) => size(b) - size(a))[0]
}

/** Effects by what they are measured against, in the order of the question. */
export function byReference(effects: readonly EffectSummary[]): readonly (readonly EffectSummary[])[] {
  const references = [...new Set(effects.map(({ against }) => against))]
  return references.map((against) => effects.filter((effect) => effect.against === against))
}
