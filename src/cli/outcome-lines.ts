import type { TrialSummary } from '../analysis/summary.ts'
import type { ExpectedOutcome } from '../analysis/summary-results.ts'
import { expectationLine } from '../report/answer.ts'
import { estimateText } from '../report/judged-text.ts'
import { type GroupedOutcome, outcomeGroups } from '../report/outcome-groups.ts'
import { wrap } from './columns.ts'
import { plain } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** A shape and a word beside the colour, as wide as the widest [characters]. */
const words: Readonly<Record<ExpectedOutcome['met'], string>> = {
  met: '\u2713 met',
  'not met': '\u2717 not met',
  unsettled: '? unsettled',
}

/** Where the text of an outcome begins [characters]. */
const textStart = 15

/** What was expected beforehand, by endpoint: whether it came, and the number by which that was judged. */
export function outcomeLines(summary: TrialSummary, terminal: Terminal): readonly string[] {
  const groups = outcomeGroups(summary)
  if (groups.length === 0) return []
  const { bold } = terminal.colours
  const lines = groups.flatMap(({ subject, outcomes }) => [
    ...(subject === '' ? ['  Others'] : wrap(plain(subject), terminal.width)).map((line) => bold(line)),
    ...outcomes.flatMap((each) => outcomeLine(each, terminal)),
  ])
  return [...wrap(expectationLine(summary), terminal.width).map((line) => bold(line)), '', ...lines, '']
}

/** One or two lines: the estimate stands at the right where it fits, else beneath. */
function outcomeLine({ outcome, text }: GroupedOutcome, terminal: Terminal): readonly string[] {
  const { colours, width } = terminal
  const colour = { met: colours.green, 'not met': colours.red, unsettled: colours.yellow }[outcome.met]
  const [first = '', ...rest] = wrap(plain(text), width - textStart, '')
  const indent = ' '.repeat(textStart)
  const lines = [first, ...rest]
  const estimates = wrap(plain(estimateText(outcome)), width - textStart, '')
  const last = lines.at(-1) ?? ''
  const isBeside =
    estimates.length === 1 && last.length + 2 + (estimates[0] ?? '').length <= width - textStart
  const atRight = (estimate: string, beside: string): string =>
    beside + colours.dim(estimate.padStart(width - textStart - beside.length))
  const told = isBeside
    ? [...lines.slice(0, -1), ...estimates.map((line) => (line === '' ? last : atRight(line, last)))]
    : [...lines, ...estimates.map((line) => atRight(line, ''))]
  const mark = colour(words[outcome.met].padEnd(textStart - 4))
  return told.map((line, row) => (row === 0 ? `  ${mark}  ${line}` : `${indent}${line}`))
}
