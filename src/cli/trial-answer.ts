import { domainSize } from '../figures/domain-size.ts'
import type { EffectSummary, TrialSummary } from '../analysis/summary.ts'
import { domainSection, timeSection } from '../compile/core-sections.ts'
import { settingCount } from '../experiment/design-of.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { formatDuration, formatNumber } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { answerSentences, evidenceLine, expectationLine } from '../report/answer.ts'
import { hazardVerdict } from '../report/event-text.ts'
import { eventFindings, incompleteLines, synergyFindings } from '../report/findings.ts'
import { relationFindings } from '../report/judged-text.ts'
import { effectCounts, isLarge, verdictCounts } from '../report/large-trial.ts'
import { sensitivityLine } from '../report/sensitivity-line.ts'
import { columnsOf, wrap } from './columns.ts'
import { endpointBlock } from './endpoint-block.ts'
import { armCell, countedOver, effectCell, endpointName, verdictCell } from './endpoint-cells.ts'
import { outcomeLines } from './outcome-lines.ts'
import { plain } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Question and size of a trial, before it runs. */
export function trialHeader(
  experiment: Experiment,
  runs: number,
  overrides: { readonly replicates?: number; readonly seed?: number },
): string {
  const model = experiment.arms[0]?.model
  if (model === undefined) return experiment.data.question
  const { size, voxel } = sectionOf(model.data, domainSection)
  const edges = size.map(({ value }) => value)
  const stop = sectionOf(model.data, timeSection).stop.value
  const replicates = overrides.replicates ?? experiment.data.replicates
  const facts = [
    productText(experiment, replicates),
    formatDuration(stop),
    domainSize(edges, voxel.value, ' x ', 1),
    ...(model.initialCells.length === 0 ? [] : [`${formatNumber(model.initialCells.length)} cells`]),
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
  const lines = isLarge(summary) ? largeLines(summary, terminal) : smallLines(summary, terminal)
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

/** The answer in sentences, every endpoint, and all else that was found. */
function smallLines(summary: TrialSummary, terminal: Terminal): readonly string[] {
  const findings = [
    ...eventFindings(summary),
    ...synergyFindings(summary),
    ...relationFindings(summary),
    ...incompleteLines(summary),
  ]
  return [
    ...answerSentences(summary).flatMap((sentence) => wrap(sentence, terminal.width)),
    '',
    ...table(summary, terminal),
    ...paragraphLines(findings, terminal),
  ]
}

/** What was expected first, then the answer with the primary endpoint; of the rest how much is settled, since the report has it all. */
function largeLines(summary: TrialSummary, terminal: Terminal): readonly string[] {
  const [primary] = summary.endpoints.filter(({ name }) => name === summary.effects[0]?.endpoint)
  // The last sentence counts what was expected, which is listed above.
  const sentences = answerSentences(summary).filter((sentence) => sentence !== expectationLine(summary))
  return [
    ...outcomeLines(summary, terminal),
    ...sentences.flatMap((sentence) => wrap(plain(sentence), terminal.width)),
    '',
    ...(primary === undefined ? [] : endpointBlock(summary, primary, terminal)),
    ...otherLines(summary, terminal),
    ...paragraphLines([...synergyFindings(summary), ...incompleteLines(summary)], terminal),
  ]
}

/** What the comparisons of the other endpoints and of times to events say, counted. */
function otherLines(summary: TrialSummary, { colours, width }: Terminal): readonly string[] {
  const primary = summary.effects[0]?.endpoint
  const others = summary.endpoints.filter(({ name }) => name !== primary)
  const rows = [
    ...others.map((endpoint) => [
      `  ${endpointName(endpoint, summary.duration)}`,
      effectCounts(summary.effects.filter((effect) => effect.endpoint === endpoint.name)),
    ]),
    ...(summary.survival ?? []).map(({ name, comparisons }) => [
      `  time to ${name}`,
      verdictCounts(comparisons.map(hazardVerdict)),
    ]),
  ].filter(([, counts]) => counts !== '')
  if (rows.length === 0) return []
  const lines = columnsOf(rows, width - 2).split('\n')
  return ['', colours.bold('  Other endpoints, in the report'), ...lines.map((line) => `  ${line}`)]
}

function paragraphLines(lines: readonly string[], terminal: Terminal): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(plain(line), terminal.width))]
}

/** What the answer hangs on, where somebody looked. */
function sensitivityLines(summary: TrialSummary, width: number): readonly string[] {
  const line = sensitivityLine(summary)
  return line === '' ? [] : wrap(plain(line), width)
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
    endpointName(endpoint, summary.duration),
    ...summary.arms.map((arm) => armCell(endpoint, arm.name)),
    ...comparisons.map((c) => effectCell(summary.effects, endpoint, c)),
    verdictCell(summary.effects, endpoint, countedOver(summary)),
  ])
  const { colours } = terminal
  const width = header.reduce(
    (sum, _, k) => sum + 2 + Math.max(...[header, ...rows].map((row) => row[k]?.length ?? 0)),
    0,
  )
  if (!isSingle && summary.arms.length > 2 && width > terminal.answerWidth)
    return summary.endpoints.flatMap((endpoint) => endpointBlock(summary, endpoint, terminal))
  const [head = '', ...body] = align([header, ...rows], terminal.answerWidth)
  return [colours.bold(head), ...body]
}

function distinctComparisons(effects: readonly EffectSummary[]): readonly { arm: string; against: string }[] {
  const found = new Map(effects.map(({ arm, against }) => [`${arm}\n${against}`, { arm, against }]))
  return [...found.values()]
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
