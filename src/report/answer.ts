import { domainSize } from '../figures/domain-size.ts'
import type { ExpectedOutcome } from '../analysis/summary-results.ts'
import type { EffectSummary, EndpointSummary, ParameterSummary, TrialSummary } from '../analysis/summary.ts'
import { effectText, isSettled, levelName, verdictOf, verdictText } from '../figures/effect-text.ts'
import {
  formatDuration,
  formatNumber,
  formatTime,
  formatTogether,
  withUnit,
} from '../figures/number-format.ts'
import { effectCounts, isLarge, largestEffect, primaryEffects } from './large-trial.ts'
import { otherChanges, singleArm, whatHappened } from './single-arm.ts'

/**
 * Answer the question: one sentence for each arm, on the primary endpoint; unsettled where the interval holds zero. Where many
 * arms are compared, how many comparisons are settled, the largest, and how many expectations came.
 */
export function answerSentences(summary: TrialSummary): string[] {
  const effects = primaryEffects(summary)
  if (effects.length === 0) return withoutComparison(summary)
  if (!isLarge(summary)) return effects.map((effect) => answerSentence(effect, summary))
  const told = largestEffect(effects) ?? effects[0]
  return [
    countSentence(effects, summary),
    ...(told === undefined ? [] : [largestSentence(told, summary)]),
    expectationLine(summary),
  ].filter((sentence) => sentence !== '')
}

/** How many comparisons of the primary endpoint are settled, and which way. */
function countSentence(effects: readonly EffectSummary[], summary: TrialSummary): string {
  const endpoint = summary.endpoints.find(({ name }) => name === effects[0]?.endpoint)
  const what = endpoint === undefined ? (effects[0]?.endpoint ?? '') : whatChanged(endpoint, summary)
  const settled = effects.filter(isSettled).length
  const share = settled === 0 ? 'none' : `${settled}`
  const verb = settled < 2 ? 'settles' : 'settle'
  return `In this tissue, ${share} of ${plural(effects.length, 'comparison')} ${verb} a difference in ${what}: ${effectCounts(effects)}.`
}

function largestSentence(effect: EffectSummary, summary: TrialSummary): string {
  if (!isSettled(effect)) return answerSentence(effect, summary)
  return `Most of all, ${effect.arm} changed it by ${differenceText(effect, summary)}: ${howMuch(effect)} ${effect.against}.`
}

/** Every comparison of the primary endpoint of a large trial, a clause each. */
export function primaryFindings(summary: TrialSummary): string[] {
  return primaryEffects(summary).map((effect) => {
    const unit = summary.endpoints.find(({ name }) => name === effect.endpoint)?.unit ?? ''
    const needed = isSettled(effect) ? '' : neededText(effect, summary, '; about ')
    const clause = `${effect.arm} against ${effect.against}: ${verdictText(effect)}`
    if (verdictText(effect) === 'no difference') return `${clause} in any pair of runs`
    return `${clause}, ${effectText(effect, unit).difference}${needed}`
  })
}

/** What the other endpoints say, a clause each. */
export function furtherFindings(summary: TrialSummary): string[] {
  const arm = singleArm(summary)
  if (arm !== undefined && summary.effects.length === 0) return otherChanges(summary, arm)
  const primary = summary.effects[0]?.endpoint
  const further = summary.effects.filter((effect) => effect.endpoint !== primary)
  const unsettled = further.filter((effect) => verdictText(effect) === 'unsettled')
  if (unsettled.length <= mostUnsettled) return further.map((effect) => finding(effect, summary))
  const told = further
    .filter((effect) => !unsettled.includes(effect))
    .map((effect) => finding(effect, summary))
  return [...told, `Unsettled: ${unsettled.map((effect) => headOf(effect, summary)).join('; ')}`]
}

/** Unsettled findings that are told one by one; chosen: more would bury those that are settled. */
const mostUnsettled = 2

