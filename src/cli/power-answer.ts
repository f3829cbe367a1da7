import type { PlannedStudy, SizeAtPower, StudyDemand, StudySize } from '../analysis/study-size.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import type { MaybeNumber } from '../analysis/summary-results.ts'
import { formatNumber, formatTogether } from '../figures/number-format.ts'
import { columnsOf, wrap } from './columns.ts'
import { type Terminal, counted } from './terminal.ts'
import { plain } from './plain-text.ts'

/** The end of `milieu power`: a sentence on the primary effect, the table, what to mind, and where everything is. */
export function powerAnswer(
  studies: readonly PlannedStudy[],
  summary: TrialSummary,
  { powers, significance }: StudyDemand,
  terminal: Terminal,
  { table, figures }: { readonly table: string; readonly figures: readonly string[] },
): string {
  const sizes = studies.map(({ size }) => size)
  const [first] = sizes
  const head = ['endpoint', 'comparison', 'effect', ...powers.map((power) => plain(`n at ${percent(power)}`))]
  const rows = sizes.map((size) => [
    size.endpoint,
    `${size.arm} - ${size.against}`,
    effectText(size, summary),
    ...size.sizes.map(sizeText),
  ])
  const notes = [...new Set(sizes.flatMap((size) => size.notes))]
  const { colours } = terminal
  const [title = '', ...body] = columnsOf([head, ...rows], terminal.answerWidth).split('\n')
  return [
    ...(first === undefined ? [] : wrap(sentence(first, significance), terminal.width).map(plain)),
    '',
    colours.bold(`  ${title}`),
    ...body.map((line) => `  ${line}`),
    '',
    ...wrap(COLUMNS, terminal.width),
    ...notes.flatMap((note) => wrap(`note: ${note}`, terminal.width)),
    `  table    ${table}`,
    `  figures  ${figures.length === 1 ? (figures[0] ?? '') : `${counted(figures.length, 'file')} beside ${figures[0] ?? ''}`}`,
  ].join('\n')
}

/** What the columns of sizes hold. */
const COLUMNS =
  'n: subjects per group for the effect as found [if it is as large as the interval allows - if it is as small]'

function sentence(size: StudySize, significance: number): string {
  const [at] = size.sizes
  const what = `${size.endpoint} between ${size.arm} and ${size.against}`
  const test = `${size.method}, two-sided alpha ${percent(significance)}`
  if (at === undefined || at.likely === null)
    return `No size follows for ${what} (${test}): ${size.notes.at(-1) ?? 'the trial found no effect'}.`
  const smaller =
    at.pessimistic === null
      ? 'if it is as small as the trial allows there may be no effect at all, and no number is enough'
      : `${formatNumber(at.pessimistic)} if it is as small as the trial allows`
  const larger = at.optimistic === null ? '' : `${formatNumber(at.optimistic)} if it is as large, `
  return `To see the difference in ${what} that this trial found, with a chance of ${percent(at.power)}, a real study needs about ${formatNumber(at.likely)} subjects per group (${larger}${smaller}; ${test}; ${size.spread}).`
}

function effectText({ kind, likely, pessimistic, optimistic, endpoint }: StudySize, summary: TrialSummary) {
  const [low, high] = [pessimistic, optimistic].toSorted((a, b) => (a ?? 0) - (b ?? 0))
  const [middle = '', from = '', to = ''] = formatTogether([likely, low ?? null, high ?? null])
  const unit = summary.endpoints.find(({ name }) => name === endpoint)?.unit ?? ''
  const suffix = kind === 'mean' && unit !== '' && unit !== '1' ? ` ${unit}` : ''
  const name = kind === 'time to event' ? 'hazard ratio ' : ''
  return plain(`${name}${middle} [${from} to ${to}]${suffix}`)
}

function sizeText({ likely, optimistic, pessimistic }: SizeAtPower): string {
  if (likely === null) return 'cannot be said'
  return `${formatNumber(likely)} [${nText(optimistic)}-${nText(pessimistic)}]`
}

function nText(n: MaybeNumber): string {
  return n === null ? 'no number' : formatNumber(n)
}

/** With a space that no line breaks at. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))}\u00a0%`
}
