import type { EffectSummary } from '../analysis/summary.ts'
import { formatExact, formatTogether, noNumber, withUnit } from './number-format.ts'

/** An effect in words, the same in figures, tables and sentences. */
export interface EffectText {
  /** "\u22121,290 [\u22121,510 to \u22121,060]" */
  readonly difference: string
  /** "0.70 [0.64 to 0.77]", or a dash. */
  readonly ratio: string
  /** "lower", "higher", or what would settle it. */
  readonly verdict: string
  /** Everything, for readers who cannot see the mark. */
  readonly sentence: string
}

/** Whether the interval excludes no effect; the interval decides, whatever the verdict says. */
export function isSettled(effect: EffectSummary): boolean {
  const { low, high } = effect
  return (
    low !== null && high !== null && Number.isFinite(low) && Number.isFinite(high) && (low > 0 || high < 0)
  )
}

/** The direction that the interval supports. */
export function verdictOf(effect: EffectSummary): EffectSummary['verdict'] {
  if (!isSettled(effect)) return 'unsettled'
  return (effect.low ?? 0) > 0 ? 'higher' : 'lower'
}

/** What came of an expectation, in words; what is unsettled says so elsewhere. */
export const CAME = { met: 'as expected', 'not met': 'not as expected', unsettled: '' } as const

/** The verdict as people read it; pairs that never differ leave nothing to settle. */
export function verdictText(effect: EffectSummary): string {
  const isNone = effect.estimate === 0 && effect.low === 0 && effect.high === 0
  return isNone ? 'no difference' : verdictOf(effect)
}

/** Put an effect in words; `unit` is its endpoint's. */
export function effectText(effect: EffectSummary, unit: string): EffectText {
  const [estimate = noNumber, low = noNumber, high = noNumber] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const difference =
    effect.low === null || effect.high === null ? estimate : `${estimate} [${low} to ${high}]`
  const verdict = verdictOf(effect)
  const needed = effect.needed === undefined ? '' : `: about ${formatExact(effect.needed)} would settle it`
  return {
    difference: withUnit(difference, unit),
    ratio: ratioText(effect),
    verdict: verdict === 'unsettled' ? `unsettled${needed}` : verdict,
    sentence: `${effect.arm} against ${effect.against}: ${difference}, ${verdict}`,
  }
}

/** Name the interval: "95 % CI". */
export function levelName(level: number): string {
  return `${formatExact(level * 100)}\u00a0%\u00a0CI`
}

function ratioText(effect: EffectSummary): string {
  const { ratio, ratioLow, ratioHigh } = effect
  if (ratio === undefined) return noNumber
  if (ratioLow === undefined || ratioHigh === undefined) return formatTogether([ratio])[0] ?? noNumber
  const isWide = ratioLow < 1 / wideRatio || ratioHigh > wideRatio
  const [middle = noNumber, low = noNumber, high = noNumber] = isWide
    ? [...formatTogether([ratio, ratio * 2]).slice(0, 1), boundText(ratioLow), boundText(ratioHigh)]
    : formatTogether([ratio, ratioLow, ratioHigh])
  return `${middle} [${low} to ${high}]`
}

/** Ends of an interval beyond this ratio, or its inverse, are bounds; chosen: further digits say nothing. */
const wideRatio = 100

function boundText(value: number): string {
  if (value > wideRatio) return `>\u00a0${wideRatio}`
  return value < 1 / wideRatio
    ? `<\u00a0${1 / wideRatio}`
    : (formatTogether([value, value * 2])[0] ?? noNumber)
}
