import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { CAME, effectText, isSettled, levelName, verdictText } from '../figures/effect-text.ts'
import { forestMark } from '../figures/forest.ts'
import { formatTime, formatTogether, formatUnit, noNumber } from '../figures/number-format.ts'
import { armStyle } from '../figures/theme.ts'
import type { FigureContext } from '../figures/theme.ts'
import { plural, subjectNoun } from './answer.ts'
import { table, text } from './html.ts'
import type { Markup } from './html.ts'
import { effectCounts } from './large-trial.ts'
import { pText } from './p-text.ts'
import { scrollingStrip } from './strip-panels.ts'

/** Height of the plot of every replicate [pt]. */
const stripHeight = 150

/** Effects of a trial with many comparisons: endpoint after endpoint, each with its comparisons and every replicate. */
export function endpointEffects(summary: TrialSummary, context: FigureContext): Markup[] {
  return summary.endpoints.flatMap((endpoint) => {
    const effects = summary.effects.filter((effect) => effect.endpoint === endpoint.name)
    return effects.length === 0 ? [] : [block(endpoint, effects, summary, context)]
  })
}

function block(
  endpoint: EndpointSummary,
  effects: readonly EffectSummary[],
  summary: TrialSummary,
  context: FigureContext,
): Markup {
  const levels = [...new Set(effects.map((effect) => levelName(effect.level)))].join(', ')
  const unit = ['', '1'].includes(endpoint.unit) ? '' : `, ${formatUnit(endpoint.unit)}`
  const columns = [
    { head: 'comparison' },
    { head: 'medians', numeric: true, whole: true },
    {
      head: '<span class="mark-head"><span>\u2190 lower</span><span>0</span><span>higher \u2192</span></span>',
    },
    { head: `difference (${text(levels)})`, numeric: true, whole: true },
    { head: 'ratio', numeric: true, whole: true },
    { head: 'verdict' },
  ]
  const rows = effects.map((effect) => effectRow(effect, endpoint, summary, context))
  const when = `${formatTime(endpoint.at, summary.duration)}${unit}`
  return [
    `<h3>${text(endpoint.label)} <small>${text(when)}: ${effectCounts(effects)}</small></h3>`,
    table(columns, rows).replace('<table', '<table class="effects-list"'),
    scrollingStrip(summary, endpoint, context, stripHeight),
  ].join('\n')
}

function effectRow(
  effect: EffectSummary,
  endpoint: EndpointSummary,
  summary: TrialSummary,
  context: FigureContext,
): Markup[] {
  const [estimate = noNumber, from = noNumber, to = noNumber] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const rest = effect.low === null || effect.high === null ? '' : ` <small>[${from} to ${to}]</small>`
  const medians = formatTogether(
    [effect.against, effect.arm].map((arm) => endpoint.summary[arm]?.median ?? null),
  )
  const { colour } = armStyle(context, effect.arm)
  const [ratio = '', interval = ''] = effectText(effect, '').ratio.split(' [')
  return [
    `<b style="color:${colour}">${text(effect.arm)}</b> <small>against ${text(effect.against)}</small>`,
    `<small>${text(medians.join(' \u2192 '))}</small>`,
    `<div class="mark">${forestMark(effect, summary.effects, context)}</div>`,
    `<b>${text(estimate)}</b>${rest}`,
    `${text(ratio)}${interval === '' ? '' : ` <small>[${text(interval)}</small>`}`,
    `<b>${verdictText(effect)}</b>${note(effect, summary)}`,
  ]
}

/** What would settle it, or whether it was expected; then p, which is corrected where several effects are tested, as the note above them says. */
function note(effect: EffectSummary, summary: TrialSummary): Markup {
  const { needed, expected, p, holm } = effect
  const settles = isSettled(effect) ? undefined : needed
  const parts = [
    settles === undefined ? '' : `about ${plural(settles, subjectNoun(summary))} needed`,
    settles === undefined && expected !== undefined ? CAME[expected.met] : '',
    verdictText(effect) === 'no difference' ? '' : pNote(p, holm),
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` <small>${text(parts.join('; '))}</small>`
}

function pNote(p: number | undefined, holm: number | undefined): string {
  if (holm !== undefined) return pText(holm)
  return p === undefined ? '' : pText(p)
}
