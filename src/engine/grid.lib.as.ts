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

/** `index` within [0, n): positions outside count to the nearest grid cell. */
// @ts-ignore: decorator
@inline
export function within(index: i32, n: i32): i32 {
  return index < 0 ? 0 : index >= n ? n - 1 : index
}

/** Index along an axis; positions outside count to the nearest. */
// @ts-ignore: decorator
@inline
export function along(geometry: usize, axis: usize, position: f64): i32 {
  return within(indexAlong(geometry, axis, position), shapeAt(geometry, axis))
}
