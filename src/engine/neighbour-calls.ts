import { argumentList } from '../kernels/kernels.ts'
import { gridShape } from './neighbour-grid.ts'
import { SIDE_COLUMN } from './sides.ts'
import { periods, voxelCount } from './space.ts'
import type { World } from './world.ts'

/**
 * Where pair kernels find the packed rows and the lists. The cell at place p has the entries from `ends[p - 1]` (0 for the
 * first) to `ends[p]` of `lists`; entries are places, in the order of their slots. `packed.lib.as.ts` reads rows.
 */
export interface NeighbourPointers {
  readonly packed: number
  readonly ends: number
  readonly lists: number
  /** Place of each slot. */
  readonly places: number
}

/** Pointers to the neighbour lists, constant within a layout. */
export function neighbourPointers(world: World): NeighbourPointers {
  return {
    packed: world.pointer('neighbour.packed'),
    ends: world.pointer('neighbour.end'),
    lists: world.layout.end,
    places: world.pointer('neighbour.place'),
  }
}

/** Arguments of the kernels that sort cells and search for neighbours, without ranges; constant within a layout. */
export interface NeighbourCalls {
  readonly version: number
  readonly refresh: readonly number[]
  readonly paces: readonly number[]
  readonly homes: readonly number[]
  readonly pack: readonly number[]
  readonly count: readonly number[]
  readonly fill: readonly number[]
  readonly voxelHomes: readonly number[]
  /** Called directly: the last entry is the number of cells, which the caller sets. */
  readonly sort: number[]
  readonly ends: number[]
  readonly sortVoxels: number[]
  /** What parts the lists of cells on different sides; absent where no membrane does. */
  readonly part?: readonly number[]
  readonly close?: number[]
}

const CELL_COLUMNS = ['x', 'y', 'z', 'reach', 'radius', 'class', 'type'].map((name) => `cell.${name}`)
const MADE_COLUMNS = ['x', 'y', 'z', 'reach'].map((name) => `neighbour.${name}`)

const bound = new WeakMap<World, NeighbourCalls>()

/** The arguments for a world as it lies in memory now: made once per layout, so that a tick leaves no garbage behind. */
export function neighbourCalls(world: World): NeighbourCalls {
  const known = bound.get(world)
  if (known?.version === world.layoutVersion) return known
  const calls = bindCalls(world)
  bound.set(world, calls)
  return calls
}

function bindCalls(world: World): NeighbourCalls {
  const { program } = world
  const at = (...names: readonly string[]): readonly number[] => names.map((name) => world.pointer(name))
  const { packed, ends, lists, places } = neighbourPointers(world)
  const around = periods(program.space)
  // What the two kernels that write packed rows begin with.
  const rows = at(
    ...CELL_COLUMNS,
    'neighbour.place',
    'neighbour.packed',
    'neighbour.margins',
    ...MADE_COLUMNS,
  )
  const grid = at('neighbour.geometry', 'grid.start', 'neighbour.largest')
  const cells = at('cell.x', 'cell.y', 'cell.z')
  const voxels = at('voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'voxel.marks')
  const found = at('neighbour.hits', 'neighbour.room')
  const [room = 0] = at('neighbour.room')
  return {
    version: world.layoutVersion,
    refresh: [...rows, ...at('neighbour.excess'), ...around],
    paces: [...cells, ...at('cell.reach', ...MADE_COLUMNS, 'cell.type', 'neighbour.paces'), ...around],
    homes: [...cells, ...at('neighbour.geometry'), places],
    pack: [...rows, ...at('neighbour.largest')],
    count: [packed, ...grid, ends, ...at('neighbour.hits')],
    fill: [packed, ...grid, places, ends, lists, ...found],
    voxelHomes: [...cells, ...at('voxel.geometry', 'cell.voxel')],
    sort: argumentList([...at('grid.start'), places, gridShape(program).cells, 0]),
    ends: argumentList([ends, 0]),
    sortVoxels: argumentList([...at('cell.voxel'), ...voxels, voxelCount(program.space), 0]),
    ...(world.has(SIDE_COLUMN)
      ? {
          part: [packed, ...at(SIDE_COLUMN), ends, lists, room],
          close: argumentList([ends, lists, room, 0]),
        }
      : {}),
  }
}
