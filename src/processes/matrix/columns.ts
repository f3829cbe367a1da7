import type { ColumnDeclaration } from '../../engine/columns.ts'

/** Components of the fibre tensor: xx, xy in two dimensions; xx, xy, xz, yy, yz in three. */
export function fibreComponents(dimensions: 2 | 3): number {
  return dimensions === 2 ? 2 : 5
}

const voxel = (name: string, doc: string, more: Partial<ColumnDeclaration> = {}): ColumnDeclaration => ({
  name: `matrix.${name}`,
  group: 'voxel',
  type: 'f64',
  unit: '1',
  doc,
  ...more,
})

/** What every matrix stores per voxel. */
export function matrixColumns(dimensions: 2 | 3): readonly ColumnDeclaration[] {
  return [
    voxel('density', 'volume fraction of fibres'),
    voxel('links', 'share of the fibres that are cross-linked'),
    voxel('fibres', 'second moment of directions times the dimensions, less identity', {
      width: fibreComponents(dimensions),
    }),
    voxel('membrane', 'basement membrane: 0 = none, 1 = whole'),
    voxel('kept', 'share of the fibres that the last step left', { isScratch: true }),
  ]
}

/** Name of the column with what matrix holds of a substrate. */
export function boundColumn(substrate: string): string {
  return `matrix.bound/${substrate}`
}

/** Declares what matrix holds of a substrate. */
export function boundDeclaration(substrate: string, unit: string): ColumnDeclaration {
  return voxel(`bound/${substrate}`, `${substrate} that matrix holds`, { unit })
}

/** Addresses that the kernel of the step reads; written when it is bound. */
export function pointerColumn(width: number): ColumnDeclaration {
  return {
    name: 'matrix.pointers',
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'per protease its field and where its blockers begin and end, then the fields of all blockers; written when activities are bound',
    width: Math.max(width, 1),
    isScratch: true,
  }
}

/** 1 when the hindrance of some voxel changed in this step. */
export const changedColumn: ColumnDeclaration = {
  name: 'matrix.changed',
  group: 'world',
  type: 'u32',
  unit: '1',
  doc: 'not zero when the hindrance of a voxel has changed',
  isScratch: true,
}
