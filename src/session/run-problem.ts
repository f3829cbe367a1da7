import { NumericalError, isMilieuError } from '../engine/errors.ts'
import { lineageText } from '../engine/population.ts'
import type { Program } from '../engine/program.ts'
import { bytesNow, startBytes } from '../engine/start-bytes.ts'
import { voxelCount } from '../engine/space.ts'
import type { World } from '../engine/world.ts'
import type { Problem } from './run-state.ts'

/** What a step that failed means to the reader: where, when, and where one can go on. */
export function problemOf(error: unknown, world: World, lastKept?: number): Problem {
  const where = {
    issues: [],
    tick: world.tick,
    ...(lastKept === undefined ? {} : { lastKept }),
  }
  const offer = lastKept === undefined ? '' : ` The last state kept before it is that of tick ${lastKept}.`
  if (error instanceof NumericalError) {
    const { column, index, tick, time } = error.failure
    const place = placeOf(world, column, index)
    const message = `A number is no longer finite: ${column} of ${place}, tick ${tick} (${time} min).${offer}`
    return { code: error.code, message, ...where, tick }
  }
  if (error instanceof RangeError) {
    const size = `${world.count} cells in ${gigabytes(bytesNow(world))}`
    const message = `There is no memory left for this run: ${size} at tick ${world.tick}.${offer}`
    return { code: 'OutOfMemory', message, ...where }
  }
  const text = error instanceof Error ? error.message : String(error)
  const code = isMilieuError(error) ? error.code : 'Failed'
  return { code, message: `The run stopped at tick ${world.tick}: ${text}.${offer}`, ...where }
}

/** A cell with type and position, or a voxel with the position of its centre [um]. */
function placeOf(world: World, column: string, index: number): string {
  const group = world.layout.columns.get(column)?.declaration.group
  const { space, cellTypes } = world.program
  const um = (values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(', ')
  if (group === 'cell') {
    const { x, y, z, type } = world.cells
    const at = um([x[index] ?? 0, y[index] ?? 0, z[index] ?? 0])
    return `cell ${lineageText(world, index)} (${cellTypes[type[index] ?? 0] ?? 'unknown type'}) at (${at}) um`
  }
  if (group !== 'voxel') return `entry ${index}`
  const [width, height] = space.shape
  const steps = [index % width, Math.floor(index / width) % height, Math.floor(index / (width * height))]
  return `voxel ${index} around (${um(steps.map((step, k) => (space.corner[k] ?? 0) + (step + 0.5) * space.voxel))}) um`
}

/** Why a world that has outgrown its limit stops; undefined while it has not. */
export function outgrown(world: World, limit: number): string | undefined {
  const bytes = bytesNow(world)
  if (bytes <= limit) return undefined
  return `${world.count} cells take ${gigabytes(bytes)}, and a run may take ${gigabytes(limit)} here`
}

/**
 * Worlds that a run has in memory at the same time at most: its own, and the one in which an earlier state is looked at or in which a
 * state waits while an action is done.
 */
const WORLDS = 2

/** Says why a model does not fit into `limit` [byte], with numbers; undefined when it does. Nothing is made for that. */
export function tooLarge(program: Program, limit: number): string | undefined {
  const needed = WORLDS * startBytes(program)
  if (needed <= limit) return undefined
  const cells = program.initialCells.length.toLocaleString('en')
  const voxels = voxelCount(program.space).toLocaleString('en')
  const columns = program.columns.filter(({ group }) => group === 'cell' || group === 'voxel').length
  return `The model begins with ${cells} cells and ${voxels} voxels in ${columns} columns: with room to go back that takes ${gigabytes(needed)}, and a run may take ${gigabytes(limit)} here. A smaller domain, larger voxels or fewer cells fit.`
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toPrecision(3)} GB`
}
