import type { TrialSummary } from '../analysis/summary.ts'
import type { TwinSummary } from '../analysis/summary-results.ts'
import { formatTogether } from '../figures/number-format.ts'
import { lowerFirst, subjectNoun } from './answer.ts'
import { paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'

/** Rows that are shown at once; chosen: of more the primary endpoint's, and the others behind a click. */
const mostOpen = 12

/** What twins saved: how many times as many runs with seeds of their own would have been needed. */
export function twinsSection(summary: TrialSummary): Markup {
  const twins = summary.twins ?? []
  if (twins.length === 0) return ''
  const columns = [
    { head: 'endpoint' },
    { head: 'comparison' },
    { head: 'times fewer replicates (95\u00a0% CI)', numeric: true, whole: true },
    { head: `${subjectNoun(summary)}s`, numeric: true },
  ]
  const rows = twins.map((twin) => [
    text(labelOf(twin, summary)),
    text(`${twin.arm} against ${twin.against}`),
    text(factorText(twin)),
    String(twin.n),
  ])
  const primary = twins.flatMap(({ endpoint }, index) =>
    endpoint === summary.effects[0]?.endpoint ? [rows[index] ?? []] : [],
  )
  const rest =
    twins.length > mostOpen && primary.length > 0
      ? `${table(columns, primary)}<details><summary>All ${twins.length} comparisons</summary>${table(columns, rows)}</details>`
      : table(columns, rows)
  const method =
    'The factor is the variance of a difference between runs with seeds of their own, over the variance of the difference within twin pairs. Below 1, twins cost instead of saving.'
  return section(
    'twins',
    'What twins saved',
    paragraph(sentenceOf(twins, summary)),
    rest,
    paragraph(method, 'caption'),
  )
}

function sentenceOf(twins: readonly TwinSummary[], summary: TrialSummary): string {
  const primary = twins.find(({ endpoint }) => endpoint === summary.effects[0]?.endpoint) ?? twins[0]
  if (primary === undefined) return ''
  const [factor = ''] = formatTogether([primary.factor, primary.factor * 2])
  const { low, high, endpoint, arm, against } = primary
  const what = lowerFirst(labelOf(primary, summary))
  const where =
    twins.filter((twin) => twin.endpoint === endpoint).length > 1 ? `, ${arm} against ${against}` : ''
  const range = `95\u00a0% CI ${endsText(primary)}`
  if (low !== null && low > 1)
    return `For the same certainty about ${what}${where}, runs with seeds of their own would have needed ${factor} times as many replicates (${range}).`
  if (high !== null && high < 1)
    return `For ${what}${where}, pairing cost certainty: the factor is ${factor} (${range}).`
  return `Whether twins saved replicates for ${what}${where} is not settled: the factor is ${factor} (${range}).`
}

function factorText(twin: TwinSummary): string {
  const [middle = ''] = formatTogether([twin.factor, twin.low, twin.high])
  return `${middle} [${endsText(twin)}]`
}

/** The ends of the interval; few pairs leave one open. */
function endsText({ factor, low, high }: TwinSummary): string {
  const [, from = '', to = ''] = formatTogether([factor, low, high])
  return `${low === null ? 'no bound' : from} to ${high === null ? 'no bound' : to}`
}

function labelOf({ endpoint }: TwinSummary, summary: TrialSummary): string {
  return summary.endpoints.find(({ name }) => name === endpoint)?.label ?? endpoint
}
