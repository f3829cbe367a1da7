import { decayedColumn } from '../../engine/source-columns.ts'
import { type LedgerEntry, ledgerColumn } from '../../engine/ledger-columns.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { type MeasureFamily, type Slot, defineFamily } from './family.ts'
import { substrateSlot } from './slots.ts'

/** Column with the amounts of a drug in the body. */
const AMOUNTS = 'therapy.amounts/'

/** `<drug>`: one that the model gives a body for. */
const drugSlot: Slot<string> = {
  names: drugsOf,
  read: (text, program) =>
    drugsOf(program).includes(text)
      ? { value: text }
      : { problem: `unknown drug '${text}'; there are ${drugsOf(program).join(', ') || 'none'}` },
}

function drugsOf({ columns }: Program): readonly string[] {
  return columns.filter(({ name }) => name.startsWith(AMOUNTS)).map(({ name }) => name.slice(AMOUNTS.length))
}

/** Where a drug is in the body: entries of its amounts. */
const BODY = [
  ['given', 4, 'amount of a drug that doses have made available so far'],
  ['at its site', 0, 'amount of a drug where doses are given, not yet absorbed'],
  ['in plasma', 1, 'amount of a drug in the central compartment'],
  ['in the periphery', 2, 'amount of a drug in the peripheral compartment'],
  ['cleared', 3, 'amount of a drug that the body has cleared'],
] as const

const bodyFamilies = BODY.map(([words, entry, doc]) =>
  defineFamily({
    pattern: `<drug> ${words}`,
    unit: 'ymol',
    doc,
    slots: { drug: drugSlot },
    lacks: (program) => (drugsOf(program).length === 0 ? 'the model has no drugs' : undefined),
    measure: ({ drug }) => ({
      unit: 'ymol',
      evaluate: (world) => world.f64(`${AMOUNTS}${drug}`)[entry] ?? Number.NaN,
    }),
  }),
)

/** `<substrate>`: one whose amounts are counted. */
const listedSlot: Slot<string> = {
  names: listedIn,
  read: (text, program) => {
    const read = substrateSlot.read(text, program)
    if ('problem' in read) return read
    return listedIn(program).includes(text)
      ? { value: text }
      : { problem: `amounts of '${text}' are not counted; write ledger: [${text}]` }
  },
}

function listedIn({ substrates, columns }: Program): readonly string[] {
  const names = new Set(columns.map(({ name }) => name))
  return substrates.filter((substrate) => names.has(ledgerColumn('start', substrate)))
}

const sum = (values: Iterable<number>): number => {
  let found = 0
  for (const value of values) found += value
  return found
}

/** Sum of a column over the rows in use; 0 where a model does not have it. */
function total(world: World, column: string, rows?: number): number {
  return world.has(column) ? sum(world.f64(column).subarray(0, rows)) : 0
}

function inMedium(world: World, substrate: string): number {
  const { voxel } = world.program.space
  const [field, remainder] = [world.f32(`field/${substrate}`), world.f32(`remainder/${substrate}`)]
  let levels = 0
  for (let v = 0; v < field.length; v++) levels += (field[v] ?? 0) + (remainder[v] ?? 0)
  return levels * voxel * voxel * voxel
}

const entry =
  (name: LedgerEntry) =>
  (world: World, substrate: string): number =>
    total(world, ledgerColumn(name, substrate))

const started = entry('start')

function onMatrix(world: World, substrate: string): number {
  const { voxel } = world.program.space
  return total(world, `matrix.bound/${substrate}`) * voxel * voxel * voxel
}

/** What is counted in the tissue; all but the first are where the delivered has gone. */
const TISSUE: readonly (readonly [string, string, (world: World, substrate: string) => number])[] = [
  [
    'delivered to tissue',
    'net amount that crossed the walls of vessels into the tissue',
    (world, substrate) => total(world, `vessel.delivered/${substrate}`),
  ],
  ['in the medium', 'amount in the field', inMedium],
  [
    'bound',
    'amount on the sites of cells, and on matrix',
    (world, substrate) =>
      total(world, `binding.bound/${substrate}`, world.count) + onMatrix(world, substrate),
  ],
  [
    'taken up',
    'net amount in cells',
    (world, substrate) => total(world, `exchange.internalised/${substrate}`, world.count),
  ],
  [
    'decayed',
    'amount that decayed in the medium',
    (world, substrate) => world.f64(decayedColumn(substrate))[0] ?? 0,
  ],
  ['neutralised', 'amount that was bound by what neutralises it', entry('neutralised')],
  [
    'left with cells',
    'amount in and on cells that have disappeared',
    (world, substrate) => entry('removed')(world, substrate) + total(world, `binding.gone/${substrate}`, 1),
  ],
]

function unaccounted(world: World, substrate: string): number {
  const [delivered = 0, ...rest] = TISSUE.map(([, , of]) => of(world, substrate))
  return started(world, substrate) + delivered - sum(rest)
}

const tissueFamilies = [
  ...TISSUE,
  ['unaccounted', 'what came and is in no other account: faces, reactions, errors', unaccounted] as const,
].map(([words, doc, of]) =>
  defineFamily({
    pattern: `<substrate> ${words}`,
    unit: 'ymol',
    doc: `${doc}; of a substrate that the model lists under ledger`,
    slots: { substrate: listedSlot },
    lacks: (program) => (listedIn(program).length === 0 ? 'the model has no ledger' : undefined),
    measure: ({ substrate }) => ({ unit: 'ymol', evaluate: (world) => of(world, substrate) }),
  }),
)

/** Where drugs are, from the dose to their end. */
export const ledgerFamilies: readonly MeasureFamily[] = [...bodyFamilies, ...tissueFamilies]
