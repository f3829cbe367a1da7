import type { TrialSummary } from '../analysis/summary.ts'
import { formatNumber } from '../figures/number-format.ts'
import { plural } from './answer.ts'
import { definitions, paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'

/** Marks of outcomes: shape beside the word. */
export const outcomeMarks = { met: '\u2713', 'not met': '\u2717', unsettled: '?' } as const

/** What is needed to get the same numbers again. */
export function reproduceSection(summary: Pick<TrialSummary, 'provenance' | 'runs'>): Markup {
  const { provenance } = summary
  const times = Object.values(provenance.wallTime)
  const total = times.reduce((sum, time) => sum + time, 0)
  const facts = definitions([
    ['milieu', text(provenance.version)],
    ['model hash', `<code>${text(provenance.modelHash)}</code>`],
    ['plan hash', `<code>${text(provenance.planHash)}</code>`],
    ['seed', text(String(provenance.seed))],
    ['made on', text(`${plural(provenance.host.cores, 'core')}, ${hostText(provenance.host.node)}`)],
    ['run time', text(`${formatNumber(total)} s in ${runsTimed(summary)}, added up`)],
    ['peak memory', text(`${formatNumber(provenance.peakMemory)} MB`)],
  ])
  const columns = [
    { head: 'run' },
    { head: 'hash of the final state' },
    { head: 'wall time (s)', numeric: true },
  ]
  const rows = Object.entries(provenance.stateHashes).map(([run, hash]) => [
    text(run),
    `<code>${text(hash)}</code>`,
    formatNumber(provenance.wallTime[run] ?? null),
  ])
  const runs = `<details><summary>Hash of every run</summary>${table(columns, rows)}</details>`
  return section(
    'reproduce',
    'Reproduce',
    `<pre>${text(provenance.command)}</pre>`,
    facts,
    rows.length === 0 ? '' : runs,
  )
}

/** A page knows no version of Node. */
function hostText(node: string): string {
  return node === '' ? 'in a browser' : `Node ${node}`
}

/** Runs whose times are added up: of a large trial the summary keeps only the first. */
function runsTimed({ provenance, runs }: Pick<TrialSummary, 'provenance' | 'runs'>): string {
  const { length } = Object.values(provenance.wallTime)
  return `${runs !== undefined && runs.finished > length ? 'the first ' : ''}${plural(length, 'run')}`
}

/** What this trial cannot say. */
export function limitsSection(summary: Pick<TrialSummary, 'limits'>): Markup {
  const items = summary.limits.map((limit) => `<li>${text(limit)}</li>`)
  return section(
    'limits',
    'Limits',
    items.length === 0
      ? paragraph('None were written down, which does not mean there are none.')
      : `<ul>${items.join('')}</ul>`,
  )
}
