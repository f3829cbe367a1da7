import type { EffectSummary, TrialSummary } from '../analysis/summary.ts'
import { CAME, effectText, isSettled, levelName, verdictText } from '../figures/effect-text.ts'
import { forestMark } from '../figures/forest.ts'
import { formatTime, formatTogether, noNumber, withUnit } from '../figures/number-format.ts'
import { stripPlot } from '../figures/strip-plot.ts'
import { armStyle } from '../figures/theme.ts'
import type { FigureContext } from '../figures/theme.ts'
import { plural, subjectNoun } from './answer.ts'
import { figure, paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { endpointEffects } from './endpoint-effects.ts'
import { isLarge } from './large-trial.ts'
import { expectedCount, pText } from './p-text.ts'
import { singleArm } from './single-arm.ts'
import { stripCaption, stripWidth } from './strip-panels.ts'

/** Every effect with its interval, mark and verdict, then every replicate behind it. */
export function effectsSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.effects.length === 0) {
    if (singleArm(summary) !== undefined) return ''
    return section('effects', 'Effects', paragraph('No arms were compared.'))
  }
  const levels = [...new Set(summary.effects.map((effect) => levelName(effect.level)))].join(', ')
  if (isLarge(summary))
    return section(
      'effects',
      'Effects',
      paragraph(effectsNote(summary, levels), 'caption'),
      chanceNote(summary),
      ...endpointEffects(summary, context),
      paragraph(stripCaption(summary), 'caption'),
    )
  const pair = onlyPair(summary)
  const columns = [
    { head: 'endpoint' },
    { head: pair === undefined ? 'reference' : armHead(pair.against, context), numeric: true, whole: true },
    { head: pair === undefined ? 'arm' : armHead(pair.arm, context), numeric: true },
    {
      head: '<span class="mark-head"><span>\u2190 lower</span><span>0</span><span>higher \u2192</span></span>',
    },
    { head: `difference (${text(levels)})`, numeric: true, whole: true },
    { head: 'ratio', numeric: true, whole: true },
    { head: 'verdict' },
  ]
  const rows = summary.effects.map((effect, index) =>
    effectRow(effect, summary.effects[index - 1]?.endpoint !== effect.endpoint, summary, context),
  )
  const strips = summary.endpoints.map(
    (endpoint) =>
      `<div>${stripPlot(summary, endpoint, context, { width: stripWidth(summary), height: 170 })}</div>`,
  )
  return section(
    'effects',
    'Effects',
    table(columns, rows, 'effects-table'),
    paragraph(effectsNote(summary, levels), 'caption'),
    chanceNote(summary),
    figure(
      `<div class="strips" style="--strip:${Math.round(stripWidth(summary) * 1.3)}px">${strips.join('')}</div>`,
      stripCaption(summary),
    ),
  )
}

/** How intervals were made, and what the marks show. */
function effectsNote(summary: TrialSummary, levels: string): string {
  const interval = summary.endpoints[0]?.interval ?? 'range of the replicates'
  const methods = [...new Set(summary.effects.map((effect) => effect.method))].join('; ')
  const arms = isLarge(summary) ? '' : ` Arms: median [${interval}].`
  return `Intervals: ${levels}, ${methods}.${arms} Each endpoint has its own scale around zero, shared by its arms. A filled point: the interval excludes zero; a hollow one: it does not.`
}

/** The two arms that every effect compares, where there is but one comparison. */
function onlyPair({ effects }: TrialSummary): EffectSummary | undefined {
  const [first] = effects
  return effects.every((effect) => effect.arm === first?.arm && effect.against === first.against)
    ? first
    : undefined
}

export function armHead(arm: string, context: FigureContext): Markup {
  return `<b style="color:${armStyle(context, arm).colour}">${text(arm)}</b>`
}

