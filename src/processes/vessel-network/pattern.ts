import type { Space } from '../../engine/space.ts'
import type { Point } from './graph.ts'
import type { PlannedLine } from './plan.ts'
import type { NetworkPattern } from './schema.ts'

type Axis = 0 | 1 | 2
const AXES = { x: 0, y: 1, z: 2 } as const

/**
 * The vessels of a pattern. Lines across the axis stand in the middle of equal shares of the domain; along it they go from the middle of
 * the first voxel to that of the last, so that each node is in the middle of what it supplies. In a slice, vessels along z are points, by turns on
 * the arterial and on the venous side.
 */
export function patternLines(pattern: NetworkPattern, radius: number, space: Space): readonly PlannedLine[] {
  const axis = AXES[pattern.axis]
  const pressures = [pattern.pressures[0].value, pattern.pressures[1].value] as const
  const spacing = pattern.spacing.value
  const along = straightLines(axis, spacing, space).map((points, index): PlannedLine => {
    const crosses = points.length < 2 && isVenous(index, axis, spacing, space)
    return { points, radius, pressures: crosses ? [pressures[1], pressures[0]] : [...pressures] }
  })
  if (pattern.form === 'parallel') return along
  const others = ([0, 1, 2] as const).filter((other) => other !== axis && space.shape[other] > 1)
  const across = others.flatMap((other) => crossLines(other, axis, pattern.spacing.value, space))
  const levels = joints(axis, pattern.spacing.value, space)
  return [
    ...along.flatMap(({ points }) => cutLine(points, axis, levels, radius, pressures)),
    ...across.map((points): PlannedLine => ({ points, radius, pressures: [undefined, undefined] })),
  ]
}

/** Whether a vessel that crosses a slice is on the venous side: by turns, as on a chessboard, so that blood flows through what joins two. */
function isVenous(index: number, axis: Axis, spacing: number, space: Space): boolean {
  const second = ([0, 1, 2] as const).filter((other) => other !== axis)[1] ?? 1
  const inRow = joints(second, spacing, space).length
  return (Math.floor(index / inRow) + (index % inRow)) % 2 === 1
}

/** Middles of equal shares of an axis [um], as near to `spacing` as whole numbers allow. */
function joints(axis: Axis, spacing: number, { corner, size }: Space): readonly number[] {
  const count = Math.max(1, Math.round(size[axis] / spacing))
  return Array.from({ length: count }, (_, k) => corner[axis] + ((k + 0.5) * size[axis]) / count)
}

function pointAt(at: readonly [Axis, number][]): Point {
  const coordinates = [0, 0, 0]
  for (const [axis, value] of at) coordinates[axis] = value
  const [x = 0, y = 0, z = 0] = coordinates
  return { x, y, z }
}

/** Lines along an axis through the crossings of a lattice across it. */
function straightLines(axis: Axis, spacing: number, space: Space): readonly (readonly Point[])[] {
  const [a, b] = ([0, 1, 2] as const).filter((other) => other !== axis) as [Axis, Axis] // two are left of three
  const low = space.corner[axis] + space.voxel / 2
  const high = space.corner[axis] + space.size[axis] - space.voxel / 2
  const ends = high > low ? [low, high] : [low]
  return joints(a, spacing, space).flatMap((first) =>
    joints(b, spacing, space).map((second) =>
      ends.map((end) =>
        pointAt([
          [a, first],
          [b, second],
          [axis, end],
        ]),
      ),
    ),
  )
}

/** Lines across the flow, from the first to the last crossing of the lattice. */
function crossLines(along: Axis, flow: Axis, spacing: number, space: Space): readonly (readonly Point[])[] {
  const third = ([0, 1, 2] as const).find((other) => other !== along && other !== flow) ?? 2
  const places = joints(along, spacing, space)
  if (places.length < 2) return []
  return joints(third, spacing, space).flatMap((across) =>
    joints(flow, spacing, space).map((level) =>
      places.map((place) =>
        pointAt([
          [third, across],
          [flow, level],
          [along, place],
        ]),
      ),
    ),
  )
}

/** A line with a corner wherever others cross it. */
function cutLine(
  points: readonly Point[],
  axis: Axis,
  levels: readonly number[],
  radius: number,
  pressures: readonly [number, number],
): readonly PlannedLine[] {
  const [start, end] = [points[0], points.at(-1)]
  if (start === undefined || end === undefined || points.length < 2) return [{ points, radius, pressures }]
  const key = (['x', 'y', 'z'] as const)[axis]
  const inner = levels.filter((level) => level > start[key] && level < end[key])
  const corners = inner.map((level) => ({ ...start, [key]: level }))
  return [{ points: [start, ...corners, end], radius, pressures }]
}
