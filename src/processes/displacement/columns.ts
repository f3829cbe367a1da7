import type { ColumnDeclaration } from '../../engine/columns.ts'

/** Signal of how far a cell is from where it, or the ancestor of which it descends, stood first. */
export const DISPLACEMENT = 'displacement'
export const DISPLACEMENT_COLUMN = 'displacement.distance'

/** Columns of the place where a cell's line began, along x, y and z. */
export const ORIGINS = ['displacement.x', 'displacement.y', 'displacement.z'] as const

/** What a cell remembers of where its line began; daughters inherit it. */
export const displacementColumns: readonly ColumnDeclaration[] = [
  ...ORIGINS.map((name): ColumnDeclaration => ({
    name,
    group: 'cell',
    type: 'f64',
    unit: 'um',
    doc: 'where the cell, or the ancestor of which it descends, stood first',
    divide: 'copy',
  })),
  {
    name: DISPLACEMENT_COLUMN,
    group: 'cell',
    type: 'f64',
    unit: 'um',
    doc: 'distance from there, at the last step of the phenotype',
    divide: 'copy',
  },
]
