import type { TrialSummary } from '../analysis/summary.ts'
import { formatNumber } from '../figures/number-format.ts'
import { hazardText, hazardVerdict, medianText, testText } from './event-text.ts'
import { pointsText, synergyVerdict } from './synergy-text.ts'

/** Times to events, a clause for each comparison: medians, hazard ratio with its interval, and the test. */
export function eventFindings(summary: TrialSummary): string[] {
  const events = summary.survival ?? []
  return events.flatMap((event) =>
    event.comparisons.map((comparison) => {
      const { arm, against } = comparison
      const medians = [against, arm].flatMap((name) => {
        const curve = event.arms[name]
        return curve === undefined ? [] : [`${name} ${medianText(curve, summary.duration)}`]
      })
      const verdict = hazardVerdict(comparison)
      const ratio =
        comparison.hazardRatio === null
          ? 'no hazard ratio'
          : `hazard ratio ${hazardText(comparison)} (95\u00a0% CI)`
      return `Time to ${event.name}: ${verdict === 'unsettled' ? verdict : `${verdict} in ${arm}`}, ${ratio}, ${testText(comparison)}; median ${medians.join(', ')}`
    }),
  )
}

/** Synergies, a clause for each: how far the combination goes beyond what is expected. */
export function synergyFindings(summary: TrialSummary): string[] {
  return (summary.synergy ?? []).map((synergy) => {
    const [excess = '', low = '', high = ''] = pointsText(synergy)
    const label = summary.endpoints.find(({ name }) => name === synergy.endpoint)?.label ?? synergy.endpoint
    const verdict = synergyVerdict(synergy)
    return `${label}, ${synergy.a} + ${synergy.b}: ${verdict === 'unsettled' ? 'synergy unsettled' : verdict}, ${excess} [${low} to ${high}] points of inhibition beyond ${synergy.model} (95\u00a0% CI)`
  })
}

/** Runs that gave no result, in a sentence; nothing when all are there. */
export function incompleteLines({ runs }: Pick<TrialSummary, 'runs'>): string[] {
  if (runs === undefined || runs.finished >= runs.planned) return []
  const missing = runs.planned - runs.finished - runs.failures
  const parts = [
    ...(runs.failures > 0 ? [`${formatNumber(runs.failures)} failed`] : []),
    ...(missing > 0 ? [`${formatNumber(missing)} ${missing === 1 ? 'is' : 'are'} not finished`] : []),
  ]
  return [
    `Of ${formatNumber(runs.planned)} planned runs ${parts.join(' and ')}; they count nowhere, not as zero either.`,
  ]
}
