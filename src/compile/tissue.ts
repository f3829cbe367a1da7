import type { InitialCell } from '../engine/program.ts'
import { type Space } from '../engine/space.ts'
import type { DocumentFile, ReadFile } from '../model/include.ts'
import { fileCandidates } from '../model/include.ts'
import type { Issue, Message } from '../model/issue.ts'
import {
  tableBinary,
  tableBroken,
  tableColumnMissing,
  tableColumnTwice,
  tableEmpty,
  tableMoreMistakes,
  tableNothingInside,
  tableOutside,
  tableSeparator,
  tableNotNumber,
  tableRowLength,
  tableTooLarge,
  tableUnknownLabel,
  tableUnreadable,
} from '../model/messages-compile.ts'
import type { CellTable } from './core-sections.ts'
import { type CsvRow, readCsv } from './csv.ts'
import { planeOf } from './placements.ts'

/** What a table of labelled positions becomes. */
export interface Tissue {
  readonly cells: readonly InitialCell[]
  readonly vessels: readonly { readonly x: number; readonly y: number; readonly z: number }[]
  /** Rows per label that lie in the field, and what they became; for the report. */
  readonly counts: Readonly<
    Record<string, { readonly rows: number; readonly kept: number; readonly becomes: string }>
  >
}

/** Tables above this are refused; chosen: a million cells with a few columns. */
const LIMIT_MEGABYTES = 64
/** Mistakes shown in full; the rest are counted. Chosen: one screen. */
const SHOWN_MISTAKES = 10
const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const
const VESSEL = 'vessel'
const IGNORE = 'ignore'

interface Row {
  readonly x: number
  readonly y: number
  readonly z: number | undefined
  readonly label: string
}

/** What reading a table gives. */
interface TissueReading {
  readonly tissue?: Tissue
  readonly file?: DocumentFile
  readonly issues: readonly Issue[]
}

/** The last table that was read, by all that its reading depends on: runs of a design read the same one thousands of times. */
let last:
  | { readonly text: string; readonly circumstances: string; readonly reading: TissueReading }
  | undefined

/** Reads a cell table into the field; every mistake with file, line and column. */
export function readTissue(
  table: CellTable,
  modelFile: string,
  space: Space,
  cellTypes: readonly string[],
  read: ReadFile,
): TissueReading {
  const file = findTable(table.file, modelFile, read)
  if (!file.ok) return { issues: [{ ...tableUnreadable(table.file, file.reason), path: ['tissue', 'file'] }] }
  const { text } = file
  const circumstances = JSON.stringify([file.path, table, space, cellTypes])
  if (last !== undefined && last.circumstances === circumstances && last.text === text) return last.reading
  const reading = readTable(file, table, space, cellTypes)
  last = { text, circumstances, reading }
  return reading
}

function readTable(
  { path, text }: { readonly path: string; readonly text: string },
  table: CellTable,
  space: Space,
  cellTypes: readonly string[],
): TissueReading {
  const size = text.length / 1e6
  if (size > LIMIT_MEGABYTES) return refused(tableTooLarge(Math.round(size), LIMIT_MEGABYTES), path)
  if (text.includes('\0')) return refused(tableBinary(), path)
  if (text.trim() === '') return refused(tableEmpty(), path)
  const lines = readCsv(text, SEPARATORS[table.separator ?? 'comma'])
  if ('mistake' in lines) return refused(tableBroken(lines.mistake), path, lines.line)
  const { rows, issues } = readRows(lines, table, space, path)
  if (issues.length > 0) return { issues }
  const tissue = place(rows, table, space, cellTypes)
  return tissue.cells.length + tissue.vessels.length > 0
    ? { tissue, file: { file: path, text }, issues }
    : refused(tableNothingInside(), path)
}

const NOT_THERE = 'no such file'

