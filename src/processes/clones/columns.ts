import type { ColumnDeclaration } from '../../engine/columns.ts'

export const FOUNDER_LOW = 'clones.founderLow'
export const FOUNDER_HIGH = 'clones.founderHigh'
export const PARENT_LOW = 'clones.parentLow'
export const PARENT_HIGH = 'clones.parentHigh'
export const ROOT_LOW = 'clones.rootLow'
export const ROOT_HIGH = 'clones.rootHigh'
export const SINCE = 'clones.since'
export const GENERATION = 'clones.generation'

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

const key = (name: string, doc: string): ColumnDeclaration => ({
  name,
  group: 'cell',
  type: 'u32',
  unit: '1',
  doc,
  divide: 'copy',
})

/** What a cell remembers of the descent of its clone, where mutants found subclones: the tree of the living follows from it. */
export const subcloneColumns: readonly ColumnDeclaration[] = [
  key(PARENT_LOW, 'key of the clone that this one came from, low word; both words 0 for none'),
  key(PARENT_HIGH, 'key of the clone that this one came from, high word'),
  key(ROOT_LOW, 'key of the clone, founded without a mutation, that all its ancestors lead to, low word'),
  key(ROOT_HIGH, 'key of the clone, founded without a mutation, that all its ancestors lead to, high word'),
  { name: SINCE, group: 'cell', type: 'f64', unit: 'min', doc: 'when the clone was founded', divide: 'copy' },
  {
    name: GENERATION,
    group: 'cell',
    type: 'u16',
    unit: '1',
    doc: 'subclones between the clone and the one without a mutation, itself included; 0 for that one',
    divide: 'copy',
  },
]
