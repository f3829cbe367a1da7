import { useMemo } from 'react'
import type { LiveBody } from '../organism/body-state.ts'
import type { RunInfo } from '../workers/run-api.ts'
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
  const live = useSites((state) => state.body?.values)
  const numbers = info?.organism?.numbers ?? NONE
  const columns = useMemo(() => columnsOf(info, numbers), [info, numbers])
  const time = scrub === undefined || info === undefined ? now : scrub * info.tick
  const times = series?.times ?? []
  const row = rowAt(times, time)
  const at = (index: number): number[] =>
    columns.map((column) => series?.values[column]?.[index] ?? Number.NaN)
  return {
    organs: info?.organism?.organs ?? NONE,
    numbers,
    values: scrub === undefined && live !== undefined ? live : at(row),
    rates: ratesOf(times, row, at),
    isMoving: isPlaying,
  }
}

const NONE = [] as const
const DAY = 1440 // [min]
/** Time over which flows are means [min]. Chosen: single cells that leave a small tissue do not make them flicker. */
const WINDOW = DAY

/** Where the series of each number is. */
function columnsOf(
  info: RunInfo | undefined,
  numbers: readonly { readonly name: string }[],
): readonly number[] {
  return numbers.map(({ name }) => info?.series.findIndex((each) => each.name === name) ?? -1)
}

/** What was gained within the last `WINDOW` [1/day]. */
function ratesOf(
  times: ArrayLike<number>,
  row: number,
  at: (index: number) => readonly number[],
): readonly number[] {
  const now = times[row] ?? 0
  const from = rowAt(times, now - WINDOW)
  const days = (now - (times[from] ?? now)) / DAY
  const [here, before] = [at(row), at(from)]
  return here.map((value, index) => (value - (before[index] ?? Number.NaN)) / days)
}
