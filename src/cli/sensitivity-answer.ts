import type { SensitivityStudy } from '../analysis/sensitivity/study.ts'
import type { SensitivitySummary, TrialSummary } from '../analysis/summary.ts'
import { timeSection } from '../compile/core-sections.ts'
import type { SensitivityPlan } from '../experiment/sensitivity-plan.ts'
import { formatDuration, formatTogether } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { directionLine, hangsOn, isAboveLuck } from '../report/sensitivity-line.ts'
import { type SensitivityGroup, sensitivityGroups } from '../report/sensitivity-groups.ts'
import { columnsOf, wrap } from './columns.ts'
import { type Terminal, counted } from './terminal.ts'
import { plain } from './plain-text.ts'

/** What a sensitivity is about to compute. */
export function sensitivityHeader(plan: SensitivityPlan): string {
  const { experiment, points, parameters, design, replicates } = plan
  const { arms, data } = experiment
  const stop = sectionOf(arms[0]?.model.data ?? { sections: {} }, timeSection).stop.value
  const method = points.method === 'morris' ? 'Morris screening' : 'Sobol indices'
  const assumed = plan.kinds.filter((kind) => kind === 'assumed').length
  const facts = [
    `${method} of ${counted(parameters.length, 'number')} (${assumed} assumed)`,
    `${counted(design.points.length, 'point')} x ${counted(arms.length, 'arm')} x ${counted(replicates, 'replicate')}`,
    counted(plan.plans.length, 'different run'),
    formatDuration(stop),
  ]
  const notes = plan.notes.map((note) => `  note     ${note}\n`)
  return `\n${data.question}\n\n  ${facts.join(', ')}\n${notes.join('')}`
}

export interface SensitivityAnswerOptions {
  readonly report: string
  readonly command: string
  readonly isQuiet: boolean
  readonly into?: string
}

/** Groups and parameters that the terminal shows; chosen: a screen; the tables have all. */
const MOST_GROUPS = 4
const MOST_ROWS = 6

/** The end of a sensitivity: what the answer hangs on, with what is assumed named, and where everything is. */
export function sensitivityAnswer(
  study: SensitivityStudy,
  summary: TrialSummary,
  terminal: Terminal,
  { report, command, isQuiet, into }: SensitivityAnswerOptions,
): string {
  const groups = sensitivityGroups({ sensitivity: study.rows, endpoints: summary.endpoints })
  const lines = groups.flatMap((group) =>
    wrap(
      plain(
        `${group.label}: ${hangsOn(group.entries, ({ kind }) => kind)} ${directionLine(group.entries)}`.trimEnd(),
      ),
      terminal.width,
    ),
  )
  const tables = groups.slice(0, MOST_GROUPS).flatMap((group) => ['', ...groupTable(group, terminal)])
  const hidden =
    groups.length > MOST_GROUPS ? [`  and ${groups.length - MOST_GROUPS} more in the report`] : []
  const problems = study.notes.flatMap((note) => wrap(`note: ${note}`, terminal.width))
  const dropped =
    study.runs.dropped === 0
      ? []
      : wrap(
          `${study.runs.dropped} of ${study.runs.blocks} ${study.method === 'morris' ? 'trajectories' : 'base samples'} count nowhere: runs of theirs gave no result.`,
          terminal.width,
        )
  const answer = [
    ...(lines.length === 0 ? ['  nothing can be said'] : lines),
    ...tables,
    ...hidden,
    ...dropped,
  ]
  if (isQuiet) return answer.join('\n')
  return [
    ...answer,
    ...problems,
    '',
    `  report   ${report}`,
    ...(into === undefined
      ? []
      : [`  joined   ${into}: milieu report ${into} says what its answer hangs on`]),
    `  again    ${command}`,
  ].join('\n')
}

function groupTable({ label, unit, entries }: SensitivityGroup, terminal: Terminal): readonly string[] {
  const isScreening = entries.some(({ sigma }) => sigma !== undefined)
  const head = isScreening
    ? ['', 'kind', 'mu* (95 % CI)', 'sigma', '']
    : ['', 'kind', 'first order (95 % CI)', 'total order (95 % CI)', '']
  const shown = entries.slice(0, MOST_ROWS)
  const body = shown.map((entry) => [
    entry.parameter,
    entry.kind ?? '',
    intervalText(entry.index, entry.low, entry.high),
    isScreening
      ? (formatTogether([entry.sigma ?? null])[0] ?? '')
      : intervalText(entry.total, entry.totalLow, entry.totalHigh),
    isAboveLuck(entry) ? '' : 'not told from luck',
  ])
  const [first] = entries
  const of = unit === '' || unit === '1' ? '' : ` [${unit}]`
  const title = `  ${plain(label)}${of}${luckText(first)}`
  const rest = entries.length > MOST_ROWS ? [`  and ${entries.length - MOST_ROWS} more`] : []
  const table = plain(columnsOf([head, ...body], terminal.answerWidth - 2))
  return [terminal.colours.bold(title), ...table.split('\n').map((line) => `  ${line}`), ...rest]
}

function luckText(first: SensitivitySummary | undefined): string {
  if (first?.noise === undefined) return ''
  const luck =
    first.luck === undefined ? '' : `, luck alone gives mu* ${formatTogether([first.luck])[0] ?? ''}`
  return ` (${Math.round(100 * first.noise)} % of a run's variance is its seed's${luck})`
}

function intervalText(value?: number, low?: number, high?: number): string {
  const [middle = '', from = '', to = ''] = formatTogether([value ?? null, low ?? null, high ?? null])
  return low === undefined || high === undefined ? middle : `${middle} [${from}-${to}]`
}
