import { type Cell, type ColumnKind, type Table } from '../../store/table-file.ts'
import type { SensitivitySummary } from '../summary.ts'

/** What outputs hang on, a row per output and parameter; columns by method. */
export function sensitivityTable(rows: readonly SensitivitySummary[]): Table {
  const number = (name: string, of: (row: (typeof rows)[number]) => number | undefined) =>
    column(
      name,
      'number',
      rows.map((row) => of(row) ?? null),
    )
  const text = (name: string, of: (row: (typeof rows)[number]) => string | undefined) =>
    column(
      name,
      'text',
      rows.map((row) => of(row) ?? ''),
    )
  const isScreening = rows.some(({ sigma }) => sigma !== undefined)
  const shares = [
    number('first_order', ({ index }) => index),
    number('first_low', ({ low }) => low),
    number('first_high', ({ high }) => high),
    number('total_order', ({ total }) => total),
    number('total_low', ({ totalLow }) => totalLow),
    number('total_high', ({ totalHigh }) => totalHigh),
  ]
  const effects = [
    number('mu_star', ({ index }) => index),
    number('mu_star_low', ({ low }) => low),
    number('mu_star_high', ({ high }) => high),
    number('mu', ({ mu }) => mu),
    number('sigma', ({ sigma }) => sigma),
    number('luck', ({ luck }) => luck),
  ]
  const held = [
    text('direction', ({ direction }) => direction?.sign),
    number('direction_share', ({ direction }) => direction?.share),
    number('direction_from', ({ direction }) => direction?.from),
    number('direction_to', ({ direction }) => direction?.to),
  ]
  return {
    columns: [
      text('endpoint', ({ endpoint }) => endpoint),
      text('arm', ({ arm }) => arm),
      text('against', ({ against }) => against),
      text('parameter', ({ parameter }) => parameter),
      text('kind', ({ kind }) => kind),
      ...(isScreening ? effects : shares),
      ...(rows.some(({ direction }) => direction !== undefined) ? held : []),
      number('noise_share', ({ noise }) => noise),
      text('method', ({ method }) => method),
    ],
  }
}

function column(name: string, kind: ColumnKind, values: readonly Cell[]): Table['columns'][number] {
  return { name, kind, values }
}
