import { parquetWriteBuffer } from 'hyparquet-writer'
import type { TrialSummary } from '../analysis/summary.ts'
import { renderFigures } from '../report/render-figures.ts'
import { renderReport } from '../report/render-report.ts'
import { type Files, joinPath } from '../store/files.ts'
import { csvField } from '../store/run-tables.ts'

/** What the analysis of a trial leaves in its folder. */
export function writeResults(
  files: Files,
  folder: string,
  summary: TrialSummary,
): { readonly report: string } {
  files.write(joinPath(folder, 'summary.json'), JSON.stringify(summary))
  const report = joinPath(folder, 'report.html')
  files.write(report, renderReport(summary))
  for (const [name, svg] of Object.entries(renderFigures(summary)))
    files.write(joinPath(folder, 'figures', name), svg)
  for (const [name, table] of Object.entries(tablesOf(summary))) {
    files.write(joinPath(folder, 'tables', `${name}.csv`), tableCsv(table))
    files.write(joinPath(folder, 'tables', `${name}.parquet`), tableParquet(table))
  }
  return { report }
}

type Cell = number | string | null
/** A table by columns. */
export type Table = Readonly<Record<string, readonly Cell[]>>

/** The tables of a trial, long form: one row per value, so that any tool can group them. */
function tablesOf(summary: TrialSummary): Readonly<Record<string, Table>> {
  const series = summary.series.flatMap(({ measure, unit, times, values }) =>
    Object.entries(values).flatMap(([arm, runs]) =>
      runs.flatMap((run, replicate) =>
        run.map((value, k) => ({
          arm,
          replicate: replicate + 1,
          time_min: times[k] ?? null,
          measure,
          unit,
          value,
        })),
      ),
    ),
  )
  const endpoints = summary.endpoints.flatMap(({ name, unit, at, values }) =>
    Object.entries(values).flatMap(([arm, list]) =>
      list.map((value, replicate) => ({
        endpoint: name,
        arm,
        replicate: replicate + 1,
        time_min: at,
        unit,
        value,
      })),
    ),
  )
  const effects = summary.effects.map((effect) => ({
    endpoint: effect.endpoint,
    arm: effect.arm,
    against: effect.against,
    difference: effect.estimate,
    low: effect.low,
    high: effect.high,
    ratio: effect.ratio ?? null,
    level: effect.level,
    method: effect.method,
    n: effect.n,
    verdict: effect.verdict,
  }))
  const parameters = summary.parameters.map(({ path, name, value, unit, kind, source }) => ({
    parameter: `${path}.${name}`,
    value: typeof value === 'number' ? value : String(value),
    unit,
    kind,
    source: source ?? '',
  }))
  return {
    series: columns(series),
    endpoints: columns(endpoints),
    effects: columns(effects),
    parameters: columns(parameters),
  }
}

/** Rows of like keys as columns. */
export function columns(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = Object.keys(rows[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]))
}

/** A table as text for spreadsheets. */
export function tableCsv(table: Table): string {
  const names = Object.keys(table)
  const count = table[names[0] ?? '']?.length ?? 0
  const field = (value: Cell | undefined): string =>
    value === null || value === undefined ? '' : csvField(String(value))
  const rows = Array.from({ length: count }, (_, row) =>
    names.map((name) => field(table[name]?.[row])).join(','),
  )
  return [names.map(csvField).join(','), ...rows, ''].join('\n')
}

/** A table as Parquet: numbers as doubles, anything else as text. */
export function tableParquet(table: Table): Uint8Array {
  const columnData = Object.entries(table).map(([name, values]) => {
    const isNumber = values.every((value) => value === null || typeof value === 'number')
    return isNumber
      ? { name, data: [...values], type: 'DOUBLE' as const, nullable: true }
      : { name, data: values.map((value) => String(value ?? '')), type: 'STRING' as const }
  })
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}
