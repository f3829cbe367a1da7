import type { ColumnArray } from '../../src/engine/columns.ts'
import { lineageText } from '../../src/engine/population.ts'
import type { World } from '../../src/engine/world.ts'

/** The rows of all cell columns but those left out, by lineage of the cell; slots in `refersToCells` columns become lineages. */
export function rowsByLineage(
  world: World,
  leftOut: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, readonly (number | string)[]> {
  const columns = [...world.layout.columns.values()].filter(
    ({ declaration }) =>
      declaration.group === 'cell' && declaration.isScratch !== true && !leftOut.has(declaration.name),
  )
  const read = (values: ColumnArray, refers: boolean, index: number): number | string => {
    const value = values[index] ?? Number.NaN
    return refers && value >= 0 ? lineageText(world, value) : value
  }
  const row = (slot: number) =>
    columns.flatMap(({ declaration, stride }) =>
      Array.from({ length: declaration.width ?? 1 }, (_, k) =>
        read(world.view(declaration.name), declaration.refersToCells === true, k * stride + slot),
      ),
    )
  return new Map(Array.from({ length: world.count }, (_, slot) => [lineageText(world, slot), row(slot)]))
}
