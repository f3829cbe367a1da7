import { LIVE } from '../../engine/columns.ts'
import type { Program } from '../../engine/program.ts'
import { voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'

/** Some of the cell types of a model, under the name by which authors speak of them. */
export interface CellSet {
  readonly name: string
  /** By cell type. */
  readonly has: readonly boolean[]
}

/** Which cells of a set: `present` are the live and the dead that are not yet cleared. */
export type Vitality = 'live' | 'dead' | 'present'

/** Families of cells by the lineages that they are made of; `live cells` are all types. */
const GROUPS: readonly (readonly [name: string, lineages: readonly string[] | 'all'])[] = [
  ['live cells', 'all'],
  ['tumour cells', ['tumour']],
  ['immune cells', ['myeloid', 'lymphoid']],
  ['myeloid cells', ['myeloid']],
  ['lymphoid cells', ['lymphoid']],
  ['stromal cells', ['stroma']],
]

/** Sets of cells that have a name in a model: its types first, then lineages that it has types of. */
export function cellSets(program: Program): readonly CellSet[] {
  const { cellTypes } = program
  const types = cellTypes.map((name, type) => ({ name, has: cellTypes.map((_, other) => other === type) }))
  const plural = types.map(({ name, has }) => ({ name: countName(name), has }))
  return [...types, ...plural, ...groupsOf(program)]
}

/** Families of cells that a model has types of. */
export function groupsOf({ lineages }: Program): readonly CellSet[] {
  return GROUPS.map(([name, wanted]) => ({
    name,
    has: lineages.map((lineage) => wanted === 'all' || wanted.includes(lineage)),
  })).filter(({ has }) => has.includes(true))
}

/** `tumour cells`, and `mural cells` for a type that is called mural cell. */
export function countName(type: string): string {
  return type.endsWith(' cell') ? `${type}s` : `${type} cells`
}

/** All types of the tumour lineage. */
export function tumourSet(program: Program): CellSet {
  return { name: 'tumour cells', has: program.isTumour }
}

/** Visits the cells of a set in the order of slots. */
export function forEachCell(
  world: World,
  { has }: CellSet,
  vitality: Vitality,
  visit: (slot: number) => void,
): void {
  const { type, state } = world.cells
  const [wantsLive, wantsDead] = [vitality !== 'dead', vitality !== 'live']
  for (let slot = 0; slot < world.count; slot++) {
    if (has[type[slot] ?? 0] === true && (state[slot] === LIVE ? wantsLive : wantsDead)) visit(slot)
  }
}

/** Number of cells of a set. */
export function countCells(world: World, set: CellSet, vitality: Vitality = 'live'): number {
  let sum = 0
  forEachCell(world, set, vitality, () => {
    sum += 1
  })
  return sum
}

/** Slots of the cells of a set, ascending. */
export function slotsOf(world: World, set: CellSet, vitality: Vitality = 'live'): Uint32Array {
  const slots = new Uint32Array(world.count)
  let found = 0
  forEachCell(world, set, vitality, (slot) => {
    slots[found] = slot
    found += 1
  })
  return slots.subarray(0, found)
}

/** Points in space [um], one array per axis. */
export interface Points {
  readonly count: number
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly z: ArrayLike<number>
}

/** Positions of some cells. */
export function positionsOf(world: World, slots: Uint32Array): Points {
  const take = (column: Float64Array): Float64Array => Float64Array.from(slots, (slot) => column[slot] ?? 0)
  const { x, y, z } = world.cells
  return { count: slots.length, x: take(x), y: take(y), z: take(z) }
}

/** Voxel of the mesh that holds a cell. */
export function voxelOf(world: World, slot: number): number {
  const { x, y, z } = world.cells
  return voxelAt(world.program.space, x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0)
}
