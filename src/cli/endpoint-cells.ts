import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { CAME, effectText, isSettled, verdictText } from '../figures/effect-text.ts'
import { formatNumber, formatTime, formatTogether } from '../figures/number-format.ts'
import { subjectNoun } from '../report/answer.ts'
import { plain } from './plain-text.ts'

/** What would be added to settle an effect. */
export function countedOver(summary: TrialSummary): string {
  return `${subjectNoun(summary).replace(' pair', '')}s`
}

/** "tumour cells, day 7" */
export function endpointName(endpoint: EndpointSummary, duration: number): string {
  return plain(`${endpoint.label}${unitSuffix(endpoint.unit)}, ${formatTime(endpoint.at, duration)}`)
}

function unitSuffix(unit: string): string {
  return unit === '1' || unit === 'cells'
    ? ''
    : ` ${unit.replace('1/', '/').replace('^2', '2').replace('^3', '3')}`
}

/** Median and interval of an arm: "4,310 [4,120-4,480]". */
export function armCell(endpoint: EndpointSummary, arm: string): string {
  const statistics = endpoint.summary[arm]
  if (statistics === undefined || statistics.median === null) return 'not computed'
  const { median, low, high } = statistics
  if (low === null || high === null || low === high) return formatNumber(median)
  const [middle = '', from = '', to = ''] = formatTogether([median, low, high])
  return `${middle} [${from}-${to}]`
}

/** Difference of two arms with its interval; empty where they are not compared. */
export function effectCell(
  effects: readonly EffectSummary[],
  endpoint: EndpointSummary,
  c: { arm: string; against: string },
): string {
  const effect = effects.find(
    (e) => e.endpoint === endpoint.name && e.arm === c.arm && e.against === c.against,
  )
  return effect === undefined ? '' : plain(effectText(effect, '').difference.trim())
}

/** What is said of a direction that is settled: only a factor, or that nothing changes, may be open still. */
const CAME_OF_SETTLED = { ...CAME, unsettled: 'whether by as much as expected is unsettled' } as const

/** What the effects on an endpoint say, and what would settle those that say nothing; `what` is counted. */
export function verdictCell(
  effects: readonly EffectSummary[],
  endpoint: EndpointSummary,
  what: string,
): string {
  const verdicts = effects
    .filter((effect) => effect.endpoint === endpoint.name)
    .map((effect) => {
      if (!isSettled(effect) && effect.expected?.met === 'met') return 'no relevant change, as expected'
      if (verdictText(effect) === 'no difference') return 'no difference'
      if (!isSettled(effect))
        return effect.needed === undefined
          ? 'unsettled'
          : `unsettled: about ${effect.needed} ${what} would settle it`
      const met = effect.expected?.met
      return met === undefined ? effect.verdict : `${effect.verdict}, ${CAME_OF_SETTLED[met]}`
    })
  return verdicts.join('; ')
}
