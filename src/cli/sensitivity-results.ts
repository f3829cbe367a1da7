import type { SensitivityStudy } from '../analysis/sensitivity/study.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import type { SensitivityOutput } from '../analysis/sensitivity/outputs.ts'
import type { Design } from '../experiment/design.ts'
import { type Files, joinPath } from '../store/files.ts'
import { type Cell, type ColumnKind, type Table, tableCsv, tableParquet } from '../store/table-file.ts'
import { finite } from '../analysis/finite.ts'

/** What a sensitivity leaves for whoever asks what an answer hangs on. */
export const SENSITIVITY_FILE = 'sensitivity.json'

/** Folder of a trial's results in which its sensitivity is computed, unless somebody says where. */
export const SENSITIVITY_FOLDER = 'sensitivity'

/** Writes the ranking as data and as tables. */
export function writeSensitivity(
  files: Files,
  folder: string,
  study: SensitivityStudy,
  design: Design,
  outputs: readonly SensitivityOutput[],
): void {
  files.write(joinPath(folder, SENSITIVITY_FILE), JSON.stringify(study))
  const tables = {
    'sensitivity-parameters': parameterTable(study),
    'sensitivity-points': pointTable(design),
    'sensitivity-outputs': outputTable(outputs),
  }
  for (const [name, table] of Object.entries(tables)) {
    files.write(joinPath(folder, 'tables', `${name}.csv`), tableCsv(table))
    files.write(joinPath(folder, 'tables', `${name}.parquet`), tableParquet(table))
  }
}

/**
 * A trial's summary with what its answer hangs on, where that lies in its folder or in `sensitivity` below it. Where it was
 * computed with another model, the limits say so.
 */
export function withSensitivity(files: Files, folder: string, summary: TrialSummary): TrialSummary {
  const study = readSensitivity(files, folder)
  if (study === undefined) return summary
  const isOther = study.model.hash !== summary.model.hash
  const limit = `Sensitivity was computed with a model that differs from this one (${study.model.hash.slice(0, 6)}, not ${summary.model.hash.slice(0, 6)}): with another size, duration or number.`
  const limits = summary.limits.filter((line) => !line.startsWith('Sensitivity was computed with'))
  return { ...summary, sensitivity: study.rows, limits: isOther ? [...limits, limit] : limits }
}

/** The sensitivity that belongs to a folder of results. */
export function readSensitivity(files: Files, folder: string): SensitivityStudy | undefined {
  const path = [folder, joinPath(folder, SENSITIVITY_FOLDER)]
    .map((place) => joinPath(place, SENSITIVITY_FILE))
    .find((place) => files.exists(place))
  if (path === undefined) return undefined
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(files.read(path)))
    const isStudy =
      typeof parsed === 'object' && parsed !== null && 'rows' in parsed && 'parameters' in parsed
    return isStudy ? (parsed as SensitivityStudy) : undefined // written by writeSensitivity
  } catch {
    return undefined
  }
}

function parameterTable({ parameters }: SensitivityStudy): Table {
  const text = (name: string, of: (one: (typeof parameters)[number]) => string) =>
    column(name, 'text', parameters.map(of))
  return {
    columns: [
      text('parameter', ({ name }) => name),
      text('paths', ({ paths }) => paths.join(' ')),
      text('kind', ({ kind }) => kind),
      text('distribution', ({ text: sentence }) => sentence),
      text('unit', ({ unit }) => unit),
      text('arms', ({ arms = [] }) => arms.join(' ')),
    ],
  }
}

/** One row per point, one column per parameter, in its unit. */
function pointTable({ parameters, points }: Design): Table {
  return {
    columns: [
      column(
        'point',
        'number',
        points.map(({ index }) => index + 1),
      ),
      ...parameters.map(({ name }, k) =>
        column(
          name,
          'number',
          points.map(({ values }) => values[k] ?? null),
        ),
      ),
    ],
  }
}

/** One row per output, point and replicate; what counts nowhere is missing. */
function outputTable(outputs: readonly SensitivityOutput[]): Table {
  const rows = outputs.flatMap(({ endpoint, arm, against = '', values }) =>
    values.flatMap((row, point) =>
      row.map((value, k) => ({
        endpoint,
        arm,
        against,
        point: point + 1,
        replicate: k + 1,
        value: finite(value),
      })),
    ),
  )
  return {
    columns: [
      column(
        'endpoint',
        'text',
        rows.map(({ endpoint }) => endpoint),
      ),
      column(
        'arm',
        'text',
        rows.map(({ arm }) => arm),
      ),
      column(
        'against',
        'text',
        rows.map(({ against }) => against),
      ),
      column(
        'point',
        'number',
        rows.map(({ point }) => point),
      ),
      column(
        'replicate',
        'number',
        rows.map(({ replicate }) => replicate),
      ),
      column(
        'value',
        'number',
        rows.map(({ value }) => value),
      ),
    ],
  }
}

function column(name: string, kind: ColumnKind, values: readonly Cell[]): Table['columns'][number] {
  return { name, kind, values }
}
