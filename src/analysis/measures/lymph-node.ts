import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { PRIMED } from '../../processes/lymph-node/chain.ts'
import {
  BLOOD_PREFIX,
  DENDRITIC_COLUMN,
  DENDRITIC_TAIL,
  PRIMED_PREFIX,
  PRIMED_TAIL,
} from '../../processes/lymph-node/columns.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { namedSlot, namesWith } from './named-slot.ts'

const primed = (program: Program): readonly string[] => namesWith(program, PRIMED_PREFIX)
const lacks = (program: Program): string | undefined =>
  program.columns.some(({ name }) => name === DENDRITIC_COLUMN)
    ? undefined
    : "the model has no section 'lymph node'"
const slots = { type: namedSlot('primed type', primed) }

/** Dendritic cells that have left, and what they prime. */
export const lymphNodeFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'emigrated dendritic cells',
    unit: 'cells',
    doc: 'cells that left the simulated tissue for the lymph node so far',
    lacks,
    measure: () => ({ unit: 'cells', evaluate: (world) => dendritic(world, DENDRITIC_TAIL.left) }),
  }),
  defineFamily({
    pattern: 'dendritic cells on the way to the lymph node',
    unit: 'cells',
    doc: 'expected number, of the tumour that the tissue stands for',
    lacks,
    measure: () => ({ unit: 'cells', evaluate: onTheWay }),
  }),
  defineFamily({
    pattern: 'dendritic cells in the lymph node',
    unit: 'cells',
    doc: 'expected number, of the tumour that the tissue stands for',
    lacks,
    measure: () => ({ unit: 'cells', evaluate: (world) => dendritic(world, DENDRITIC_TAIL.inNode) }),
  }),
  defineFamily({
    pattern: 'naive <type> in the lymph node',
    unit: '1',
    doc: 'naive cells that answer the tumour, relative to the cells of the type in the blood',
    slots,
    lacks,
    measure: ({ type }) => ({
      unit: '1',
      evaluate: (world) => world.f64(PRIMED_PREFIX + type)[PRIMED.naive] ?? 0,
    }),
  }),
  defineFamily({
    pattern: 'primed <type> in the lymph node',
    unit: '1',
    doc: 'dividing and effector cells in the node, relative to the cells of the type in the blood',
    slots,
    lacks,
    measure: ({ type }) => ({ unit: '1', evaluate: (world) => inNode(world, type) }),
  }),
  defineFamily({
    pattern: '<type> in the blood',
    unit: '1',
    doc: 'cells in the blood, relative to those for which `vessels.entry` was written',
    slots,
    lacks,
    measure: ({ type }) => ({ unit: '1', evaluate: (world) => world.f64(BLOOD_PREFIX + type)[0] ?? 0 }),
  }),
]

/** An entry of the column of dendritic cells, counted from its end. */
function dendritic(world: World, fromEnd: number): number {
  const states = world.f64(DENDRITIC_COLUMN)
  return states[states.length - fromEnd] ?? 0
}

function onTheWay(world: World): number {
  return sumOf(world.f64(DENDRITIC_COLUMN).slice(0, -DENDRITIC_TAIL.inNode))
}

function inNode(world: World, type: string): number {
  return sumOf(world.f64(PRIMED_PREFIX + type).slice(PRIMED.flow + 1, -PRIMED_TAIL))
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
