import type { SurvivalComparison, SurvivalCurve } from '../analysis/summary-results.ts'
import { formatTogether, noNumber, timeUnit } from '../figures/number-format.ts'
import { pText } from './p-text.ts'

/** Median time to an event with its interval: "4.2 [3.1 to 6.0] days", "not reached"; an open end is named. */
export function medianText(curve: SurvivalCurve, duration: number): string {
  const { name, minutes } = timeUnit(duration)
  if (curve.median === null) return 'not reached'
  const unit = name === 'day' ? 'days' : name
  const [middle = '', low = noNumber, high = noNumber] = formatTogether(
    [curve.median, curve.medianLow, curve.medianHigh].map((time) => (time === null ? null : time / minutes)),
  )
  const end = curve.medianHigh === null ? 'not reached' : high
  return `${middle}\u00a0${unit} [${low} to ${end}]`
}

/** Hazard ratio with its interval: "0.42 [0.21 to 0.83]"; an end that no data bound is named. */
export function hazardText({ hazardRatio, low, high }: SurvivalComparison): string {
  if (hazardRatio === null) return noNumber
  if (low === null && high === null) return `${formatTogether([hazardRatio])[0] ?? ''} [no interval]`
  const [middle = '', from = '', to = ''] = formatTogether([hazardRatio, low, high])
  // An interval of ratios never reaches zero, however it is rounded.
  const least = low !== null && low > 0 && Number(from) === 0 ? `<${from.replace(/0$/, '1')}` : from
  return `${middle} [${low === null ? 'no bound' : least} to ${high === null ? 'no bound' : to}]`
}

/** The test with its name and p: "log-rank, p = 0.004". */
export function testText({ test, p }: SurvivalComparison): string {
  return p === null ? `${test}: not defined` : `${test}, ${pText(p)}`
}

/** What the hazard ratio says where its interval leaves out 1: whose events come later. */
export function hazardVerdict({ low, high }: SurvivalComparison): 'earlier' | 'later' | 'unsettled' {
  if (high !== null && high < 1) return 'later'
  return low !== null && low > 1 ? 'earlier' : 'unsettled'
}
