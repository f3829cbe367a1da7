import { type ColumnArray, type ElementType } from './columns.ts'
import { daughterLineage } from './random.ts'
import type { World } from './world.ts'

/** A cell between two worlds: what it is, whose it is, and every state column that it had. */
export interface CarriedCell {
  /** Index of the cell type: the worlds of an organism share their list of types. */
  readonly type: number
  /** [um^3] */
  readonly volume: number
  /** Lineage key [low, high], and daughters born so far: a cell stays who it is. */
  readonly lineage: readonly [number, number]
  readonly births: number
  readonly columns: ReadonlyMap<string, CarriedColumn>
}

/** What a cell had in a column. */
export interface CarriedColumn {
  readonly type: ElementType
  /** One number per component. */
  readonly values: readonly number[]
}

/** Columns that arrival sets itself, or that mean something only where the cell stood. */
const LEFT_BEHIND: ReadonlySet<string> = new Set([
  'cell.x',
  'cell.y',
  'cell.z',
  'cell.volume',
  'cell.radius',
  'cell.reach',
  'cell.type',
  'cell.class',
  'cell.state',
  'cell.request',
  'cell.requestedType',
  'cell.lineageLow',
  'cell.lineageHigh',
  'cell.births',
])

/** Takes down what a cell is before its row disappears. */
export function carryCell(world: World, slot: number): CarriedCell {
  const { type, volume, lineageLow, lineageHigh, births } = world.cells
  return {
    type: type[slot] ?? 0,
    volume: volume[slot] ?? 0,
    lineage: [lineageLow[slot] ?? 0, lineageHigh[slot] ?? 0],
    births: births[slot] ?? 0,
    columns: carriedColumns(world, slot),
  }
}

/** As `carryCell`, for another cell that is like it: with the key of its next daughter, whom it counts as born. */
export function carryDaughter(world: World, slot: number): CarriedCell {
  const { births } = world.cells
  const mother = carryCell(world, slot)
  births[slot] = mother.births + 1
  return { ...mother, lineage: daughterLineage(...mother.lineage, mother.births), births: 0 }
}

function carriedColumns(world: World, slot: number): ReadonlyMap<string, CarriedColumn> {
  const columns = new Map<string, CarriedColumn>()
  for (const { declaration, stride } of world.layout.groups.cell) {
    const { name, type, width = 1, isScratch, refersToCells } = declaration
    if (isScratch === true || refersToCells === true || LEFT_BEHIND.has(name)) continue
    const view = world.view(name)
    const values = Array.from({ length: width }, (_, k) => view[k * stride + slot] ?? 0)
    columns.set(name, { type, values })
  }
  return columns
}

/** Writes into a row what a cell brought along; columns that this world has not are left behind. */
export function unpackCell(world: World, slot: number, { columns, births }: CarriedCell): void {
  world.cells.births[slot] = births
  for (const { declaration, stride } of world.layout.groups.cell) {
    const carried = columns.get(declaration.name)
    if (carried === undefined || declaration.isScratch === true) continue
    if (carried.type !== declaration.type || carried.values.length !== (declaration.width ?? 1)) continue
    const view: ColumnArray = world.view(declaration.name)
    carried.values.forEach((value, k) => {
      view[k * stride + slot] = value
    })
  }
}
