import { argumentList } from '../kernels/kernels.ts'
import { type ColumnGroup, ELEMENT_BYTES } from './columns.ts'
import { NumericalError } from './errors.ts'
import type { PlacedColumn } from './layout.ts'
import { type World, columnsOf } from './world.ts'

/** Groups that hold state. Cells first: what goes wrong there reaches the fields within a step, and hides where it began. */
const CHECKED_GROUPS: readonly ColumnGroup[] = ['cell', 'voxel', 'vessel', 'segment', 'world']

/** A component of a column, and the call that looks through it. */
interface Check {
  readonly column: string
  readonly kernel: string
  /** Pointer and rows; those of cells are set before each call. */
  readonly args: number[]
  readonly isOfCells: boolean
}

/** Stops the run when a number of the state is no longer finite. */
export function checkFinite(world: World): void {
  bindGuard(world)()
}

/** Binds the check to the memory as it lies now. */
export function bindGuard(world: World): () => void {
  const checks = CHECKED_GROUPS.flatMap((group) => columnsOf(world, group).flatMap(checksOf))
  return () => {
    for (const check of checks) {
      if (check.isOfCells) check.args[1] = world.count
      const row = world.kernels.call(check.kernel, check.args)
      if (row >= 0) throw numericalError(world, check.column, row)
    }
  }
}

function checksOf({ declaration, offset, stride }: PlacedColumn): readonly Check[] {
  const { name, type, group, isScratch, width = 1 } = declaration
  if (isScratch === true || (type !== 'f64' && type !== 'f32')) return []
  return Array.from({ length: width }, (_, k) => ({
    column: name,
    kernel: `guard_${type}`,
    args: argumentList([offset + k * stride * ELEMENT_BYTES[type], stride]),
    isOfCells: group === 'cell',
  }))
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
