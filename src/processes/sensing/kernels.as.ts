// Sensing: the world around each cell becomes signals. Equations in README.md.

import { classOf, listBegin, rowOf, slotOf, touch } from '../../engine/packed.lib.as'
import { behaviour, f32At, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { slope } from '../../kernels/as/fields.lib.as'

/** Concentration of the voxel `voxels[i]` for cells [begin, end). */
export function sensing_field(field: usize, voxels: usize, signal: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, <f64>f32At(field, u32At(voxels, i)))
}

/** Norm of the gradient at the voxel of cells [begin, end); shape (nx, ny, nz), `edge` of a voxel [um], 1 = periodic axis. */
export function sensing_gradient(
  field: usize,
  voxels: usize,
  signal: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  periodicX: u32,
  periodicY: u32,
  periodicZ: u32,
  edge: f64,
  begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const v = u32At(voxels, i)
    const row = v / nx
    const gx = slope(field, v, v - row * nx, nx, 1, periodicX, edge)
    const gy = slope(field, v, row % ny, ny, nx, periodicY, edge)
    const gz = slope(field, v, row / ny, nz, nx * ny, periodicZ, edge)
    setF64(signal, i, Math.sqrt(gx * gx + gy * gy + gz * gz))
  }
}

/** The same value for cells [begin, end). */
export function sensing_constant(signal: usize, value: f64, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, value)
}

/** The weight [classes] of the class of cells [begin, end). */
export function sensing_state(classes: usize, weights: usize, signal: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, f64At(weights, u16At(classes, i)))
}

/**
 * Sums over touching neighbours of the cells at places [begin, end): `contacts` rows of weights [contacts x classCount], and
 * `markers` behaviours of live neighbours, given as pairs (pointer, per cell) in `markerPointers`.
 * `signals` holds the pointers of the columns to fill, contacts first. Lists are in slot order, so sums are too.
 */
export function sensing_neighbours(
  packed: usize,
  ends: usize,
  lists: usize,
  weights: usize,
  contacts: u32,
  classCount: u32,
  typeCount: u32,
  markerPointers: usize,
  markers: u32,
  signals: usize,
  periodX: f64,
  periodY: f64,
  periodZ: f64,
  begin: u32,
  end: u32,
): void {
  let n = listBegin(ends, begin)
  for (let place = begin; place < end; place++) {
    const row = rowOf(packed, place)
    const i = slotOf(row)
    for (let k: u32 = 0; k < contacts + markers; k++) setF64(<usize>u32At(signals, k), i, 0)
    for (const last = u32At(ends, place); n < last; n++) {
      const other = rowOf(packed, u32At(lists, n))
      if (!touch(row, other, periodX, periodY, periodZ)) continue
      const c = classOf(other)
      for (let k: u32 = 0; k < contacts; k++) {
        const signal = <usize>u32At(signals, k)
        setF64(signal, i, f64At(signal, i) + f64At(weights, k * classCount + c))
      }
      if (c >= typeCount) continue
      for (let m: u32 = 0; m < markers; m++) {
        const signal = <usize>u32At(signals, contacts + m)
        const expression = behaviour(
          <usize>u32At(markerPointers, 2 * m),
          u32At(markerPointers, 2 * m + 1),
          slotOf(other),
          c,
        )
        setF64(signal, i, f64At(signal, i) + expression)
      }
    }
  }
}
