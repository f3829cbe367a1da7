import { type ColumnGroup, ELEMENT_BYTES } from './columns.ts'
import { NumericalError } from './errors.ts'
import type { PlacedColumn } from './layout.ts'
import { type World, columnsOf } from './world.ts'

/** Groups that hold state. Cells first: what goes wrong there reaches the fields within a step, and hides where it began. */
const CHECKED_GROUPS: readonly ColumnGroup[] = ['cell', 'voxel', 'vessel', 'world']

/** Stops the run when a number of the state is no longer finite. */
export function checkFinite(world: World): void {
  for (const group of CHECKED_GROUPS) {
    for (const placed of columnsOf(world, group)) {
      const row = firstBadRow(world, placed)
      if (row >= 0) throw numericalError(world, placed.declaration.name, row)
    }
  }
}

/** First row of a column with a number that is not finite, in any of its components, or -1. */
function firstBadRow(world: World, { declaration, offset, stride }: PlacedColumn): number {
  const { type, group, isScratch, width = 1 } = declaration
  if (isScratch === true || (type !== 'f64' && type !== 'f32')) return -1
  const rows = group === 'cell' ? world.count : stride
  for (let k = 0; k < width; k++) {
    const bad = world.kernels.call(`guard_${type}`, [offset + k * stride * ELEMENT_BYTES[type], rows])
    if (bad >= 0) return bad
  }
  return -1
}

function numericalError(world: World, column: string, index: number): NumericalError {
  return new NumericalError({
    column,
    index,
    tick: world.tick,
    time: world.time,
    recent: world.events.slice(-2),
  })
}
