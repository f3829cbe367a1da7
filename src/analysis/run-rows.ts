import type { Design } from '../experiment/design.ts'
import type { Outcome } from '../experiment/executor.ts'
import { type Cell, type ColumnKind, ParquetFile, type Table } from '../store/table-file.ts'
import { csvField } from '../store/run-tables.ts'
import type { EndpointValues } from './endpoint-values.ts'
import { placeOf, slotOf } from './run-places.ts'
import type { TrialData } from './summarise.ts'
import type { TrialEventTimes } from './survival.ts'
import { finite } from './finite.ts'

/** A column of the table of runs, by what its value is in each of them. */
interface RunColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly of: (outcome: Outcome, slot: number) => Cell
}

/**
 * One row per planned run: where it belongs, what varied, what came of it. Runs that failed or are not there have a row with
 * their status and no values. Points, settings, patients and replicates count from 1.
 */
export function runsTable(
  outcomes: readonly Outcome[],
  data: TrialData,
  broken: ReadonlyMap<string, string> = new Map(),
): Table {
  const { design, shape } = data
  const slots = outcomes.map(({ job }) => slotOf(placeOf(job.plan, design), shape))
  const columns = [
    ...identityColumns(data, broken),
    ...(design === undefined ? [] : parameterColumns(design)),
    ...data.endpoints.map(endpointColumn),
    ...data.eventTimes.flatMap(eventColumns),
    ...costColumns,
  ]
  return {
    columns: unlike(columns).map(({ name, kind, of }) => ({
      name,
      kind,
      values: outcomes.map((outcome, row) => of(outcome, slots[row] ?? 0)),
    })),
  }
}

/** An author may call an endpoint as a parameter; columns of one table need names of their own. */
function unlike(columns: readonly RunColumn[]): readonly RunColumn[] {
  const count = new Map<string, number>()
  return columns.map((column) => {
    const before = count.get(column.name) ?? 0
    count.set(column.name, before + 1)
    return before === 0 ? column : { ...column, name: `${column.name} (${before + 1})` }
  })
}

function identityColumns({ design }: TrialData, broken: ReadonlyMap<string, string>): readonly RunColumn[] {
  const place = (name: 'setting' | 'patient'): RunColumn => ({
    name,
    kind: 'whole',
    // As in the table of series, so that the two can be joined: a cohort without a sweep has one setting.
    of: ({ job }) => (design === undefined ? null : placeOf(job.plan, design)[name] + 1),
  })
  const status = ({ job, manifest, error }: Outcome): string => {
    if (broken.has(job.plan.key)) return 'unreadable'
    return manifest?.status ?? (error === undefined ? 'missing' : 'failed')
  }
  return [
    { name: 'key', kind: 'text', of: ({ job }) => job.plan.key },
    { name: 'arm', kind: 'text', of: ({ job }) => job.plan.arm },
    { name: 'point', kind: 'whole', of: ({ job }) => oneMore(job.plan.point) },
    place('setting'),
    place('patient'),
    { name: 'replicate', kind: 'whole', of: ({ job }) => job.plan.replicate + 1 },
    { name: 'seed', kind: 'number', of: ({ job }) => job.plan.seed },
    { name: 'status', kind: 'text', of: status },
  ]
}

function oneMore(index: number | undefined): Cell {
  return index === undefined ? null : index + 1
}

function parameterColumns({ parameters, points }: Design): readonly RunColumn[] {
  return parameters.map(({ name, unit, arms }, k) => ({
    name: withUnit(name, unit),
    kind: 'number',
    of: ({ job }) =>
      arms !== undefined && !arms.includes(job.plan.arm)
        ? null
        : (points[job.plan.point ?? -1]?.values[k] ?? null),
  }))
}

function endpointColumn({ name, unit, values }: EndpointValues): RunColumn {
  return {
    name: withUnit(name, unit),
    kind: 'number',
    of: ({ job }, slot) => {
      const value = values.get(job.plan.arm)?.[slot] ?? Number.NaN
      return finite(value)
    },
  }
}

function eventColumns({ event, times }: TrialEventTimes): readonly RunColumn[] {
  const found = ({ job }: Outcome, slot: number) => times.get(job.plan.arm)?.[slot]
  return [
    {
      name: `${event.name} [min]`,
      kind: 'number',
      of: (outcome, slot) => found(outcome, slot)?.time ?? null,
    },
    {
      name: `${event.name} event`,
      kind: 'flag',
      of: (outcome, slot) => found(outcome, slot)?.isEvent ?? null,
    },
  ]
}

const costColumns: readonly RunColumn[] = [
  { name: 'wall_s', kind: 'number', of: ({ manifest }) => manifest?.wallSeconds ?? null },
  { name: 'state_hash', kind: 'text', of: ({ manifest }) => manifest?.stateHash ?? null },
]

