import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { domainSection, timeSection } from '../compile/core-sections.ts'
import { settingCount } from '../experiment/design-of.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { effectText, isSettled } from '../figures/effect-text.ts'
import { formatDuration, formatNumber, formatTime, formatTogether } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { answerSentences, evidenceLine, subjectNoun } from '../report/answer.ts'
import { eventFindings, incompleteLines, synergyFindings } from '../report/findings.ts'
import { relationFindings } from '../report/judged-text.ts'
import { sensitivityLine } from '../report/sensitivity-line.ts'
import { wrap } from './columns.ts'
import type { Terminal } from './terminal.ts'

/** Question and size of a trial, before it runs. */
export function trialHeader(
  experiment: Experiment,
  runs: number,
  overrides: { readonly replicates?: number; readonly seed?: number },
): string {
  const model = experiment.arms[0]?.model
  if (model === undefined) return experiment.data.question
  const [width, height] = sectionOf(model.data, domainSection).size
  const stop = sectionOf(model.data, timeSection).stop.value
  const replicates = overrides.replicates ?? experiment.data.replicates
  const size = `${(width.value / 1000).toFixed(1)} x ${(height.value / 1000).toFixed(1)} mm`
  const facts = [
    productText(experiment, replicates),
    formatDuration(stop),
    size,
    `${formatNumber(model.initialCells.length)} cells`,
    count(runs, 'run'),
  ]
  const seed = `model ${model.hash.slice(0, 6)}  seed ${overrides.seed ?? experiment.data.seed}`
  return `\n${experiment.data.question}\n\n  ${facts.join(', ')}      ${seed}\n`
}

/** `2 arms x 4 settings x 12 patients x 8 twins`: what there is one of is left out, but for a trial without anything else. */
export function productText({ arms, data }: Experiment, replicates: number): string {
  const { sweep, cohort, pairing } = data
  const varied = [
    ...(sweep === undefined ? [] : [count(settingCount(sweep), 'setting')]),
    ...(cohort === undefined ? [] : [count(cohort.patients, 'patient')]),
  ]
  const what = pairing === 'twins' && arms.length > 1 ? 'twin' : 'replicate'
  const each = replicates === 1 && varied.length > 0 ? [] : [count(replicates, what)]
  return [count(arms.length, 'arm'), ...varied, ...each].join(' x ')
}