/** The size of the trial in one line. */
export function trialLine(summary: TrialSummary): string {
  const { size, voxel } = summary.domain
  return [
    runsText(summary),
    formatDuration(summary.duration),
    domainSize(size, voxel, ' \u00d7 ', 2),
    `${formatNumber(summary.initialCells)} cells at the start`,
    `model ${summary.model.title}, ${summary.model.hash.slice(0, 6)}`,
    `seed ${summary.seed}`,
  ].join('  \u00b7  ')
}

/** Every outcome that was stated beforehand: of endpoints, of times to events, and of how things go together. */
export function expectedOutcomes(
  summary: Pick<TrialSummary, 'effects' | 'survival' | 'relations'>,
): ExpectedOutcome[] {
  const comparisons = (summary.survival ?? []).flatMap((event) => event.comparisons)
  const ofArms = [...summary.effects, ...comparisons].flatMap(({ expected }) =>
    expected === undefined ? [] : [expected],
  )
  return [...ofArms, ...(summary.relations ?? [])]
}

/** How many of the expected outcomes came, in a sentence; empty when none were stated. */
export function expectationLine(summary: Pick<TrialSummary, 'effects' | 'survival' | 'relations'>): string {
  const outcomes = expectedOutcomes(summary).map(({ met }) => met)
  if (outcomes.length === 0) return ''
  const count = (met: string): number => outcomes.filter((outcome) => outcome === met).length
  const parts = (['met', 'not met', 'unsettled'] as const)
    .filter((met) => count(met) > 0)
    .map((met) => `${count(met)} ${met}`)
  return `Of ${plural(outcomes.length, 'expected outcome')}: ${parts.join(', ')}.`
}

/** Share of each kind of evidence among the parameters, in a sentence. */
export function evidenceLine(summary: Pick<TrialSummary, 'parameters'>): string {
  const stated = statedParameters(summary)
  const rest = summary.parameters.length - stated.length
  if (summary.parameters.length === 0) return 'The summary lists no parameters.'
  if (stated.length === 0) return `All ${plural(rest, 'parameter')} keep Milieu's defaults.`
  const which = rest === 0 ? '' : ' that the model states'
  const more = rest === 0 ? '' : ` ${formatNumber(rest)} more keep Milieu's defaults.`
  return `Of ${plural(stated.length, 'parameter')}${which}: ${sharesText(stated)}.${more}`
}

/** Parameters for which the model says something; the others keep the defaults of their process. */
export function statedParameters(summary: Pick<TrialSummary, 'parameters'>): readonly ParameterSummary[] {
  return summary.parameters.filter((parameter) => parameter.isDefault !== true)
}

function sharesText(list: readonly { readonly kind: string }[]): string {
  const parts = (['measured', 'fitted', 'assumed'] as const).map((kind) => {
    const count = list.filter((entry) => entry.kind === kind).length
    return `${Math.round((100 * count) / list.length)}\u00a0% ${kind}`
  })
  return parts.join(', ')
}

/** A count and its noun. */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Nothing was compared: what happened in the only arm, or the primary endpoint in each of several. */
function withoutComparison(summary: TrialSummary): string[] {
  const arm = singleArm(summary)
  if (arm !== undefined) return [whatHappened(summary, arm)]
  const endpoint = summary.endpoints[0]
  const none = 'This trial compares no arms, so it gives no differences'
  if (endpoint === undefined) return [`${none}; its runs are described below.`]
  const medians = summary.arms.map((each) => endpoint.summary[each.name]?.median ?? null)
  const texts = formatTogether(medians)
  const parts = summary.arms.map((each, index) => `${texts[index] ?? ''} in ${each.name}`)
  return [`${none}. Median of ${whatChanged(endpoint, summary)}: ${parts.join(', ')}.`]
}