function effectRow(
  effect: EffectSummary,
  first: boolean,
  summary: TrialSummary,
  context: FigureContext,
): Markup[] {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const unit = endpoint?.unit ?? ''
  const words = effectText(effect, unit)
  const when = endpoint === undefined ? '' : formatTime(endpoint.at, summary.duration)
  const level = (arm: string): Markup => {
    const { median = null, low = null, high = null } = endpoint?.summary[arm] ?? {}
    const [middle = noNumber, from = noNumber, to = noNumber] = formatTogether([median, low, high])
    const interval =
      low === null || high === null ? '' : `<br><small class="whole">[${from} to ${to}]</small>`
    const only = onlyPair(summary) === undefined ? '' : ' class="narrow"'
    const name = `<span${only}>${armHead(arm, context)}<br></span>`
    return `${name}${text(withUnit(middle, unit))}${interval}`
  }
  const [estimate = noNumber, from = noNumber, to = noNumber] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const difference = withUnit(estimate, unit)
  const rest = effect.low === null || effect.high === null ? '' : `<br><small>[${from} to ${to}]</small>`
  return [
    first ? `<b>${text(endpoint?.label ?? effect.endpoint)}</b><br><small>${text(when)}</small>` : '',
    level(effect.against),
    level(effect.arm),
    `<div class="mark">${forestMark(effect, summary.effects, context)}</div>`,
    `<b>${text(difference)}</b>${rest}`,
    splitInterval(words.ratio)
      .map((part, index) => (index === 0 ? text(part) : `<br><small>${text(part)}</small>`))
      .join(''),
    `<b>${verdictText(effect)}</b>${verdictNote(effect, summary)}${pNote(effect)}`,
  ]
}

function verdictNote(effect: EffectSummary, summary: TrialSummary): Markup {
  if (!isSettled(effect) && effect.needed !== undefined)
    return `<br><small>about ${plural(effect.needed, subjectNoun(summary))} needed</small>`
  return effect.expected === undefined ? '' : `<br><small>${CAME[effect.expected.met]}</small>`
}

/** p after correction, which is the one to read where several effects are tested; the plain one stands in the tables. */
function pNote({ p, holm }: EffectSummary): Markup {
  if (holm !== undefined) return `<br><small>${text(pText(holm))}, corrected</small>`
  return p === undefined ? '' : `<br><small>${text(pText(p))}</small>`
}

/** What p is, how many effects chance alone would settle, and how many survive the corrections. */
function chanceNote({ effects }: TrialSummary): Markup {
  const tested = effects.filter((effect) => effect.low !== null && effect.high !== null)
  if (tested.length < 2) return ''
  const settled = tested.filter(isSettled).length
  const chance = tested.reduce((sum, { level }) => sum + 1 - level, 0)
  const words = `${settled} of ${plural(tested.length, 'interval')} ${settled === 1 ? 'leaves' : 'leave'} out zero; were there no effects at all, about ${expectedCount(chance)} would by chance.`
  return paragraph(`${words}${correctionText(effects)}`, 'caption')
}

function correctionText(effects: readonly EffectSummary[]): string {
  const corrected = effects.flatMap(({ holm }) => (holm === undefined ? [] : [holm]))
  const shares = effects.flatMap(({ falseDiscovery }) =>
    falseDiscovery === undefined ? [] : [falseDiscovery],
  )
  if (corrected.length === 0) return ''
  const below = (list: readonly number[]): string =>
    `${list.filter((p) => p < 0.05).length} of ${list.length}`
  const rate =
    shares.length === 0
      ? ''
      : `; at a false discovery rate of 5\u00a0% (Benjamini\u2013Hochberg), ${below(shares)} stay`
  return ` p: two-sided, of no difference, corrected for ${corrected.length} effects (Holm): ${below(corrected)} are below 0.05${rate}.`
}

/** "x [a to b] unit" as the number and the interval. */
function splitInterval(value: string): string[] {
  const at = value.indexOf('[')
  return at < 0 ? [value] : [value.slice(0, at).trim(), value.slice(at)]
}
