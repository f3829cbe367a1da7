import type { SpecialFunctions } from '../../kernels/special.ts'

/** A cell as far as leaving depends on it. */
export interface LeavingCell {
  readonly place: readonly [number, number, number]
  /** Its reach and the radius of vessels [um]. */
  readonly reach: number
  readonly vesselRadius: number
  /** [1/min] */
  readonly rate: number
  /** In [0, 1). */
  readonly draw: number
}

/** The plain form of `circulation_leave` on closed axes: whether a cell leaves within `dt` [min]. */
export function leaves(
  cell: LeavingCell,
  vessels: readonly (readonly number[])[],
  dt: number,
  special: SpecialFunctions,
): boolean {
  if (cell.vesselRadius < 0 || !(cell.rate > 0)) return false
  const near = cell.reach + cell.vesselRadius
  const isNear = vessels.some((point) => {
    const [dx = 0, dy = 0, dz = 0] = cell.place.map((at, axis) => (point[axis] ?? 0) - at)
    return dx * dx + dy * dy + dz * dz < near * near
  })
  return isNear && cell.draw < 1 - special.exp(-cell.rate * dt)
}
