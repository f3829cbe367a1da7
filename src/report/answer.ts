import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { effectText, isSettled, levelName, verdictOf } from '../figures/effect-text.ts'
import {
  formatDuration,
  formatNumber,
  formatTime,
  formatTogether,
  withUnit,
} from '../figures/number-format.ts'

/** Answer the question: one sentence for each arm, on the primary endpoint; unsettled where the interval holds zero. */
export function answerSentences(summary: TrialSummary): string[] {
  const primary = summary.effects[0]?.endpoint
  const effects = summary.effects.filter((effect) => effect.endpoint === primary)
  if (effects.length === 0)
    return ['This trial compares no arms, so it answers no question; its runs are described below.']
  return effects.map((effect) => answerSentence(effect, summary))
}

/** What the other endpoints say, a clause each. */
export function furtherFindings(summary: TrialSummary): string[] {
  const primary = summary.effects[0]?.endpoint
  return summary.effects
    .filter((effect) => effect.endpoint !== primary)
    .map((effect) => finding(effect, summary))
}

/** The size of the trial in one line. */
export function trialLine(summary: TrialSummary): string {
  const [width, height] = summary.domain.size
  const each = summary.pairing === 'twins' ? 'twins' : 'independent replicates'
  return [
    `${plural(summary.arms.length, 'arm')} \u00d7 ${summary.replicates} ${each}`,
    formatDuration(summary.duration),
    `${(width / 1000).toFixed(2)} \u00d7 ${(height / 1000).toFixed(2)} mm`,
    `${formatNumber(summary.initialCells)} cells at the start`,
    `model ${summary.model.title}, ${summary.model.hash.slice(0, 6)}`,
    `seed ${summary.seed}`,
  ].join('  \u00b7  ')
}

/** How many of the expected outcomes came, in a sentence; empty when none were stated. */
export function expectationLine(effects: readonly EffectSummary[]): string {
  const outcomes = effects.flatMap((effect) => (effect.expected === undefined ? [] : [effect.expected.met]))
  if (outcomes.length === 0) return ''
  const count = (met: string): number => outcomes.filter((outcome) => outcome === met).length
  const parts = (['met', 'not met', 'unsettled'] as const)
    .filter((met) => count(met) > 0)
    .map((met) => `${count(met)} ${met}`)
  return `Of ${plural(outcomes.length, 'expected outcome')}: ${parts.join(', ')}.`
}

/** Share of each kind of evidence among the parameters, in a sentence. */
export function evidenceLine(summary: Pick<TrialSummary, 'parameters'>): string {
  const total = summary.parameters.length
  if (total === 0) return 'The summary lists no parameters.'
  const parts = (['measured', 'fitted', 'assumed'] as const).map((kind) => {
    const count = summary.parameters.filter((parameter) => parameter.kind === kind).length
    return `${Math.round((100 * count) / total)}\u00a0% ${kind}`
  })
  return `Of ${plural(total, 'parameter')}: ${parts.join(', ')}.`
}

/** A count and its noun. */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}

function answerSentence(effect: EffectSummary, summary: TrialSummary): string {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const what = whatChanged(effect, endpoint, summary)
  if (effect.estimate === null)
    return `In this tissue, the effect of ${effect.arm} on ${what} could not be estimated.`
  const unit = endpoint?.unit ?? ''
  const [estimate = '', low = '', high = ''] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const interval =
    effect.low === null || effect.high === null
      ? `no interval from ${plural(effect.n, 'replicate')}`
      : `${levelName(effect.level)} ${low} to ${high}; ${effect.method}`
  const difference = `${withUnit(estimate, unit)} (${interval})`
  if (isSettled(effect)) {
    return `In this tissue, ${effect.arm} changed ${what} by ${difference}: ${howMuch(effect)} ${effect.against}.`
  }
  const runs = plural(effect.n, summary.pairing === 'twins' ? 'twin pair' : 'replicate')
  const needed = neededText(effect, summary, ' About ')
  return `In this tissue, ${runs} ${effect.n === 1 ? 'does' : 'do'} not settle whether ${effect.arm} changes ${what}: ${difference} against ${effect.against}.${needed === '' ? '' : `${needed}.`}`
}

function finding(effect: EffectSummary, summary: TrialSummary): string {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const words = effectText(effect, endpoint?.unit ?? '')
  const arm = summary.arms.length > 2 ? ` in ${effect.arm}` : ''
  const head = `${endpoint?.label ?? effect.endpoint}, ${timeOf(endpoint, summary)}${arm}`
  return `${head}: ${verdictOf(effect)}, ${words.difference}${isSettled(effect) ? '' : neededText(effect, summary, '; about ')}`
}

function neededText(effect: EffectSummary, summary: TrialSummary, before: string): string {
  if (effect.needed === undefined) return ''
  const runs = plural(effect.needed, summary.pairing === 'twins' ? 'twin pair' : 'replicate')
  return `${before}${runs} would settle it`
}

function whatChanged(
  effect: EffectSummary,
  endpoint: EndpointSummary | undefined,
  summary: TrialSummary,
): string {
  if (endpoint === undefined) return effect.endpoint
  return `${lowerFirst(endpoint.label)} at ${timeOf(endpoint, summary)}`
}

function timeOf(endpoint: EndpointSummary | undefined, summary: TrialSummary): string {
  return endpoint === undefined ? 'the end' : formatTime(endpoint.at, summary.duration)
}

/** "30 % lower than", "3.7 times", or the direction alone. */
function howMuch(effect: EffectSummary): string {
  const { ratio } = effect
  const direction = verdictOf(effect)
  if (ratio === undefined || !(ratio > 0) || ratio < 1 !== (direction === 'lower')) return `${direction} than`
  if (ratio >= 2) return `${formatTogether([ratio, ratio * 2])[0] ?? ''} times`
  return `${Math.round(Math.abs(1 - ratio) * 100)}\u00a0% ${direction} than`
}

/** Lower the first letter of an ordinary word; keep "CD8", "M1". */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
