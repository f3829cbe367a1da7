import type {
  CalibratedParameter,
  CalibrationCheck,
  CalibrationSummary,
} from '../analysis/calibration/summary.ts'
import { formatNumber, formatSpread, formatTicks, withUnit } from '../figures/number-format.ts'
import { plural } from './answer.ts'

/** Below this the posterior is hardly narrower than the prior [1]; chosen: a tenth shows in no figure. */
const leastShrinkage = 0.1

/** Correlations from this on are named [1]; chosen: the data then tell a combination, not each by itself. */
const strongCorrelation = 0.9

/** What was learned, in sentences: every parameter, or those that tell most. */
export function calibrationSentences(summary: CalibrationSummary): string[] {
  const { parameters } = summary
  const learned = parameters.filter(({ posterior }) => posterior.shrinkage >= leastShrinkage)
  if (parameters.length === 0) return ['No parameter was fitted.']
  if (learned.length === 0)
    return [
      `The data do not tell: ${parameters.length === 1 ? 'the posterior is' : 'all posteriors are'} about as wide as the prior.`,
    ]
  const told = learned
    .slice(0, mostTold)
    .map((parameter, index) => `${parameter.name} ${index === 0 ? 'is ' : ''}${estimateText(parameter)}`)
  const more = learned.length > mostTold ? `; ${learned.length - mostTold} more in the table` : ''
  return [`Given the data, ${told.join(', ')}${more} (posterior median, 95\u00a0% highest-density interval).`]
}

/** Parameters that the answer names; chosen: what one sentence holds. */
const mostTold = 4

/** "0.032 [0.027 to 0.038] 1/h". */
export function estimateText({ posterior, unit }: CalibratedParameter): string {
  const [median = '', low = '', high = ''] = formatSpread([posterior.median, posterior.low, posterior.high])
  return withUnit(`${median} [${low} to ${high}]`, unit)
}

/** What the data do not tell, and how well held-back data were predicted. */
export function calibrationFindings(summary: CalibrationSummary): string[] {
  const { checks } = summary
  return [
    coverageText(
      'Fitted data',
      checks.filter(({ isHeldBack }) => !isHeldBack),
    ),
    coverageText(
      'Held-back data, which the fit never saw',
      checks.filter(({ isHeldBack }) => isHeldBack),
    ),
    ...unlearned(summary),
    ...entangled(summary),
  ].filter((line) => line !== '')
}

function coverageText(what: string, checks: readonly CalibrationCheck[]): string {
  const known = checks.filter(({ coverage }) => coverage !== null)
  const points = known.reduce((sum, { observed }) => sum + observed.length, 0)
  if (points === 0) return ''
  const inside = known.reduce((sum, { coverage, observed }) => sum + (coverage ?? 0) * observed.length, 0)
  return `${what}: ${formatNumber(Math.round(inside))} of ${plural(points, 'measurement')} lie in the 95\u00a0% band of the prediction`
}

function unlearned({ parameters }: CalibrationSummary): string[] {
  const names = parameters
    .filter(({ posterior }) => posterior.shrinkage < leastShrinkage)
    .map(({ name }) => name)
  return names.length === 0 || names.length === parameters.length
    ? []
    : [`The data do not tell ${names.join(', ')}: the posterior is about as wide as the prior`]
}

function entangled({ parameters, correlations }: CalibrationSummary): string[] {
  return parameters.flatMap(({ name }, a) =>
    parameters.slice(a + 1).flatMap((other, rest) => {
      const rho = correlations[a]?.[a + 1 + rest] ?? 0
      if (Math.abs(rho) < strongCorrelation) return []
      const [text = ''] = formatTicks([Math.round(rho * 100) / 100])
      return [`${name} and ${other.name} cannot be told apart: their rank correlation is ${text}`]
    }),
  )
}
