import type { TrialSummary } from '../analysis/summary.ts'
import type { Profile } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import { networkReport } from '../processes/network/report.ts'
import { transportReport } from '../processes/transport/adaptive-report.ts'
import type { RunManifest, RunResult } from '../store/run-store.ts'
import { columnsOf } from './columns.ts'
import { organismLines } from './organism-lines.ts'
import type { Terminal } from './terminal.ts'

/** The end of a run: first and last value of each series, and where everything is. */
export function runTable(
  summary: TrialSummary,
  manifest: RunManifest,
  terminal: Terminal,
  where?: { readonly run: string; readonly report?: string },
): string {
  const rows = summary.series.map(({ label, unit, times, values }) => {
    const run = Object.values(values)[0]?.[0] ?? []
    const show = (value: number | null | undefined): string =>
      value === null || value === undefined ? 'none' : formatNumber(value)
    return {
      name: unit === '1' || unit === 'cells' ? label : `${label} [${unit}]`,
      from: show(run[0]),
      to: show(run.at(-1)),
      at: times.at(-1) ?? 0,
    }
  })
  const width = Math.max(12, ...rows.map((row) => row.name.length))
  const end = formatTime(manifest.time, summary.duration)
  const lines = rows.map(
    (row) => `  ${row.name.padEnd(width)}  ${row.from.padStart(12)}  ${row.to.padStart(12)}`,
  )
  return [
    '',
    terminal.colours.bold(`  ${summary.title.padEnd(width)}  ${'start'.padStart(12)}  ${end.padStart(12)}`),
    ...lines,
    ...(summary.organism === undefined ? [] : ['', ...organismLines(summary.organism, summary.duration)]),
    ...(where === undefined
      ? []
      : [
          '',
          `  state    ${manifest.stateHash}${manifest.status === 'finished' ? '' : `   (${manifest.status})`}`,
          ...(manifest.status === 'stopped' ? [`  go on    milieu resume ${where.run}`] : []),
          where.report === undefined ? `  run      ${where.run}` : `  report   ${where.report}`,
        ]),
  ].join('\n')
}

/** A row of a table of facts, as whoever computed them names them. */
export type AnswerRow = Readonly<Record<string, string | number>>

/** Rows of facts as columns under their names: numbers to the right, texts to the left; empty when there are none. */
function factTable(rows: readonly AnswerRow[]): string {
  const names = Object.keys(rows[0] ?? {})
  if (names.length === 0) return ''
  const isNumber = (name: string): boolean => rows.every((row) => typeof row[name] === 'number')
  const cell = (value: string | number | undefined): string =>
    typeof value === 'number' ? formatNumber(value) : (value ?? '')
  const columns = names.map((name) => {
    const cells = [name, ...rows.map((row) => cell(row[name]))]
    const width = Math.max(...cells.map((text) => text.length))
    return cells.map((text) => (isNumber(name) ? text.padStart(width) : text.padEnd(width)))
  })
  const lines = Array.from({ length: rows.length + 1 }, (_, k) => columns.map((column) => column[k] ?? ''))
  return columnsOf(lines.map((line) => ['', ...line]))
}

/** What a part of the engine has to say about a run, for `--profile`. */
export interface EngineReport {
  readonly title: string
  readonly rows: readonly AnswerRow[]
}

/** What the adaptive transport did, a row per substrate; none under another scheme. */
export function transportRows(world: World): readonly AnswerRow[] {
  const percent = (share: number): number => Number((100 * share).toPrecision(2))
  return transportReport(world).map((report) => ({
    substrate: report.substrate,
    steps: report.steps,
    'mean [min]': Number(report.meanLength.toPrecision(3)),
    solved: report.substeps,
    'done again': report.refused,
    cycles: report.cycles,
    'quasi-steady [%]': percent(report.quasiSteady),
    'error, mean [%]': percent(report.meanEstimate),
    'largest [%]': percent(report.largestEstimate),
    'above tolerance': report.aboveTolerance,
  }))
}

/** Trouble that networks had, a row per cell type; none where they had none. */
export function networkRows(world: World): readonly AnswerRow[] {
  return networkReport(world).map(({ type, cells, atShortestStep, notSettled }) => ({
    'cell type': type,
    cells,
    'at the shortest step': atShortestStep,
    'not settled': notSettled,
  }))
}

/** Time per phase of the step [ms, %], and below it what parts of the engine report. */
export function profileTable(
  result: RunResult & { readonly profile: Profile },
  reports: readonly EngineReport[] = [],
): string {
  const entries = Object.entries(result.profile).toSorted(([, a], [, b]) => b - a)
  const total = entries.reduce((sum, [, ms]) => sum + ms, 0)
  const lines = entries.map(
    ([phase, ms]) =>
      `  ${phase.padEnd(14)} ${ms.toFixed(1).padStart(10)} ms ${((100 * ms) / total).toFixed(1).padStart(6)} %`,
  )
  const perTick = (1000 * total) / Math.max(result.ticks, 1)
  return [
    ...lines,
    `  ${'in all'.padEnd(14)} ${total.toFixed(1).padStart(10)} ms   ${result.ticks} ticks, ${perTick.toFixed(1)} us per tick`,
    ...reports
      .filter(({ rows }) => rows.length > 0)
      .flatMap(({ title, rows }) => ['', `  ${title}`, factTable(rows)]),
  ].join('\n')
}
