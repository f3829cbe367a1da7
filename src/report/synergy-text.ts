import type { SynergySummary } from '../analysis/summary-results.ts'
import { formatTogether } from '../figures/number-format.ts'

/** Excess and its interval in percentage points, signed. */
export function pointsText({ excess, low, high }: SynergySummary): string[] {
  return formatTogether(
    [excess, low, high].map((share) => (share === null ? null : share * 100)),
    true,
  )
}

/** The interval decides, whatever the verdict says. */
export function synergyVerdict({ low, high }: SynergySummary): SynergySummary['verdict'] {
  if (low !== null && low > 0) return 'synergy'
  return high !== null && high < 0 ? 'antagonism' : 'unsettled'
}
