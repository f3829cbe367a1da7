import { type ColumnDeclaration, type ColumnGroup, ELEMENT_BYTES } from './columns.ts'

/** Rows of each group; `cell` is the capacity, the others are fixed for a world. */
export type GroupSizes = Readonly<Record<ColumnGroup, number>>

export interface PlacedColumn {
  readonly declaration: ColumnDeclaration
  /** First byte. */
  readonly offset: number
  /** Elements between component k and k + 1: the rows of the group. */
  readonly stride: number
  /** Elements in all: width x rows. */
  readonly length: number
}

/** Where each column of a world lies in its memory. */
export interface Layout {
  readonly sizes: GroupSizes
  readonly columns: ReadonlyMap<string, PlacedColumn>
  /** The columns of each group, in the order of the schema. */
  readonly groups: Readonly<Record<ColumnGroup, readonly PlacedColumn[]>>
  /** First byte after the last column. */
  readonly end: number
}

/** Columns start at cache lines. */
const ALIGNMENT = 64
const GROUP_ORDER: readonly ColumnGroup[] = ['world', 'table', 'voxel', 'vessel', 'segment', 'grid', 'cell']

/** Places the columns one after the other, group by group; cells last, since only they grow. */
export function placeColumns(columns: readonly ColumnDeclaration[], sizes: GroupSizes, base: number): Layout {
  const placed = new Map<string, PlacedColumn>()
  const groups: Record<ColumnGroup, PlacedColumn[]> = {
    world: [],
    table: [],
    voxel: [],
    vessel: [],
    segment: [],
    grid: [],
    cell: [],
  }
  let offset = align(base)
  for (const group of GROUP_ORDER) {
    for (const declaration of columns) {
      if (declaration.group !== group) continue
      if (placed.has(declaration.name)) throw new Error(`column '${declaration.name}' is declared twice`)
      const length = (declaration.width ?? 1) * sizes[group]
      const column = { declaration, offset, stride: sizes[group], length }
      placed.set(declaration.name, column)
      groups[group].push(column)
      offset = align(offset + length * ELEMENT_BYTES[declaration.type])
    }
  }
  return { sizes, columns: placed, groups, end: offset }
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT
}
