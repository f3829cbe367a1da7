import type { ColumnDeclaration } from '../../engine/columns.ts'

/** The mean of a field over a step, which transport fills where something declares it. */
export function meanDeclaration(substrate: string): ColumnDeclaration {
  return {
    name: `transport.mean/${substrate}`,
    group: 'voxel',
    type: 'f64',
    unit: '1',
    isScratch: true,
    doc: `mean of the field of ${substrate} over the last step, as its equations used it`,
  }
}
