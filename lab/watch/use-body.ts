import { useMemo } from 'react'
import type { LiveBody } from '../organism/body-state.ts'
import type { RunInfo, SeriesRows } from '../workers/run-api.ts'
import { useRun } from './run-store.ts'
import { rowAt } from './series-table.ts'
import { useSites } from './site-store.ts'

/** Numbers of the body as they are now, or where the reader drags to; empty where the model describes one tissue. */
export function useBody(): LiveBody {
  const info = useRun((state) => state.info)
  const series = useRun((state) => state.series)
  const now = useRun((state) => state.now?.time ?? 0)
  const scrub = useRun((state) => state.scrub)
  const isPlaying = useRun((state) => state.isPlaying)
  const live = useSites((state) => state.body)
  const numbers = info?.organism?.numbers ?? NONE
  const columns = useMemo(() => columnsOf(info, numbers), [info, numbers])
  const time = scrub === undefined || info === undefined ? now : scrub * info.tick
  const row = rowAt(series?.times ?? [], time)
  const at = (step: number): number[] =>
    columns.map((column) => series?.values[column]?.[row - step] ?? Number.NaN)
  return {
    numbers,
    values: scrub === undefined && live !== undefined ? live : at(0),
    rates: ratesOf(series, row, at),
    isMoving: isPlaying,
  }
}

const NONE = [] as const
const DAY = 1440 // [min]

/** Where the series of each number is. */
function columnsOf(
  info: RunInfo | undefined,
  numbers: readonly { readonly name: string }[],
): readonly number[] {
  return numbers.map(({ name }) => info?.series.findIndex((each) => each.name === name) ?? -1)
}

/** What was gained between the last two rows [1/day]. */
function ratesOf(
  series: SeriesRows | undefined,
  row: number,
  at: (step: number) => number[],
): readonly number[] {
  const days = ((series?.times[row] ?? 0) - (series?.times[row - 1] ?? Number.NaN)) / DAY
  const [here, before] = [at(0), at(1)]
  return here.map((value, index) => (value - (before[index] ?? Number.NaN)) / days)
}
