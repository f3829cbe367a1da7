import { parquetRead, parquetReadObjects } from 'hyparquet'
import { ByteWriter, ParquetWriter, parquetWriteBuffer, schemaFromColumnData } from 'hyparquet-writer'
import type { CellEvent } from '../engine/events.ts'
import type { Recording } from '../record/recorder.ts'
import { endParquet } from './parquet-end.ts'

/** The series of a run: times [min] and one list per measure, as long. */
export interface Series {
  readonly times: readonly number[]
  readonly values: ReadonlyMap<string, readonly number[]>
}

/** Rows of events that are encoded together. Chosen: some megabytes in memory, and few groups in a file. */
const ROW_GROUP = 65_536

/** Series as Parquet: `time_min` and one column per measure. */
export function seriesTable({ times, values }: Series): Uint8Array {
  const columnData = [
    { name: 'time_min', data: [...times], type: 'DOUBLE' as const },
    ...[...values].map(([name, data]) => ({ name, data: [...data], type: 'DOUBLE' as const })),
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

/** Reads what `seriesTable` wrote. */
export async function readSeriesTable(content: Uint8Array, names: readonly string[]): Promise<Series> {
  const columns = await readNumberColumns(content, ['time_min', ...names])
  const column = (name: string): readonly number[] => [...(columns.get(name) ?? [])]
  return { times: column('time_min'), values: new Map(names.map((name) => [name, column(name)])) }
}

/** Reads columns of numbers by name, NaN where a value is missing; a name that the table does not have gives no entry. */
export async function readNumberColumns(
  content: Uint8Array,
  names: readonly string[],
): Promise<ReadonlyMap<string, Float64Array>> {
  const chunks = new Map<string, (readonly unknown[] | ArrayLike<unknown>)[]>()
  await parquetRead({
    file: exactBuffer(content),
    onChunk: ({ columnName, columnData }) => {
      const own = chunks.get(columnName)
      if (own === undefined) chunks.set(columnName, [columnData])
      else own.push(columnData)
    },
  })
  return new Map(
    names.flatMap((name) => {
      const own = chunks.get(name)
      return own === undefined ? [] : [[name, numbersOf(own)] as const]
    }),
  )
}

function numbersOf(chunks: readonly ArrayLike<unknown>[]): Float64Array {
  const result = new Float64Array(chunks.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const chunk of chunks)
    for (let k = 0; k < chunk.length; k++) {
      const value = chunk[k]
      result[at++] = value === null || value === undefined ? Number.NaN : Number(value)
    }
  return result
}

/** The reader takes whole buffers; a file read by Node may lie in a larger one. */
function exactBuffer(content: Uint8Array): ArrayBuffer {
  return new Uint8Array(content).buffer
}

/** Puts series that follow each other into one. */
export function joinSeries(parts: readonly Series[], names: readonly string[]): Series {
  return {
    times: parts.flatMap(({ times }) => times),
    values: new Map(names.map((name) => [name, parts.flatMap(({ values }) => values.get(name) ?? [])])),
  }
}

/** Series as text for spreadsheets. */
export function seriesCsv({ times, values }: Series): string {
  const names = [...values.keys()]
  const header = ['time_min', ...names].map(csvField).join(',')
  const rows = times.map((time, k) => [time, ...names.map((name) => values.get(name)?.[k])].join(','))
  return [header, ...rows, ''].join('\n')
}

/** A CSV field, quoted where it must be. */
export function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Events as Parquet, written in groups of rows: their number is not limited by what fits in memory as objects. */
export class EventsTable {
  readonly #bytes = new ByteWriter()
  readonly #file = new ParquetWriter({
    writer: this.#bytes,
    schema: schemaFromColumnData({ columnData: eventColumns([]) }),
  })
  #waiting: CellEvent[] = []

  /** Adds events; how they are cut into calls makes no difference. */
  add(events: readonly CellEvent[]): void {
    for (const event of events) {
      this.#waiting.push(event)
      if (this.#waiting.length === ROW_GROUP) this.#writeGroup()
    }
  }

  /** The whole file. */
  finish(): Uint8Array {
    if (this.#waiting.length > 0) this.#writeGroup()
    return endParquet(this.#file, this.#bytes)
  }

  #writeGroup(): void {
    const columnData = eventColumns(this.#waiting).map(({ name, data }) => ({ name, data }))
    void this.#file.write({ columnData, rowGroupSize: ROW_GROUP })
    this.#waiting = []
  }
}

/** The events of a recording as one table. */
export function eventsTable({ events }: Pick<Recording, 'events'>): Uint8Array {
  const table = new EventsTable()
  table.add(events)
  return table.finish()
}

/** Reads what `EventsTable` wrote. */
export async function readEventsTable(content: Uint8Array): Promise<readonly CellEvent[]> {
  const rows = await readRows(content)
  return rows.map((row): CellEvent => {
    const text = (name: string): string => String(row[name])
    // Tables from before there were organisms have no column of sites.
    const optional = (name: 'other' | 'cause' | 'site') =>
      text(name) === '' || row[name] === undefined ? {} : { [name]: text(name) }
    const place = { x: Number(row['x_um']), y: Number(row['y_um']), z: Number(row['z_um']) }
    const what = { tick: Number(row['tick']), kind: text('kind'), cell: text('cell') }
    const more = { ...optional('other'), ...optional('cause'), ...optional('site') }
    return { ...what, type: Number(row['type']), ...place, ...more }
  })
}

function eventColumns(events: readonly CellEvent[]) {
  const text = (name: string, of: (event: CellEvent) => string) => ({
    name,
    data: events.map(of),
    type: 'STRING' as const,
  })
  const number = (name: string, of: (event: CellEvent) => number) => ({
    name,
    data: events.map(of),
    type: 'DOUBLE' as const,
  })
  return [
    number('tick', (event) => event.tick),
    text('kind', (event) => event.kind),
    text('cell', (event) => event.cell),
    number('type', (event) => event.type),
    number('x_um', (event) => event.x),
    number('y_um', (event) => event.y),
    number('z_um', (event) => event.z),
    text('other', (event) => event.other ?? ''),
    text('cause', (event) => event.cause ?? ''),
    text('site', (event) => event.site ?? ''),
  ]
}

function readRows(content: Uint8Array): Promise<readonly Record<string, unknown>[]> {
  return parquetReadObjects({ file: exactBuffer(content) })
}
