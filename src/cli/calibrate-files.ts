import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import type { Search } from '../analysis/calibration/search.ts'
import type { CalibrationAnswer } from '../analysis/calibration/summarise.ts'
import type { Calibration } from '../experiment/calibration.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { fittedFragment } from '../experiment/fitted-fragment.ts'
import { renderCalibration } from '../report/render-calibration.ts'
import { renderCalibrationFigures } from '../report/render-figures.ts'
import { type Files, joinPath } from '../store/files.ts'
import { type Table, tableCsv, tableOfRows, tableParquet } from '../store/table-file.ts'

/** What the files of a calibration are made from. */
export interface CalibrationResults {
  readonly experiment: Experiment
  readonly calibration: Calibration
  readonly search: Search
  readonly answer: CalibrationAnswer
}

/** Writes summary, page, figures, tables and the fragment with fitted values; returns what an author wants to open. */
export function writeCalibration(
  files: Files,
  folder: string,
  results: CalibrationResults,
): readonly string[] {
  const { experiment, calibration, answer } = results
  const pages = writeCalibrationPage(files, folder, answer)
  for (const [name, table] of Object.entries(tablesOf(results))) {
    if (table.columns.length === 0) continue
    files.write(joinPath(folder, 'tables', `${name}.csv`), tableCsv(table))
    files.write(joinPath(folder, 'tables', `${name}.parquet`), tableParquet(table))
  }
  const fragment = joinPath(folder, 'fitted.yaml')
  const [data] = answer.data
  files.write(
    fragment,
    fittedFragment(experiment, calibration, answer.fitted, {
      reference: data?.text ?? '',
      note: `${answer.method}; ${answer.provenance.command}, seed ${answer.provenance.seed}; ${intervals(answer)}`,
    }),
  )
  return [...pages, fragment]
}

/** Writes what follows from the summary alone; there is no page where nothing is known but a point. */
export function writeCalibrationPage(
  files: Files,
  folder: string,
  summary: CalibrationSummary,
): readonly string[] {
  files.write(joinPath(folder, 'summary.json'), JSON.stringify(summary))
  if (summary.generations.length === 0) return []
  const report = joinPath(folder, 'report.html')
  files.write(report, renderCalibration(summary))
  for (const [name, svg] of Object.entries(renderCalibrationFigures(summary)))
    files.write(joinPath(folder, 'figures', name), svg)
  return [report]
}

function intervals({ parameters }: CalibrationAnswer): string {
  const digits = (value: number): string => String(Number(value.toPrecision(3)))
  return parameters
    .map(({ name, unit, posterior }) => {
      const range = `${digits(posterior.low)} to ${digits(posterior.high)} ${unit}`.trim()
      return `${name}: 95 % interval ${range}`
    })
    .join('; ')
}

function tablesOf({ calibration, search, answer }: CalibrationResults): Readonly<Record<string, Table>> {
  const names = calibration.parameters.map(({ name, unit }) => (unit === '' ? name : `${name} [${unit}]`))
  const named = (values: readonly number[]) =>
    Object.fromEntries(names.map((name, d) => [name, values[d] ?? null]))
  const posterior = (search.populations.at(-1)?.particles ?? []).map(
    ({ index, values, weight, distance }) => ({
      proposal: index,
      weight,
      distance,
      ...named(values),
    }),
  )
  const predictions = answer.checks.flatMap((check) =>
    check.times.map((time, k) => ({
      condition: check.condition,
      quantity: check.quantity,
      unit: check.unit,
      is_held_back: check.isHeldBack,
      time_min: time,
      measured: check.observed[k]?.value ?? null,
      subjects: check.observed[k]?.n ?? null,
      median: check.predicted.median[k] ?? null,
      low: check.predicted.low[k] ?? null,
      high: check.predicted.high[k] ?? null,
    })),
  )
  const scores = answer.scores.map(({ isHeldBack, ...score }) => ({
    ...score,
    is_held_back: isHeldBack,
  }))
  const { point } = search
  const estimate = point === undefined ? [] : [{ distance: point.distance, ...named(point.values) }]
  return {
    posterior: tableOfRows(posterior),
    predictions: tableOfRows(predictions),
    scores: tableOfRows(scores),
    estimate: tableOfRows(estimate),
  }
}