/** "2 arms x 4 twins", "2 arms, 1 run each", "4 runs", "4 arms x 60 patients x 1 replicate". */
function runsText(summary: TrialSummary): string {
  const { replicates } = summary
  const varied = variedCounts(summary)
  if (varied.length > 0) {
    const noun = summary.pairing === 'twins' && summary.arms.length > 1 ? 'twin' : 'replicate'
    const each = replicates > 1 ? [plural(replicates, noun)] : []
    return [plural(summary.arms.length, 'arm'), ...varied, ...each].join(' \u00d7 ')
  }
  if (summary.arms.length === 1) return plural(replicates, 'run')
  const arms = plural(summary.arms.length, 'arm')
  if (replicates === 1)
    return `${arms}, 1 run each${summary.pairing === 'twins' ? ', from the same seed' : ''}`
  return `${arms} \u00d7 ${replicates} ${summary.pairing === 'twins' ? 'twins' : 'independent replicates'}`
}

/** What an effect is counted over: patients of a cohort, pairs of twins, or replicates. */
export function subjectNoun({ design, pairing }: Pick<TrialSummary, 'design' | 'pairing'>): string {
  if (design !== undefined && design.patients > 0) return 'patient'
  return pairing === 'twins' ? 'twin pair' : 'replicate'
}

/** How many settings and patients there are, where there are any: "9 settings", "60 patients". */
export function variedCounts({ design }: Pick<TrialSummary, 'design'>): string[] {
  if (design === undefined) return []
  return [
    ...(design.settings > 1 ? [plural(design.settings, 'setting')] : []),
    ...(design.patients > 0 ? [plural(design.patients, 'patient')] : []),
  ]
}

function answerSentence(effect: EffectSummary, summary: TrialSummary): string {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const what = endpoint === undefined ? effect.endpoint : whatChanged(endpoint, summary)
  if (effect.estimate === null)
    return `In this tissue, the effect of ${effect.arm} on ${what} could not be estimated.`
  if (verdictText(effect) === 'no difference')
    return `In this tissue, ${effect.arm} did not change ${what} in any of ${plural(effect.n, 'pair')} of runs.`
  const difference = differenceText(effect, summary)
  if (isSettled(effect)) {
    return `In this tissue, ${effect.arm} changed ${what} by ${difference}: ${howMuch(effect)} ${effect.against}.`
  }
  const runs = plural(effect.n, subjectNoun(summary))
  const needed = neededText(effect, summary, ' About ')
  return `In this tissue, ${runs} ${effect.n === 1 ? 'does' : 'do'} not settle whether ${effect.arm} changes ${what}: ${difference} against ${effect.against}.${needed === '' ? '' : `${needed}.`}`
}

/** "-1,290 cells (95 % CI -1,510 to -1,060; paired t, 8 twin pairs)" */
function differenceText(effect: EffectSummary, summary: TrialSummary): string {
  const unit = summary.endpoints.find(({ name }) => name === effect.endpoint)?.unit ?? ''
  const [estimate = '', low = '', high = ''] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const interval =
    effect.low === null || effect.high === null
      ? `no interval from ${plural(effect.n, 'replicate')}`
      : `${levelName(effect.level)} ${low} to ${high}; ${effect.method}`
  return `${withUnit(estimate, unit)} (${interval})`
}

function finding(effect: EffectSummary, summary: TrialSummary): string {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const words = effectText(effect, endpoint?.unit ?? '')
  const head = headOf(effect, summary)
  if (verdictText(effect) === 'no difference') return `${head}: no difference in any pair of runs`
  return `${head}: ${verdictOf(effect)}, ${words.difference}${isSettled(effect) ? '' : neededText(effect, summary, '; about ')}`
}

/** "CD8 in nests, day 3", with the arm where there are several. */
function headOf(effect: EffectSummary, summary: TrialSummary): string {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const references = new Set(summary.effects.map(({ against }) => against))
  const against = references.size > 1 ? ` against ${effect.against}` : ''
  const arm = summary.arms.length > 2 ? ` in ${effect.arm}${against}` : ''
  return `${endpoint?.label ?? effect.endpoint}, ${timeOf(endpoint, summary)}${arm}`
}

function neededText(effect: EffectSummary, summary: TrialSummary, before: string): string {
  if (effect.needed === undefined) return ''
  const runs = plural(effect.needed, subjectNoun(summary))
  return `${before}${runs} would settle it`
}

function whatChanged(endpoint: EndpointSummary, summary: TrialSummary): string {
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
export function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
