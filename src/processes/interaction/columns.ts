import type { ColumnDeclaration } from '../../engine/columns.ts'

const column = (
  name: string,
  type: ColumnDeclaration['type'],
  unit: string,
  doc: string,
  more: Partial<ColumnDeclaration> = {},
): ColumnDeclaration => ({
  name: `interaction.${name}`,
  group: 'cell',
  type,
  unit,
  doc,
  divide: 'clear',
  ...more,
})

/** What cells remember of attacks. A daughter carries her mother's damage, but neither her attack nor her tallies. */
export const interactionColumns: readonly ColumnDeclaration[] = [
  column('damage', 'f64', '1', 'damage that the cell carries', { divide: 'copy' }),
  column('attackTime', 'f64', 'min', 'time under attack, summed over attackers'),
  column('delivered', 'f64', '1', 'damage done to others'),
  column('attacking', 'f64', '1', '1 while the cell attacks another, else 0'),
  column('target', 'i32', '1', 'slot of the cell under attack, -1 for none', {
    initial: -1,
    refersToCells: true,
  }),
  column('request', 'u8', '1', 'bits: what the cell asks for in this step', { isScratch: true }),
  column('asking', 'u32', '1', 'slots that ask to begin or end an attack in this step', { isScratch: true }),
  column('prey', 'i32', '1', 'slot of the cell to be consumed', { initial: -1, isScratch: true }),
]

/** Bits of `interaction.request`; the kernels use the same numbers. */
export const START_ATTACK = 1
export const END_ATTACK = 2
export const INGEST = 4
export const FUSE = 8
/** First bit of the number of listed cells in what `interaction_deliver` returns. */
export const ASKING = 4