function findTable(name: string, modelFile: string, read: ReadFile) {
  let reason = NOT_THERE
  for (const path of fileCandidates(name, modelFile)) {
    const result = read(path)
    if (result.ok) return { ok: true, path, text: result.text } as const
    // A table that is there and cannot be read is the one that was meant.
    if (reason === NOT_THERE) reason = result.reason
  }
  return { ok: false, reason } as const
}

function refused(message: Message, file: string, line = 1) {
  return { issues: [issue(message, file, line, 1, 1)] }
}

function issue(message: Message, file: string, line: number, column: number, length: number): Issue {
  return {
    ...message,
    path: ['tissue', 'file'],
    position: { file, line, column, length: Math.max(length, 1) },
  }
}

function readRows(records: readonly CsvRow[], table: CellTable, space: Space, file: string) {
  const header = records[0]?.fields ?? []
  const headerIssues = checkHeader(header, table, file)
  if (headerIssues.length > 0) return { rows: [], issues: headerIssues }
  const rows: Row[] = []
  const issues: Issue[] = []
  for (const { fields, line } of records.slice(1)) {
    const result = readRow(fields, header, table, space)
    if (!('message' in result)) rows.push(result)
    else issues.push(issue(result.message, file, line, columnOf(fields, result.field), result.length))
  }
  if (issues.length === 0 && rows.length === 0) return { rows, issues: refused(tableEmpty(), file).issues }
  if (issues.length <= SHOWN_MISTAKES) return { rows, issues }
  const first = issues[SHOWN_MISTAKES]?.position?.line ?? 1
  const more = issue(tableMoreMistakes(issues.length - SHOWN_MISTAKES), file, first, 1, 1)
  return { rows, issues: [...issues.slice(0, SHOWN_MISTAKES), more] }
}

function checkHeader(header: readonly string[], table: CellTable, file: string): readonly Issue[] {
  const twice = header.filter((name, index) => header.indexOf(name) !== index)
  const separator = ([',', ';', '\t'] as const).find(
    (character) => header.length === 1 && header[0]?.includes(character),
  )
  if (separator !== undefined) return [issue(tableSeparator(separator), file, 1, 1, header[0]?.length ?? 1)]
  const wanted = (['x', 'y', 'z', 'label'] as const).flatMap((key) => {
    const name = table[key]
    return name === undefined ? [] : [{ key, name }]
  })
  return [
    ...twice.map((name) =>
      issue(tableColumnTwice(name), file, 1, columnOf(header, header.lastIndexOf(name)), name.length),
    ),
    ...wanted
      .filter(({ name }) => !header.includes(name))
      .map(({ key, name }) =>
        issue(tableColumnMissing(key, name, header), file, 1, 1, header.join(',').length),
      ),
  ]
}

type Mistake = { readonly message: Message; readonly field: number; readonly length: number }

function readRow(
  record: readonly string[],
  header: readonly string[],
  table: CellTable,
  space: Space,
): Row | Mistake {
  if (record.length !== header.length) {
    return {
      message: tableRowLength(record.length, header.length),
      field: 0,
      length: record.join(',').length,
    }
  }
  const scale = table.scale?.value ?? 1
  const coordinates: (number | undefined)[] = []
  for (const name of [table.x, table.y, table.z]) {
    const field = name === undefined ? -1 : header.indexOf(name)
    const written = record[field] ?? ''
    if (name === undefined) coordinates.push(undefined)
    else if (written.trim() === '' || !Number.isFinite(Number(written))) {
      return { message: tableNotNumber(name, written), field, length: written.length }
    } else coordinates.push(Number(written) * scale)
  }
  const field = header.indexOf(table.label)
  const label = record[field] ?? ''
  if (!Object.hasOwn(table.labels, label)) {
    return { message: tableUnknownLabel(label, Object.keys(table.labels)), field, length: label.length }
  }
  const stray = outsideField(coordinates, table, space)
  if (stray !== undefined) {
    const index = header.indexOf(stray.column)
    return { message: stray.message, field: index, length: record[index]?.length ?? 1 }
  }
  return { x: coordinates[0] ?? 0, y: coordinates[1] ?? 0, z: coordinates[2], label }
}

