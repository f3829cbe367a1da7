import type { SpecialFunctions } from '../../kernels/special.ts'

/** Faces from which cells may leave: low and high coordinate of each axis [um], infinite where the axis has none. */
export interface Faces {
  readonly low: readonly [number, number, number]
  readonly high: readonly [number, number, number]
  /** How near [um]; below 0 for anywhere. */
  readonly margin: number
}

/** Whether a point is near enough to a face. */
export function isNearFace(point: readonly number[], { low, high, margin }: Faces): boolean {
  if (margin < 0) return true
  return point.some((at, axis) => at - (low[axis] ?? 0) < margin || (high[axis] ?? 0) - at < margin)
}

/** The plain form of `lymph_node_leave` for one cell of the type: whether it leaves within `dt` [min]; `rate` in 1/min, `draw` in [0, 1). */
export function emigrates(
  cell: { readonly place: readonly number[]; readonly rate: number; readonly draw: number },
  faces: Faces,
  dt: number,
  special: SpecialFunctions,
): boolean {
  if (!(cell.rate > 0)) return false
  return cell.draw < 1 - special.exp(-cell.rate * dt) && isNearFace(cell.place, faces)
}
