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
  const isNear = touches(cell.place, cell.reach + cell.vesselRadius, vessels)
  return isNear && cell.draw < 1 - special.exp(-cell.rate * dt)
}

function touches(place: LeavingCell['place'], near: number, points: readonly (readonly number[])[]): boolean {
  return points.some((point) => {
    const [dx = 0, dy = 0, dz = 0] = place.map((at, axis) => (point[axis] ?? 0) - at)
    return dx * dx + dy * dy + dz * dz < near * near
  })
}

/** A cell as far as getting into lymph depends on it. */
export interface EnteringCell extends Omit<LeavingCell, 'vesselRadius'> {
  /** Cells of lymphatics that it touches. */
  readonly touched: number
  /** True when it disappears already. */
  readonly isGone: boolean
}

/** The plain form of `circulation_enter_lymph` on closed axes: whether a cell gets into lymph within `dt` [min]. */
export function entersLymph(
  cell: EnteringCell,
  points: readonly (readonly number[])[],
  dt: number,
  special: SpecialFunctions,
): boolean {
  if (cell.isGone || !(cell.rate > 0)) return false
  const isNear = cell.touched > 0 || touches(cell.place, cell.reach, points)
  return isNear && cell.draw < 1 - special.exp(-cell.rate * dt)
}
