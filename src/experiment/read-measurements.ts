import { readCsv } from '../compile/csv.ts'
import { type DocumentFile, type ReadFile, fileCandidates } from '../model/include.ts'
import type { Issue, Message, Position } from '../model/issue.ts'
import {
  dataColumnMissing,
  dataEmpty,
  dataNotATime,
  dataNotNumber,
  dataTimeUnit,
  dataUnit,
  dataUnreadable,
} from '../model/messages-calibration.ts'
import {
  tableBroken,
  tableColumnTwice,
  tableMoreMistakes,
  tableRowLength,
} from '../model/messages-compile.ts'
import { dimensionOf, sameDimension } from '../units/dimension.ts'
import { type Unit, describeUnitFailure, noUnit, parseUnit } from '../units/unit.ts'
import type { CalibrationData } from './calibration-schema.ts'

/** One number that somebody measured. */
export interface Measurement {
  readonly condition: string
  readonly subject: string
  /** As the table counts it [min]. */
  readonly time: number
  readonly quantity: string
  /** In `unit`. */
  readonly value: number
  readonly unit: Unit
  /** Where the value stands in its file. */
  readonly position: Position
}

/** A table of measurements, and what is wrong with it. */
export interface MeasurementTable {
  readonly rows: readonly Measurement[]
  readonly issues: readonly Issue[]
  readonly file?: DocumentFile
}

type Data = CalibrationData['data']
type Column = keyof Data['columns']

/** Mistakes shown in full; the rest are counted. Chosen: one screen. */
const SHOWN_MISTAKES = 10

const COLUMNS: readonly Column[] = ['condition', 'subject', 'time', 'quantity', 'value', 'unit']

/** Reads the table that a calibration names; every mistake with file, line and column. */
export function readMeasurements(data: Data, experimentFile: string, read: ReadFile): MeasurementTable {
  const found = findTable(data.file, experimentFile, read)
  if (found.text === undefined) return { rows: [], issues: [found.issue] }
  const { path, text } = found
  const file: DocumentFile = { file: path, text }
  const lines = readCsv(text)
  if ('mistake' in lines)
    return { rows: [], issues: [at(tableBroken(lines.mistake), path, lines.line, 1, 1)], file }
  const header = lines[0]?.fields ?? []
  const places = placesOf(header, data, path)
  if ('issues' in places) return { rows: [], issues: places.issues, file }
  const rows: Measurement[] = []
  const issues: Issue[] = []
  for (const { fields, line } of lines.slice(1)) {
    const row = readRow(fields, places, header.length, { file: path, line })
    if ('message' in row) issues.push(row)
    else rows.push(row)
  }
  if (rows.length === 0 && issues.length === 0) issues.push(at(dataEmpty(), path, 1, 1, 1))
  return { rows, issues: shortened(issues, path), file }
}

function findTable(name: string, experimentFile: string, read: ReadFile) {
  let reason = 'no such file'
  for (const path of fileCandidates(name, experimentFile)) {
    const result = read(path)
    if (result.ok) return { path, text: result.text }
    if (reason === 'no such file') reason = result.reason
  }
  // Its place is that of the file's name in the experiment: whoever asked knows it.
  return { issue: { ...dataUnreadable(name, reason), path: ['calibration', 'data', 'file'] } }
}

/** Which field holds what, and the unit of times. */
interface Places {
  readonly index: Readonly<Record<Column, number>>
  readonly header: readonly string[]
  readonly timeUnit: Unit
}

function placesOf(
  header: readonly string[],
  data: Data,
  file: string,
): Places | { readonly issues: readonly Issue[] } {
  const whole = header.join(',').length
  const twice = header.filter((name, index) => header.indexOf(name) !== index)
  const index = Object.fromEntries(COLUMNS.map((key) => [key, columnIndex(header, data.columns[key])]))
  const missing = COLUMNS.filter((key) => (index[key] ?? -1) < 0)
  const issues = [
    ...twice.map((name) =>
      at(tableColumnTwice(name), file, 1, columnOf(header, header.lastIndexOf(name)), name.length),
    ),
    ...missing.map((key) => at(dataColumnMissing(key, data.columns[key], header), file, 1, 1, whole)),
  ]
  if (issues.length > 0) return { issues }
  const field = index['time'] ?? 0
  const name = header[field] ?? ''
  const unit = timeUnitOf(name, data)
  if ('code' in unit) return { issues: [at(unit, file, 1, columnOf(header, field), name.length)] }
  // The cast states what was just checked: every column has an index.
  return { index: index as Record<Column, number>, header, timeUnit: unit }
}

/** A column by its name, or by its name before a unit in brackets. */
function columnIndex(header: readonly string[], name: string): number {
  const exact = header.indexOf(name)
  return exact >= 0 ? exact : header.findIndex((field) => field.replace(/\s*\[[^\]]*\]$/, '') === name)
}

const TIME = dimensionOf({ time: 1 })

function timeUnitOf(name: string, data: Data): Unit | Message {
  const written = /\[([^\]]*)\]\s*$/.exec(name)?.[1] ?? data['time unit']
  if (written === undefined) return dataTimeUnit(name)
  const parsed = parseUnit(written)
  return parsed.ok && sameDimension(parsed.unit.dimension, TIME) ? parsed.unit : dataNotATime(written)
}

function readRow(
  fields: readonly string[],
  { index, header, timeUnit }: Places,
  width: number,
  { file, line }: { readonly file: string; readonly line: number },
): Measurement | Issue {
  if (fields.length !== width)
    return at(tableRowLength(fields.length, width), file, line, 1, fields.join(',').length)
  const text = (key: Column): string => fields[index[key]] ?? ''
  const place = (key: Column): Position => ({
    file,
    line,
    column: columnOf(fields, index[key]),
    length: Math.max(text(key).length, 1),
  })
  for (const key of ['time', 'value'] as const) {
    const written = text(key)
    if (written.trim() === '' || !Number.isFinite(Number(written)))
      return { ...dataNotNumber(header[index[key]] ?? key, written), path: PATH, position: place(key) }
  }
  const unit = text('unit').trim() === '' ? { ok: true as const, unit: noUnit } : parseUnit(text('unit'))
  if (!unit.ok)
    return { ...dataUnit(text('unit'), describeUnitFailure(unit)), path: PATH, position: place('unit') }
  return {
    condition: text('condition'),
    subject: text('subject'),
    time: Number(text('time')) * timeUnit.factor,
    quantity: text('quantity'),
    value: Number(text('value')),
    unit: unit.unit,
    position: place('value'),
  }
}

/** Where in the experiment stands what a mistake of the table belongs to. */
const PATH = ['calibration', 'data', 'file']

function at(message: Message, file: string, line: number, column: number, length: number): Issue {
  return { ...message, path: PATH, position: { file, line, column, length: Math.max(length, 1) } }
}

function shortened(issues: readonly Issue[], file: string): readonly Issue[] {
  if (issues.length <= SHOWN_MISTAKES) return issues
  const line = issues[SHOWN_MISTAKES]?.position?.line ?? 1
  return [
    ...issues.slice(0, SHOWN_MISTAKES),
    at(tableMoreMistakes(issues.length - SHOWN_MISTAKES), file, line, 1, 1),
  ]
}

/** Column of the first character of a field, counted from one, for fields without quotes. */
function columnOf(fields: readonly string[], field: number): number {
  return 1 + fields.slice(0, Math.max(field, 0)).reduce((sum, text) => sum + text.length + 1, 0)
}
