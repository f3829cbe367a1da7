import { join } from 'node:path'
import { type PlannedStudy, type StudyDemand, plannedStudies } from '../analysis/study-size.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { powerCurve } from '../figures/power-curve.ts'
import { paperContext } from '../figures/theme.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { type Table, tableCsv } from '../store/table-file.ts'
import { resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { powerAnswer } from './power-answer.ts'
import { parseSummary } from './report.ts'
import type { Terminal } from './terminal.ts'

export interface PowerOptions {
  readonly endpoint?: string
  /** `A against B` */
  readonly comparison?: string
  /** [1] */
  readonly power?: number
  /** [1] */
  readonly alpha?: number
  /** [1] */
  readonly betweenSubjectCv?: number
  readonly json?: boolean
}

/** Chances to see the effect that studies are planned for [1]; convention. */
const POWERS = [0.8, 0.9]
/** Two-sided bound on p [1]; convention. */
const SIGNIFICANCE = 0.05

/** `milieu power`: how many real subjects it takes to see what a trial found. */
export function powerCommand(what: string, options: PowerOptions, terminal: Terminal): number {
  const folder = /\.ya?ml$/.test(what) ? resultsFolder(what) : what
  const path = join(folder, 'summary.json')
  if (!nodeFiles.exists(path)) {
    const how = folder === what ? 'milieu trial writes it' : `milieu trial ${what} writes it`
    terminal.error(`${folder} holds no finished trial: there is no summary.json (${how})`)
    return ExitCode.mistakes
  }
  const summary = parseSummary(new TextDecoder().decode(nodeFiles.read(path)))
  if (summary === undefined || 'generations' in summary) {
    terminal.error(`${path} is not the summary of a trial`)
    return ExitCode.mistakes
  }
  const demand: StudyDemand = {
    powers: options.power === undefined ? POWERS : [options.power],
    significance: options.alpha ?? SIGNIFICANCE,
    ...(options.betweenSubjectCv === undefined ? {} : { betweenSubjects: options.betweenSubjectCv }),
  }
  const all = plannedStudies(summary, demand)
  const chosen = all.filter((study) => isChosen(study, options))
  const problem = chosen.length > 0 ? undefined : nothingChosen(all, summary, options)
  if (problem !== undefined) {
    terminal.error(problem)
    return ExitCode.usage
  }
  const written = writePower(folder, summary, chosen)
  if (options.json === true)
    terminal.print(JSON.stringify({ ...demand, studies: chosen.map(({ size }) => size) }))
  else terminal.print(powerAnswer(chosen, summary, demand, terminal, written))
  return ExitCode.done
}

function isChosen({ size }: PlannedStudy, { endpoint, comparison }: PowerOptions): boolean {
  const pair = `${size.arm} against ${size.against}`
  // `tumour cells` means all its times, too.
  const isEndpoint =
    endpoint === undefined || size.endpoint === endpoint || size.endpoint.startsWith(`${endpoint}, day `)
  return isEndpoint && (comparison === undefined || comparison === pair)
}

/** Why nothing is left, and what there is. */
function nothingChosen(
  all: readonly PlannedStudy[],
  { arms }: TrialSummary,
  { endpoint, comparison }: PowerOptions,
): string {
  if (all.length === 0)
    return `error: this trial compares no arms${arms.length > 1 ? ', so it has no effects; add compare' : ''}`
  const list = (texts: readonly string[]): string => [...new Set(texts)].map((one) => `'${one}'`).join(', ')
  const endpoints = list(all.map(({ size }) => size.endpoint))
  const pairs = list(all.map(({ size }) => `${size.arm} against ${size.against}`))
  const asked = [
    ...(endpoint === undefined ? [] : [`the endpoint '${endpoint}'`]),
    ...(comparison === undefined ? [] : [`the comparison '${comparison}'`]),
  ]
  return `error: the trial does not have ${asked.join(' with ')}; endpoints: ${endpoints}; comparisons: ${pairs}`
}

/** Writes the table and a curve per effect; returns where they are. */
function writePower(
  folder: string,
  summary: TrialSummary,
  studies: readonly PlannedStudy[],
): { readonly table: string; readonly figures: readonly string[] } {
  const table = join(folder, 'tables', 'power.csv')
  nodeFiles.write(table, tableCsv(powerTable(studies)))
  const context = paperContext(summary)
  const figures = studies.map((study) => {
    const { endpoint, arm, against } = study.size
    const path = join(folder, 'figures', `power-${slug(`${endpoint}-${arm}-against-${against}`)}.svg`)
    nodeFiles.write(path, powerCurve(study, context))
    return path
  })
  return { table, figures }
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

function powerTable(studies: readonly PlannedStudy[]): Table {
  const rows = studies.flatMap(({ size }) => size.sizes.map((at) => ({ size, at })))
  type Row = (typeof rows)[number]
  const text = (name: string, of: (row: Row) => string) => ({
    name,
    kind: 'text' as const,
    values: rows.map(of),
  })
  const number = (name: string, of: (row: Row) => number | null) => ({
    name,
    kind: 'number' as const,
    values: rows.map(of),
  })
  return {
    columns: [
      text('endpoint', ({ size }) => size.endpoint),
      text('arm', ({ size }) => size.arm),
      text('against', ({ size }) => size.against),
      text('kind', ({ size }) => size.kind),
      text('method', ({ size }) => size.method),
      number('effect', ({ size }) => size.likely),
      number('effect_optimistic', ({ size }) => size.optimistic),
      number('effect_pessimistic', ({ size }) => size.pessimistic),
      number('power', ({ at }) => at.power),
      number('n_per_group', ({ at }) => at.likely),
      number('n_optimistic', ({ at }) => at.optimistic),
      number('n_pessimistic', ({ at }) => at.pessimistic),
      text('notes', ({ size }) => size.notes.join('; ')),
    ],
  }
}
