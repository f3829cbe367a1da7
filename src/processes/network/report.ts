import type { World } from '../../engine/world.ts'
import { AT_FLOOR, NOT_SETTLED } from './kernels.ts'

/** What went wrong in the networks of one type's cells that are there now. */
export interface NetworkReport {
  readonly type: string
  readonly cells: number
  /** Cells of which a step was as short as steps get while its error was above the tolerance, once or more. */
  readonly atShortestStep: number
  /** Cells that had not settled when they began: their network cycles, or is slower than they were given time. */
  readonly notSettled: number
}

/** How the networks fared, a row per type in which some cell had trouble. */
export function networkReport(world: World): readonly NetworkReport[] {
  if (!world.has('network.trouble')) return []
  const [troubles, types] = [world.u8('network.trouble'), world.u16('cell.type')]
  const rows = world.program.cellTypes.map((type) => ({ type, cells: 0, atShortestStep: 0, notSettled: 0 }))
  for (let slot = 0; slot < world.count; slot++) {
    const row = rows[types[slot] ?? 0]
    const bits = troubles[slot] ?? 0
    if (row === undefined) continue
    row.cells += 1
    if ((bits & AT_FLOOR) !== 0) row.atShortestStep += 1
    if ((bits & NOT_SETTLED) !== 0) row.notSettled += 1
  }
  return rows.filter(({ atShortestStep, notSettled }) => atShortestStep + notSettled > 0)
}
