import type { SeriesRows } from '../workers/run-api.ts'

/** Name and unit of a series, as `RunInfo.series` has them. */
export interface SeriesName {
  readonly name: string
  readonly unit: string
}

/** A run's series as CSV: a row per time, units in the header, as `milieu run` writes numbers. */
export function seriesCsv(names: readonly SeriesName[], { times, values }: SeriesRows): string {
  const header = ['time [min]', ...names.map(({ name, unit }) => (unit === '' ? name : `${name} [${unit}]`))]
  const rows = Array.from(times, (time, row) =>
    [time, ...values.map((column) => column[row] ?? '')].join(','),
  )
  return [header.map(field).join(','), ...rows, ''].join('\n')
}

/** A field of CSV: quoted where it must be, and never a formula of a spreadsheet, whatever somebody called their cells. */
function field(text: string): string {
  const plain = /^[=+@-]/.test(text) ? `'${text}` : text
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Series by unit, in the order in which units first occur: what shares an axis. */
export function byUnit(
  names: readonly SeriesName[],
): readonly { readonly unit: string; readonly indices: readonly number[] }[] {
  const units = [...new Set(names.map((each) => each.unit))]
  return units.map((unit) => ({
    unit,
    indices: names.flatMap((series, index) => (series.unit === unit ? [index] : [])),
  }))
}

/** Row of the last time that is not after `time`; 0 when all are. */
export function rowAt(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((times[middle] ?? 0) <= time) low = middle
    else high = middle - 1
  }
  return low
}
