import type { TrialSummary } from '../analysis/summary.ts'

export function stripCaption(summary: TrialSummary): string {
  const twins =
    summary.pairing === 'twins' && summary.arms.length > 1 ? ' Lines join twins, which share their seed.' : ''
  if (summary.replicates < 2) return `Points: the one run of each arm.${twins}`
  return `Points: the ${summary.replicates} replicates. Bars: medians.${twins}`
}

export function stripWidth(summary: TrialSummary): number {
  return Math.max(190, 40 + summary.arms.length * 64)
}
