import { NumericalError } from './errors.ts'
import type { World } from './world.ts'

const CHECKED_CELL_COLUMNS = ['cell.x', 'cell.y', 'cell.z', 'cell.volume']

/** Stops the run when a position, a volume or a concentration is no longer a finite number. */
export function checkFinite(world: World): void {
  for (const name of CHECKED_CELL_COLUMNS) {
    const bad = world.kernels.call('guard_f64', [world.pointer(name), world.count])
    if (bad >= 0) throw numericalError(world, name, bad)
  }
  for (const substrate of world.program.substrates) {
    const name = `field/${substrate}`
    if (!world.has(name)) continue
    const bad = world.kernels.call('guard_f32', [world.pointer(name), world.layout.sizes.voxel])
    if (bad >= 0) throw numericalError(world, name, bad)
  }
}

function numericalError(world: World, column: string, index: number): NumericalError {
  return new NumericalError({ column, index, tick: world.tick, time: world.time, recent: world.events.slice(-2) })
}
