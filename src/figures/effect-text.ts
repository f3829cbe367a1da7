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
  const [middle = noNumber, low = noNumber, high = noNumber] = formatTogether([
    ratio,
    ratioLow ?? null,
    ratioHigh ?? null,
  ])
  return ratioLow === undefined || ratioHigh === undefined ? middle : `${middle} [${low} to ${high}]`
}
