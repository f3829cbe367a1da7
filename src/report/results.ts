import { MOST_CSV_ROWS, runsTable, seriesCsv, seriesParquet, seriesRowCount } from '../analysis/run-rows.ts'
import type { TrialData } from '../analysis/summarise.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { summaryTables } from '../analysis/summary-tables.ts'
import type { Outcome } from '../experiment/executor.ts'
import { renderFigures } from './render-figures.ts'
import { renderReport } from './render-report.ts'
import { type Files, joinPath } from '../store/files.ts'
import { type Table, tableCsv, tableParquet } from '../store/table-file.ts'

/** What the analysis of a trial found: the summary, and what was computed run by run. */
export interface Analysis {
  readonly summary: TrialSummary
  readonly data: TrialData
  readonly outcomes: readonly Outcome[]
  /** Runs whose files are not what they wrote, by key. */
  readonly broken: ReadonlyMap<string, string>
}

/** Where results were written, and what was left out. */
export interface WrittenResults {
  readonly report: string
  readonly notes: readonly string[]
}

/** Writes everything that the analysis of a trial leaves in its folder. */
export function writeResults(files: Files, folder: string, analysis: Analysis): WrittenResults {
  const written = writeSummary(files, folder, analysis.summary)
  const { data, outcomes, broken } = analysis
  writeTable(files, folder, 'runs', runsTable(outcomes, data, broken))
  files.write(tableFile(folder, 'series.parquet'), seriesParquet(data))
  const csv = tableFile(folder, 'series.csv')
  const rows = seriesRowCount(data)
  if (rows <= MOST_CSV_ROWS) {
    files.write(csv, seriesCsv(data))
    return written
  }
  // One that a smaller trial left there would not be this one's.
  if (files.exists(csv)) files.remove(csv)
  const note = `tables/series.csv is left out: ${rows} rows are more than spreadsheets open; tables/series.parquet has them`
  return { ...written, notes: [...written.notes, note] }
}

/** Writes what follows from a summary alone: report, figures and tables, but for those of runs and series. */
export function writeSummary(files: Files, folder: string, summary: TrialSummary): WrittenResults {
  files.write(joinPath(folder, 'summary.json'), JSON.stringify(summary))
  const report = joinPath(folder, 'report.html')
  files.write(report, renderReport(summary))
  for (const [name, svg] of Object.entries(renderFigures(summary)))
    files.write(joinPath(folder, 'figures', name), svg)
  for (const [name, table] of Object.entries(summaryTables(summary))) writeTable(files, folder, name, table)
  return { report, notes: [] }
}

function writeTable(files: Files, folder: string, name: string, table: Table): void {
  files.write(tableFile(folder, `${name}.csv`), tableCsv(table))
  files.write(tableFile(folder, `${name}.parquet`), tableParquet(table))
}

function tableFile(folder: string, name: string): string {
  return joinPath(folder, 'tables', name)
}
