import type { ColumnDeclaration } from '../../engine/columns.ts'

export const FOUNDER_LOW = 'clones.founderLow'
export const FOUNDER_HIGH = 'clones.founderHigh'

const founder = (name: string, word: string): ColumnDeclaration => ({
  name,
  group: 'cell',
  type: 'u32',
  unit: '1',
  doc: `lineage key of the cell that founded this one's clone, ${word} word; both words 0 for none`,
  divide: 'copy',
})

/** What a cell remembers of its clone; daughters inherit it. */
export const cloneColumns: readonly ColumnDeclaration[] = [
  founder(FOUNDER_LOW, 'low'),
  founder(FOUNDER_HIGH, 'high'),
]