function withUnit(name: string, unit: string): string {
  return unit === '' || unit === '1' ? name : `${name} [${unit}]`
}

/** Rows of the series that are written together; chosen: a few megabytes in memory. */
const ROW_GROUP = 131_072

/** Most rows of a series for which it is written as CSV, too: what a spreadsheet opens, less its header. */
export const MOST_CSV_ROWS = 1_048_575

/** Rows that the table of series has: one per run, measure and recorded time. */
export function seriesRowCount({ slots }: TrialData): number {
  let rows = 0
  for (const own of slots.values())
    for (const run of own) rows += run === undefined ? 0 : run.values.size * run.times.length
  return rows
}

/** Everything that was recorded, long form, as Parquet: a group of rows at a time. */
export function seriesParquet(data: TrialData): Uint8Array {
  const { design } = data
  const file = new ParquetFile([
    { name: 'arm', kind: 'text', isComplete: true },
    ...(design === undefined
      ? []
      : ([
          { name: 'setting', kind: 'whole', isComplete: true },
          { name: 'patient', kind: 'whole', isComplete: true },
        ] as const)),
    { name: 'replicate', kind: 'whole', isComplete: true },
    { name: 'time_min', kind: 'number', isComplete: true },
    { name: 'measure', kind: 'text', isComplete: true },
    { name: 'unit', kind: 'text', isComplete: true },
    { name: 'value', kind: 'number' },
  ])
  const group = seriesGroup()
  const write = (): void => {
    const { arms, settings, patients, replicates, times, measures, units, values } = group
    const n = group.size
    const places = design === undefined ? [] : [settings.slice(0, n), patients.slice(0, n)]
    file.addGroup([
      arms.slice(0, n),
      ...places,
      replicates.slice(0, n),
      times.slice(0, n),
      measures.slice(0, n),
      units.slice(0, n),
      withoutNaN(values.subarray(0, n)),
    ])
    group.size = 0
  }
  eachSeriesRow(data, (row) => {
    if (group.size === ROW_GROUP) write()
    const k = group.size++
    group.arms[k] = row.arm
    group.settings[k] = row.setting + 1
    group.patients[k] = row.patient + 1
    group.replicates[k] = row.replicate + 1
    group.times[k] = row.time
    group.measures[k] = row.measure
    group.units[k] = row.unit
    group.values[k] = row.value
  })
  write()
  return file.finish()
}

function seriesGroup() {
  return {
    size: 0,
    arms: [] as string[],
    settings: new Int32Array(ROW_GROUP),
    patients: new Int32Array(ROW_GROUP),
    replicates: new Int32Array(ROW_GROUP),
    times: new Float64Array(ROW_GROUP),
    measures: [] as string[],
    units: [] as string[],
    values: new Float64Array(ROW_GROUP),
  }
}

/** NaN says "not a number" to some readers and "missing" to others; null is missing to all of them. */
function withoutNaN(values: Float64Array): Float64Array | readonly Cell[] {
  return values.some((value) => !Number.isFinite(value)) ? Array.from(values, finite) : values.slice()
}

/** Everything that was recorded, as CSV; for no more than `MOST_CSV_ROWS` rows. */
export function seriesCsv(data: TrialData): string {
  const hasDesign = data.design !== undefined
  const lines = [
    ['arm', ...(hasDesign ? ['setting', 'patient'] : []), 'replicate,time_min,measure,unit,value'].join(','),
  ]
  eachSeriesRow(data, ({ arm, setting, patient, replicate, time, measure, unit, value }) => {
    const place = hasDesign ? `${setting + 1},${patient + 1},` : ''
    const number = Number.isFinite(value) ? String(value) : ''
    lines.push(
      `${csvField(arm)},${place}${replicate + 1},${time},${csvField(measure)},${csvField(unit)},${number}`,
    )
  })
  return `${lines.join('\n')}\n`
}

/** One value of one run. The same object comes every time: whoever keeps something of it takes it out. */
interface SeriesRow {
  arm: string
  setting: number
  patient: number
  replicate: number
  time: number
  measure: string
  unit: string
  value: number
}

function eachSeriesRow({ slots, units }: TrialData, visit: (row: SeriesRow) => void): void {
  const row = { arm: '', setting: 0, patient: 0, replicate: 0, time: 0, measure: '', unit: '', value: 0 }
  for (const [measure, unit] of Object.entries(units)) {
    for (const [arm, own] of slots) {
      for (const run of own) {
        const values = run?.values.get(measure)
        if (run === undefined || values === undefined) continue
        Object.assign(row, run.place, { arm, measure, unit })
        for (let k = 0; k < values.length; k++) {
          row.time = run.times[k] ?? Number.NaN
          row.value = values[k] ?? Number.NaN
          visit(row)
        }
      }
    }
  }
}