/** With a corner a field is cut out of the table, in the plane; without one every row must lie in the domain as it stands. */
function outsideField(coordinates: readonly (number | undefined)[], table: CellTable, space: Space) {
  const columns = [table.x, table.y, table.z]
  const first = table.corner === undefined ? 0 : 2
  for (const axis of ([0, 1, 2] as const).filter((index) => index >= first)) {
    const [value, column] = [coordinates[axis], columns[axis]]
    const [low, high] = [space.corner[axis], space.corner[axis] + space.size[axis]]
    if (value === undefined || column === undefined || (value >= low && value <= high)) continue
    return { column, message: tableOutside(value, low, high) }
  }
  return undefined
}

/** Column of the first character of a field, counted from one, for fields without quotes. */
function columnOf(record: readonly string[], field: number): number {
  return 1 + record.slice(0, Math.max(field, 0)).reduce((sum, text) => sum + text.length + 1, 0)
}

/**
 * Cuts the field out of the table, moves it to the domain, and thins it: rows are taken in the table's order, and one
 * is kept when no kept row that became the same type (or another with the same spacing) stands nearer than the spacing.
 */
function place(rows: readonly Row[], table: CellTable, space: Space, cellTypes: readonly string[]): Tissue {
  const fromX = table.corner?.[0].value ?? space.corner[0]
  const fromY = table.corner?.[1].value ?? space.corner[1]
  const counts: Record<string, { rows: number; kept: number; becomes: string }> = {}
  const cells: InitialCell[] = []
  const vessels: { x: number; y: number; z: number }[] = []
  const kept = new Map<string, Thinning>()
  for (const row of rows) {
    const x = row.x - fromX + space.corner[0]
    const y = row.y - fromY + space.corner[1]
    const z = row.z ?? planeOf(space)
    if (x < space.corner[0] || y < space.corner[1]) continue
    if (isBeyond(x, 0, table, space) || isBeyond(y, 1, table, space)) continue
    const becomes = table.labels[row.label] ?? IGNORE
    const count = (counts[row.label] ??= { rows: 0, kept: 0, becomes })
    count.rows += 1
    if (becomes === IGNORE) continue
    const spacing = table.spacing[becomes]?.value ?? 0
    const thinning = kept.get(becomes) ?? new Thinning(spacing)
    kept.set(becomes, thinning)
    if (!thinning.accept(x, y, z)) continue
    count.kept += 1
    if (becomes === VESSEL) vessels.push({ x, y, z })
    else cells.push({ type: cellTypes.indexOf(becomes), x, y, z })
  }
  return { cells, vessels, counts }
}

/** Fields that are cut out lie side by side: what stands on the upper edge of one belongs to the next. */
function isBeyond(value: number, axis: 0 | 1, table: CellTable, space: Space): boolean {
  const high = space.corner[axis] + space.size[axis]
  return table.corner === undefined ? value > high : value >= high
}

/** Keeps points that are not nearer to each other than a spacing [um]. */
class Thinning {
  readonly #spacing: number
  readonly #kept = new Map<string, [number, number, number][]>()

  constructor(spacing: number) {
    this.#spacing = spacing
  }

  accept(x: number, y: number, z: number): boolean {
    if (this.#spacing === 0) return true
    const at = (value: number): number => Math.floor(value / this.#spacing)
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (let k = -1; k <= 1; k++) {
          const near = this.#kept.get(`${at(x) + i},${at(y) + j},${at(z) + k}`) ?? []
          if (near.some((p) => Math.hypot(p[0] - x, p[1] - y, p[2] - z) < this.#spacing)) return false
        }
      }
    }
    const key = `${at(x)},${at(y)},${at(z)}`
    this.#kept.set(key, [...(this.#kept.get(key) ?? []), [x, y, z]])
    return true
  }
}
