// A uniform grid over the box, as kernels get it: a pointer to twelve numbers, see `gridGeometry` of neighbour-grid.ts.
// Order: corner x, y, z [um]; edges along x, y, z [um]; shape; period of each axis [um], 0 = closed.

const EDGES: usize = 24
const SHAPE: usize = 48
const PERIODS: usize = 72

// @ts-ignore: decorator
@inline
export function cornerAt(geometry: usize, axis: usize): f64 {
  return load<f64>(geometry + (axis << 3))
}
// @ts-ignore: decorator
@inline
export function edgeAt(geometry: usize, axis: usize): f64 {
  return load<f64>(geometry + (axis << 3), EDGES)
}
// @ts-ignore: decorator
@inline
export function shapeAt(geometry: usize, axis: usize): i32 {
  return <i32>load<f64>(geometry + (axis << 3), SHAPE)
}
// @ts-ignore: decorator
@inline
export function periodAt(geometry: usize, axis: usize): f64 {
  return load<f64>(geometry + (axis << 3), PERIODS)
}

/** Index along an axis, below 0 or beyond the last for positions outside. */
// @ts-ignore: decorator
@inline
export function indexAlong(geometry: usize, axis: usize, position: f64): i32 {
  return <i32>Math.floor((position - cornerAt(geometry, axis)) / edgeAt(geometry, axis))
}

/** Index along an axis; positions outside count to the nearest. */
// @ts-ignore: decorator
@inline
export function along(geometry: usize, axis: usize, position: f64): i32 {
  const index = indexAlong(geometry, axis, position)
  const n = shapeAt(geometry, axis)
  return index < 0 ? 0 : index >= n ? n - 1 : index
}

/** Index of the grid cell that holds a point [um]. */
// @ts-ignore: decorator
@inline
export function cellAt(geometry: usize, x: f64, y: f64, z: f64): u32 {
  const row = along(geometry, 2, z) * shapeAt(geometry, 1) + along(geometry, 1, y)
  return row * shapeAt(geometry, 0) + along(geometry, 0, x)
}
