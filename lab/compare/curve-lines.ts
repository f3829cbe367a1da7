import { type ArmStyle, type SeriesSummary, armBand } from '../../src/browser.ts'
import type { Line } from '../charts/curve.tsx'
import type { ArmView } from './lockstep.ts'

/** A line of a chart of arms: the run that is shown, or the median of its twins. */
export interface ArmLine extends Line {
  readonly isMedian: boolean
}

export interface LinesOptions {
  readonly arms: readonly ArmView[]
  /** Of the series. */
  readonly name: string
  readonly styles: ReadonlyMap<string, ArmStyle>
  /** What the twins recorded, where there are any. */
  readonly series?: SeriesSummary | undefined
}

/** Arms that no palette knows. */
const GREY = '#808080'
/** Dashes of medians [px]. Chosen: told from arms' own dashes by their size. */
const MEDIAN_DASH = [2, 3]

/** Lines of a chart on one time axis [min]: with twins the whole time, else as far as all arms have come. */
export function linesOf({ arms, name, styles, series }: LinesOptions): {
  readonly times: ArrayLike<number>
  readonly lines: readonly ArmLine[]
} {
  const running = arms.filter((arm) => arm.series !== undefined && arm.info !== undefined)
  // Arms that have one record more or less than another still share the times of the shortest.
  const own = running.map((arm) => arm.series?.times ?? []).toSorted((a, b) => a.length - b.length)[0] ?? []
  const times = series === undefined ? own : timesOf(own, series.times)
  const place = new Map(Array.from(times, (time, index) => [time, index]))
  const spread = (at: ArrayLike<number>, values: ArrayLike<number | null> | undefined): Float64Array => {
    const all = new Float64Array(times.length).fill(Number.NaN)
    for (let k = 0; k < at.length; k++) {
      const index = place.get(at[k] ?? Number.NaN)
      if (index !== undefined) all[index] = values?.[k] ?? Number.NaN
    }
    return all
  }
  const lines = running.flatMap((arm): readonly ArmLine[] => {
    const index = arm.info?.series.findIndex((each) => each.name === name) ?? -1
    const { colour = GREY, dash = '' } = styles.get(arm.name) ?? {}
    const line: ArmLine = {
      name: arm.name,
      colour,
      ...(dash === '' ? {} : { dash: dash.split(/[ ,]+/).map(Number) }),
      values: spread(own, arm.series?.values[index]),
      isMedian: false,
    }
    if (series?.values[arm.name] === undefined) return [line]
    const { median, low, high } = armBand(series, arm.name)
    const twins: ArmLine = {
      name: `${arm.name}, median of twins`,
      colour,
      dash: MEDIAN_DASH,
      values: spread(series.times, median),
      low: spread(series.times, low),
      high: spread(series.times, high),
      isMedian: true,
    }
    return [twins, line]
  })
  return { times, lines }
}

function timesOf(a: ArrayLike<number>, b: ArrayLike<number>): readonly number[] {
  return [...new Set([...Array.from(a), ...Array.from(b)])].toSorted((first, second) => first - second)
}