/** What would be added to settle an effect. */
function countedOver(summary: TrialSummary): string {
  return `${subjectNoun(summary).replace(' pair', '')}s`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

export interface AnswerOptions {
  readonly report: string
  readonly again: string
  readonly isQuiet: boolean
}

/** The end of a trial: the answer, the table of endpoints, the evidence, and where everything is. */
export function trialAnswer(summary: TrialSummary, terminal: Terminal, options: AnswerOptions): string {
  const lines = [
    ...answerSentences(summary).flatMap((sentence) => wrap(sentence, terminal.width)),
    '',
    ...table(summary, terminal),
    ...furtherLines(summary, terminal),
  ]
  if (options.isQuiet) return lines.join('\n')
  return [
    ...lines,
    '',
    ...wrap(evidenceLine(summary), terminal.width),
    ...sensitivityLines(summary, terminal.width),
    `  report   ${options.report}`,
    `  again    ${options.again}`,
  ].join('\n')
}

/** What the answer hangs on, where somebody looked. */
function sensitivityLines(summary: TrialSummary, width: number): readonly string[] {
  const line = sensitivityLine(summary)
  return line === '' ? [] : wrap(plain(line), width)
}

/** Times to events, synergies, expected relations and runs that gave no result: a line each, where there are any. */
function furtherLines(summary: TrialSummary, terminal: Terminal): readonly string[] {
  const lines = [
    ...eventFindings(summary),
    ...synergyFindings(summary),
    ...relationFindings(summary),
    ...incompleteLines(summary),
  ]
  if (lines.length === 0) return []
  return ['', ...lines.flatMap((line) => wrap(plain(line), terminal.width))]
}

/** One row per endpoint; the arms side by side, then each comparison. */
function table(summary: TrialSummary, terminal: Terminal): readonly string[] {
  const comparisons = distinctComparisons(summary.effects)
  const isSingle = comparisons.length === 1
  const header = [
    '',
    ...summary.arms.map((arm) => arm.name),
    ...comparisons.map((c) => (isSingle ? 'difference (95 % CI)' : `${c.arm} - ${c.against} (95 % CI)`)),
    '',
  ]
  const rows = summary.endpoints.map((endpoint) => [
    `${endpoint.label}${unitSuffix(endpoint.unit)}, ${formatTime(endpoint.at, summary.duration)}`,
    ...summary.arms.map((arm) => armCell(endpoint, arm.name)),
    ...comparisons.map((c) => effectCell(summary.effects, endpoint, c)),
    verdictCell(summary.effects, endpoint, countedOver(summary)),
  ])
  const { colours } = terminal
  const width = header.reduce(
    (sum, _, k) => sum + 2 + Math.max(...[header, ...rows].map((row) => row[k]?.length ?? 0)),
    0,
  )
  if (!isSingle && comparisons.length > 0 && width > terminal.answerWidth) return stacked(summary, terminal)
  const [head = '', ...body] = align([header, ...rows], terminal.answerWidth)
  return [colours.bold(head), ...body]
}

/** Beneath each other what is too wide side by side: under each endpoint its arms, then its comparisons. */
function stacked(summary: TrialSummary, { colours, answerWidth }: Terminal): readonly string[] {
  const what = countedOver(summary)
  const rows = summary.endpoints.flatMap((endpoint) => {
    const own = summary.effects.filter((effect) => effect.endpoint === endpoint.name)
    return [
      [`${endpoint.label}${unitSuffix(endpoint.unit)}, ${formatTime(endpoint.at, summary.duration)}`, '', ''],
      ...summary.arms.map((arm) => [`  ${arm.name}`, armCell(endpoint, arm.name), '']),
      ...own.map((effect) => [
        `  ${effect.arm} - ${effect.against}`,
        effectCell(summary.effects, endpoint, effect),
        verdictCell([effect], endpoint, what),
      ]),
    ]
  })
  const [head = '', ...body] = align([['', 'difference (95 % CI)', ''], ...rows], answerWidth)
  return [colours.bold(head), ...body]
}

function distinctComparisons(effects: readonly EffectSummary[]): readonly { arm: string; against: string }[] {
  const found = new Map(effects.map(({ arm, against }) => [`${arm}\n${against}`, { arm, against }]))
  return [...found.values()]
}

function unitSuffix(unit: string): string {
  return unit === '1' || unit === 'cells'
    ? ''
    : ` ${unit.replace('1/', '/').replace('^2', '2').replace('^3', '3')}`
}

function armCell(endpoint: EndpointSummary, arm: string): string {
  const statistics = endpoint.summary[arm]
  if (statistics === undefined || statistics.median === null) return 'not computed'
  const { median, low, high } = statistics
  if (low === null || high === null || low === high) return formatNumber(median)
  const [middle = '', from = '', to = ''] = formatTogether([median, low, high])
  return `${middle} [${from}-${to}]`
}

function effectCell(
  effects: readonly EffectSummary[],
  endpoint: EndpointSummary,
  c: { arm: string; against: string },
): string {
  const effect = effects.find(
    (e) => e.endpoint === endpoint.name && e.arm === c.arm && e.against === c.against,
  )
  return effect === undefined ? '' : plain(effectText(effect, '').difference.trim())
}

/** Terminals and scripts get plain characters. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\u201c\u201d]/g, "'")
    .replaceAll(/[\u2212\u2013]/g, '-')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u00b2', '2')
}

function verdictCell(effects: readonly EffectSummary[], endpoint: EndpointSummary, what: string): string {
  const verdicts = effects
    .filter((effect) => effect.endpoint === endpoint.name)
    .map((effect) => {
      if (!isSettled(effect) && effect.expected?.met === 'met') return 'no relevant change, as expected'
      if (!isSettled(effect))
        return effect.needed === undefined
          ? 'unsettled'
          : `unsettled: about ${effect.needed} ${what} would settle it`
      const met = effect.expected?.met
      return met === undefined
        ? effect.verdict
        : `${effect.verdict}, ${met === 'met' ? 'as expected' : 'not as expected'}`
    })
  return verdicts.join('; ')
}

/** Pads columns to a common width; the last one, the verdict, goes below the difference where the line is too long for it. */
function align(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const last = (rows[0]?.length ?? 1) - 1
  const widths = Array.from({ length: last }, (_, k) => Math.max(...rows.map((row) => row[k]?.length ?? 0)))
  const starts = widths.map((_, k) => 2 + widths.slice(0, k).reduce((sum, each) => sum + each + 2, 0))
  const end = 2 + widths.reduce((sum, each) => sum + each + 2, 0)
  const fits = rows.every((row) => end + (row[last]?.length ?? 0) <= width)
  return rows.flatMap((row) => {
    const cells = `  ${row
      .slice(0, last)
      .map((cell, k) => cell.padEnd((widths[k] ?? 0) + 2))
      .join('')}`
    const verdict = row[last] ?? ''
    if (fits || verdict === '') return [`${cells}${verdict}`.trimEnd()]
    return [cells.trimEnd(), `${' '.repeat(starts[last - 1] ?? 2)}${verdict}`]
  })
}
