import { compareColumns } from './branch.ts'
import { type ColumnGroup, viewOf } from './columns.ts'
import { innerWorlds } from './organism.ts'
import { lineageText } from './population.ts'
import { columnHashes } from './state-hash.ts'
import type { World } from './world.ts'

/** The first number in which two worlds differ. */
export interface WorldDifference {
  /** Which world of an organism differs; absent for the host itself. */
  readonly site?: string
  readonly column: string
  readonly group: ColumnGroup
  /** Cell slot, voxel or vessel point. */
  readonly row: number
  /** Counted from zero, for columns of several numbers per row. */
  readonly component: number
  /** The number in each world; absent where it has no such row. */
  readonly values: readonly [number | undefined, number | undefined]
  /** Lineage key of the cell in each world; absent where there is none. */
  readonly lineages: readonly [string | undefined, string | undefined]
  /** Every shared column that differs. */
  readonly columns: readonly string[]
}

/** Cells first, since a number of a cell says more than that there are more of them. */
const GROUPS: readonly ColumnGroup[] = ['cell', 'voxel', 'vessel', 'segment', 'world']

/** Compares the columns that two worlds share, bit by bit, and then the worlds in them; undefined when they are the same. */
export function worldDifference(a: World, b: World): WorldDifference | undefined {
  return hostDifference(a, b) ?? innerDifference(a, b)
}

/** The first difference in a world of an organism that both have, or the number of cells of one that only one of them has. */
function innerDifference(a: World, b: World): WorldDifference | undefined {
  const names = new Set([...innerWorlds(a), ...innerWorlds(b)].map(({ name }) => name))
  for (const name of names) {
    const [left, right] = [a.inner.get(name), b.inner.get(name)]
    const found =
      left === undefined || right === undefined ? onlyOne(left, right) : hostDifference(left, right)
    if (found !== undefined) return { site: name, ...found }
  }
  return undefined
}

function onlyOne(a: World | undefined, b: World | undefined): WorldDifference {
  const column = 'world.count'
  const what = { column, group: 'world', row: 0, component: 0, columns: [column] } as const
  return { ...what, values: [a?.count, b?.count], lineages: [undefined, undefined] }
}

function hostDifference(a: World, b: World): WorldDifference | undefined {
  const [left, right] = [columnHashes(a), columnHashes(b)]
  const columns = compareColumns(a, b).shared.filter((name) => left.get(name) !== right.get(name))
  const groupOf = (name: string): number =>
    GROUPS.indexOf(a.layout.columns.get(name)?.declaration.group ?? 'world')
  for (const column of columns.toSorted((x, y) => groupOf(x) - groupOf(y))) {
    const found = columnDifference(a, b, column)
    if (found !== undefined) return { ...found, columns }
  }
  return undefined
}

function columnDifference(a: World, b: World, column: string): Omit<WorldDifference, 'columns'> | undefined {
  const declaration = a.layout.columns.get(column)?.declaration
  if (declaration === undefined) return undefined
  const { group, width = 1 } = declaration
  const [before, after] = [rowsOf(a, column, group), rowsOf(b, column, group)]
  for (let row = 0; row < Math.max(before, after); row++) {
    for (let component = 0; component < width; component++) {
      const values = [numberAt(a, column, row, component), numberAt(b, column, row, component)] as const
      if (Object.is(values[0], values[1])) continue
      const lineages = [lineageAt(a, group, row), lineageAt(b, group, row)] as const
      return { column, group, row, component, values, lineages }
    }
  }
  return undefined
}

function rowsOf(world: World, column: string, group: ColumnGroup): number {
  return group === 'cell' ? world.count : (world.layout.columns.get(column)?.stride ?? 0)
}

function numberAt(world: World, column: string, row: number, component: number): number | undefined {
  const placed = world.layout.columns.get(column)
  if (placed === undefined || row >= rowsOf(world, column, placed.declaration.group)) return undefined
  const { offset, length, stride } = placed
  return viewOf(world.memory.buffer, placed.declaration.type, offset, length)[component * stride + row]
}

function lineageAt(world: World, group: ColumnGroup, slot: number): string | undefined {
  return group === 'cell' && slot < world.count ? lineageText(world, slot) : undefined
}
