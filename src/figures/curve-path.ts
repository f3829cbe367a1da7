import type { MaybeNumber } from '../analysis/summary-results.ts'
import type { Scale } from './scale.ts'
import { round } from './svg.ts'

/** Two scales that a curve is drawn on. */
export interface Plane {
  readonly x: Scale
  readonly y: Scale
}

/** A line through values at `xs` [n], broken where one could not be computed; a value alone becomes a dot. */
export function curvePath(xs: readonly number[], values: readonly MaybeNumber[], plane: Plane): string {
  return segments(values)
    .map(([from, to]) => {
      const places = pointsOf(xs, values, from, to, plane)
      return `M${places.join('L')}${places.length === 1 ? 'h.01' : ''}`
    })
    .join('')
}

/** The area between two curves at `xs` [n], broken where either could not be computed. */
export function bandPath(
  xs: readonly number[],
  low: readonly MaybeNumber[],
  high: readonly MaybeNumber[],
  plane: Plane,
): string {
  const both = low.map((value, index) => (value === null ? null : (high[index] ?? null)))
  return segments(both)
    .map(([from, to]) => {
      const upper = pointsOf(xs, high, from, to, plane)
      const lower = pointsOf(xs, low, from, to, plane).toReversed()
      return `M${[...upper, ...lower].join('L')}Z`
    })
    .join('')
}

/** A step curve: the value at `xs[i]` holds until `xs[i + 1]`. */
export function stepPath(xs: readonly number[], values: readonly number[], plane: Plane): string {
  const corners = stepCorners(xs, values)
  return corners.length === 0 ? '' : `M${corners.map((corner) => placed(corner, plane)).join('L')}`
}

/** The area between two step curves. */
export function stepBandPath(
  xs: readonly number[],
  low: readonly number[],
  high: readonly number[],
  plane: Plane,
): string {
  const corners = [...stepCorners(xs, high), ...stepCorners(xs, low).toReversed()]
  return corners.length === 0 ? '' : `M${corners.map((corner) => placed(corner, plane)).join('L')}Z`
}

/** Stretches without gaps: a value that could not be computed breaks the line. */
function segments(values: readonly MaybeNumber[]): [from: number, to: number][] {
  const list: [number, number][] = []
  let start = -1
  for (let index = 0; index <= values.length; index++) {
    const present = index < values.length && values[index] !== null && values[index] !== undefined
    if (present && start < 0) start = index
    if (!present && start >= 0) {
      list.push([start, index])
      start = -1
    }
  }
  return list
}

function pointsOf(
  xs: readonly number[],
  values: readonly MaybeNumber[],
  from: number,
  to: number,
  plane: Plane,
): string[] {
  const list: string[] = []
  for (let index = from; index < to; index++) list.push(placed([xs[index] ?? 0, values[index] ?? 0], plane))
  return list
}

function stepCorners(xs: readonly number[], values: readonly number[]): [x: number, y: number][] {
  return xs.flatMap((x, index): [number, number][] => {
    const value = values[index] ?? 0
    const before = values[index - 1]
    return before === undefined || before === value
      ? [[x, value]]
      : [
          [x, before],
          [x, value],
        ]
  })
}

function placed([x, y]: readonly [number, number], plane: Plane): string {
  return `${round(plane.x.place(x))} ${round(plane.y.place(y))}`
}
