// The box of grid cells in which neighbours of a cell may lie.

import { along, cornerAt, edgeAt, indexAlong, periodAt, shapeAt } from './grid.lib.as'

/** First index of the box along an axis; on a periodic axis it may lie before the first grid cell. */
// @ts-ignore: decorator
@inline
export function lowest(geometry: usize, axis: usize, position: f64, range: f64): i32 {
  if (periodAt(geometry, axis) == 0) return along(geometry, axis, position - range)
  return min(indexAlong(geometry, axis, position - range), along(geometry, axis, position))
}

// @ts-ignore: decorator
@inline
export function highest(geometry: usize, axis: usize, position: f64, range: f64): i32 {
  if (periodAt(geometry, axis) == 0) return along(geometry, axis, position + range)
  return max(indexAlong(geometry, axis, position + range), along(geometry, axis, position))
}

/** How far a position is from row `index` of the grid at least [um], 0 inside; rows at the ends go on to infinity. */
// @ts-ignore: decorator
@inline
export function apart(geometry: usize, axis: usize, position: f64, index: i32): f64 {
  const low = cornerAt(geometry, axis) + <f64>index * edgeAt(geometry, axis)
  if (position < low) return index == 0 ? 0 : low - position
  const high = low + edgeAt(geometry, axis)
  return position > high && index != shapeAt(geometry, axis) - 1 ? position - high : 0
}

// @ts-ignore: decorator
@inline
export function wrap(index: i32, n: i32): i32 {
  return index < 0 ? index + n : index >= n ? index - n : index
}
