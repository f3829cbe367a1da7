import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { clockText } from '../watch/pace.ts'
import classes from './curve.module.css'

/** A line of a chart. */
export interface Line {
  readonly name: string
  /** `#rrggbb` */
  readonly colour: string
  readonly values: ArrayLike<number>
  /** Lengths of dashes and gaps [px]; a whole line when absent. */
  readonly dash?: readonly number[]
  /** Ends of the band around it, where it has one: what they mean is said by the chart's label. */
  readonly low?: ArrayLike<number>
  readonly high?: ArrayLike<number>
}

export interface CurveProps {
  /** What the chart shows, for screen readers. */
  readonly label: string
  readonly unit: string
  /** [min] */
  readonly times: ArrayLike<number>
  readonly lines: readonly Line[]
  /** Actions on the time axis. */
  readonly marks?: readonly { readonly time: number; readonly label: string }[]
  /** The instant that is shown [min]. */
  readonly now?: number
  readonly height?: number
  /** Charts with the same key read off at the same time. */
  readonly together?: string
  /** Where the pointer reads: index into `times`; none when it leaves. */
  readonly onRead?: (index: number | undefined) => void
}

/** Chosen: enough to read a slope from, and three charts fit into a panel. */
const HEIGHT = 120

/** A time course that grows; uPlot is loaded when the first one is shown. */
export function Curve(props: CurveProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const latest = useRef(props)
  latest.current = props
  const scheme = useComputedColorScheme('light')
  const names = props.lines
    .map(({ name, colour, low }) => `${name} ${colour} ${low !== undefined}`)
    .join('\n')
  const { times, lines, now, marks, height = HEIGHT, unit, together } = props
  useEffect(() => {
    let isGone = false
    let observer: ResizeObserver | undefined
    const begin = async (): Promise<void> => {
      const { default: UPlot } = await import('uplot')
      const element = place.current
      if (isGone || element === null) return
      plot.current = new UPlot(options(latest, element, height), dataOf(latest.current), element)
      observer = new ResizeObserver(() =>
        plot.current?.setSize({ width: Math.max(80, element.clientWidth), height }),
      )
      observer.observe(element)
    }
    void begin()
    return () => {
      isGone = true
      observer?.disconnect()
      plot.current?.destroy()
      plot.current = undefined
    }
  }, [names, scheme, height, unit, together])
  useEffect(() => plot.current?.setData(dataOf(latest.current)), [times, lines])
  useEffect(() => plot.current?.redraw(false), [now, marks])
  return <div ref={place} className={classes['curve']} role="img" aria-label={props.label} />
}

/** Ends of bands come first, so that lines are drawn over what is filled. */
function dataOf({ times, lines }: CurveProps): uPlot.AlignedData {
  const ends = lines.flatMap(({ low, high }) =>
    low === undefined || high === undefined ? [] : [Float64Array.from(low), Float64Array.from(high)],
  )
  return [Float64Array.from(times), ...ends, ...lines.map(({ values }) => Float64Array.from(values))]
}

/** Lines that have a band, in the order of `dataOf`. */
function banded(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ low, high }) => low !== undefined && high !== undefined)
}

function options(
  latest: { readonly current: CurveProps },
  element: HTMLElement,
  height: number,
): uPlot.Options {
  const style = getComputedStyle(element)
  const [ink, hair] = [style.getPropertyValue('--ink'), style.getPropertyValue('--grid')]
  const { lines, together } = latest.current
  const bands = banded(lines)
  const axis = {
    stroke: ink,
    font: '12px system-ui, sans-serif',
    grid: { stroke: hair, width: 1 },
    ticks: { show: false },
  }
  return {
    width: Math.max(80, element.clientWidth),
    height,
    legend: { show: false },
    padding: [8, 16, 0, 0],
    cursor: {
      y: false,
      points: { size: (_, index) => (index > 2 * bands.length ? 6 : 0) },
      drag: { x: false, y: false },
      ...(together === undefined ? {} : { sync: { key: together } }),
    },
    scales: { x: { time: false }, y: { range: (_, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, size: 24, gap: 2, values: (_, ticks) => ticks.map(axisTime), incrs: TIME_STEPS, space: 56 },
      { ...axis, size: 48, gap: 4, space: 28, values: (_, ticks) => ticks.map(axisNumber) },
    ],
    bands: bands.map(({ colour }, index) => ({
      series: [2 * index + 2, 2 * index + 1],
      fill: `${colour}${BAND_OPACITY}`,
    })),
    series: [
      {},
      ...bands.flatMap(({ name }) => [endOf(`${name}, low`), endOf(`${name}, high`)]),
      ...lines.map(({ name, colour, dash }) => ({
        label: name,
        stroke: colour,
        width: 1.5,
        ...(dash === undefined ? {} : { dash: [...dash] }),
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [(chart) => drawMarks(chart, latest.current, ink)],
      setCursor: [(chart) => latest.current.onRead?.(chart.cursor.idx ?? undefined)],
    },
  }
}

/** The end of a band, which is not drawn itself. */
function endOf(label: string): uPlot.Series {
  return { label, width: 0, points: { show: false } }
}

/** A fifth, as two hexadecimal digits. Chosen: two bands that overlap can still be told apart. */
const BAND_OPACITY = '33'

/** Steps of the time axis [min]: minutes, hours and days. */
const TIME_STEPS = [
  5,
  15,
  30,
  60,
  120,
  180,
  360,
  720,
  ...[1, 2, 5, 7, 14, 28, 56, 112, 224].map((days) => days * 1440),
]

/** Amounts begin at zero, so that heights can be compared. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  const [from, to] = [Math.min(0, low ?? 0), Math.max(0, high ?? 0)]
  return from === to ? [0, 1] : [from * 1.05, to * 1.05]
}

function axisTime(minutes: number): string {
  if (minutes === 0) return '0'
  if (minutes % 1440 === 0) return `${minutes / 1440} d`
  return minutes < 1440 && minutes % 60 === 0 ? `${minutes / 60} h` : clockText(minutes)
}

function axisNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6 || (size < 1e-3 && size > 0)) return value.toExponential(0)
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 4 })
}

/** Actions as dashed lines with a flag at the foot; the instant that is shown as a whole one. */
function drawMarks(chart: uPlot, { marks = [], now }: CurveProps, ink: string): void {
  const { ctx, bbox } = chart
  ctx.save()
  ctx.strokeStyle = ctx.fillStyle = ink
  ctx.lineWidth = devicePixelRatio
  const at = (time: number): number => Math.round(chart.valToPos(time, 'x', true))
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
  for (const { time } of marks) {
    const x = at(time)
    vertical(ctx, x, bbox.top, bbox.height)
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x + 5 * devicePixelRatio, bbox.top + 3 * devicePixelRatio)
    ctx.lineTo(x, bbox.top + 6 * devicePixelRatio)
    ctx.fill()
  }
  ctx.setLineDash([])
  if (now !== undefined) vertical(ctx, at(now), bbox.top, bbox.height)
  ctx.restore()
}

function vertical(context: CanvasRenderingContext2D, x: number, top: number, height: number): void {
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x, top + height)
  context.stroke()
}
