import { LIVE } from '../../engine/columns.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { STATE } from '../../processes/circulation/chain.ts'
import {
  BLOOD,
  DRAWN_PREFIX,
  ORGAN_PREFIX,
  POOL_PREFIX,
  WEIGHTS_PREFIX,
} from '../../processes/circulation/compile.ts'
import { PASSAGE_PREFIX, RECORD, TAKEN_PREFIX } from '../../processes/passage/columns.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { namedSlot, namesWith } from './named-slot.ts'

const passages = (program: Program): readonly string[] => namesWith(program, PASSAGE_PREFIX)
const pools = (program: Program): readonly string[] => namesWith(program, POOL_PREFIX)
const organs = (program: Program): readonly string[] => [
  ...new Set(namesWith(program, ORGAN_PREFIX).map((key) => key.slice(key.lastIndexOf('/') + 1))),
]

const passageSlot = namedSlot('passage', passages)
const poolSlot = namedSlot('pool of circulating cells', pools)
const organSlot = namedSlot('organ', organs)

const lacksPassage = (program: Program): string | undefined =>
  passages(program).length > 0 ? undefined : 'the model has no section passage'
const lacksCirculation = (program: Program): string | undefined =>
  pools(program).length > 0 ? undefined : 'the model has no section circulation'
const lacksOrgan = (program: Program): string | undefined =>
  organs(program).length > 0 ? undefined : 'the model has no organ in its circulation'

/** Serial passages, and what becomes of cells that leave through vessels. */
export const assayFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'passages of <passage>',
    unit: '1',
    doc: 'passages so far, by the name that the section `passage` gives them',
    slots: { passage: passageSlot },
    lacks: lacksPassage,
    measure: ({ passage }) => ({
      unit: '1',
      evaluate: (world) => world.f64(PASSAGE_PREFIX + passage)[RECORD.passages] ?? 0,
    }),
  }),
  defineFamily({
    pattern: 'colonisation of <passage>',
    unit: '1',
    doc: 'live cells of the types of a passage for each that was placed at the last one, or at the start; not a number where none was',
    slots: { passage: passageSlot },
    lacks: lacksPassage,
    measure: ({ passage }) => ({ unit: '1', evaluate: (world) => colonisation(world, passage) }),
  }),
  defineFamily({
    pattern: 'colonisation of <passage> at harvest',
    unit: '1',
    doc: 'the same as it was at the last harvest: cells harvested for each placed before; not a number before the first. One value per passage, as a series',
    slots: { passage: passageSlot },
    lacks: lacksPassage,
    measure: ({ passage }) => ({
      unit: '1',
      evaluate: (world) => {
        const record = world.f64(PASSAGE_PREFIX + passage)
        return ratio(record[RECORD.harvested], record[RECORD.placedBefore])
      },
    }),
  }),
  defineFamily({
    pattern: 'circulating <pool> cells',
    unit: 'cells',
    doc: 'expected number of cells in the blood, by the name that the section `circulation` gives them',
    slots: { pool: poolSlot },
    lacks: lacksCirculation,
    measure: ({ pool }) => ({
      unit: 'cells',
      evaluate: (world) => world.f64(POOL_PREFIX + pool)[BLOOD.circulating] ?? 0,
    }),
  }),
  defineFamily({
    pattern: 'escaped <pool> cells',
    unit: 'cells',
    doc: 'cells that left the tissue through vessels so far',
    slots: { pool: poolSlot },
    lacks: lacksCirculation,
    measure: ({ pool }) => ({
      unit: 'cells',
      evaluate: (world) => world.f64(POOL_PREFIX + pool)[BLOOD.escaped] ?? 0,
    }),
  }),
  organFamily(
    'expected <organ> micrometastases',
    'expected number of micrometastases in an organ of the circulation now',
    (world, key) => world.f64(ORGAN_PREFIX + key)[STATE.micro - 1] ?? 0,
  ),
  organFamily(
    'expected <organ> metastases',
    'expected number of metastases that have grown out in an organ of the circulation so far',
    (world, key) => world.f64(ORGAN_PREFIX + key)[STATE.macro - 1] ?? 0,
  ),
  organFamily(
    'eventual <organ> metastases',
    'expected number of metastases in the end, of the cells that have escaped so far: those that have grown out and those still on their way',
    eventualMetastases,
  ),
  organFamily(
    'drawn <organ> metastases',
    'number of escaped cells that chance makes metastases in the end: a whole number whose mean is the eventual one, drawn for each cell when it escapes',
    (world, key) => world.f64(DRAWN_PREFIX + key)[0] ?? 0,
  ),
]

/** A number of an organ, summed over the pools that lead to it. */
function organFamily(
  pattern: `${string}<organ>${string}`,
  doc: string,
  evaluate: (world: World, key: string, pool: string) => number,
): MeasureFamily {
  return defineFamily({
    pattern,
    unit: '1',
    doc,
    slots: { organ: organSlot },
    lacks: lacksOrgan,
    measure: ({ organ }, program) => {
      const keys = pools(program).flatMap((pool) => {
        const key = `${pool}/${organ}`
        return namesWith(program, ORGAN_PREFIX).includes(key) ? [{ key, pool }] : []
      })
      return {
        unit: '1',
        evaluate: (world) => keys.reduce((sum, { key, pool }) => sum + evaluate(world, key, pool), 0),
      }
    },
  })
}

function eventualMetastases(world: World, key: string, pool: string): number {
  const weights = world.f64(WEIGHTS_PREFIX + key)
  const states = world.f64(ORGAN_PREFIX + key)
  const circulating = world.f64(POOL_PREFIX + pool)[BLOOD.circulating] ?? 0
  const inOrgan = states.reduce((sum, value, k) => sum + value * (weights[k + 1] ?? 0), 0)
  return inOrgan + circulating * (weights[STATE.circulating] ?? 0)
}

function colonisation(world: World, passage: string): number {
  const isTaken = world.u8(TAKEN_PREFIX + passage)
  const { type, state } = world.cells
  let living = 0
  for (let slot = 0; slot < world.count; slot++)
    if (state[slot] === LIVE && isTaken[type[slot] ?? 0] === 1) living += 1
  return ratio(living, world.f64(PASSAGE_PREFIX + passage)[RECORD.placed])
}

function ratio(part = 0, whole = 0): number {
  return whole === 0 ? Number.NaN : part / whole
}
