import type { ColumnDeclaration } from '../../engine/columns.ts'
import { MAY_DIVIDE } from '../../engine/heredity.ts'

export const STEMNESS = 'hierarchy.stemness'
export const DIVISIONS_LEFT = 'hierarchy.divisionsLeft'

/** What a cell knows of its place in the hierarchy. */
export const hierarchyColumns: readonly ColumnDeclaration[] = [
  { name: STEMNESS, group: 'cell', type: 'f64', unit: '1', doc: '1 in stem cells, else 0' },
  {
    name: DIVISIONS_LEFT,
    group: 'cell',
    type: 'f64',
    unit: '1',
    doc: 'divisions that a transit-amplifying cell has left; 0 in stem cells, which are not counted, and in differentiated ones',
  },
  {
    name: MAY_DIVIDE,
    group: 'cell',
    type: 'u8',
    unit: '1',
    initial: 1,
    doc: '0 in differentiated cells, which begin no cycle; 1 in all others',
  },
]
