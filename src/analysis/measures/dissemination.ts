import { PRIMARY } from '../../engine/organism.ts'
import { PACKET, PACKET_STATES, type PacketState, countColumn, expectedColumn } from '../../engine/packets.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { exp } from '../../math/elementary.ts'
import {
  CAUSES,
  DIED_PREFIX,
  EXPECTED,
  LEFT,
  REMOVED,
  VOLUME,
} from '../../processes/dissemination/columns.ts'
import { bloodFamily, hasColumn } from './blood.ts'
import type { MeasureFamily } from './family.ts'
import { namedSlot } from './named-slot.ts'
import {
  arrested,
  atOrgan,
  cellsOf,
  funnel,
  inState,
  largest,
  lesions,
  lesionsOf,
  organsOf,
  ratio,
  sum,
  sumRows,
  total,
} from './packet-sums.ts'
import { oneOf } from './slots.ts'

const lacks = (program: Program): string | undefined =>
  hasColumn(program, LEFT) ? undefined : 'the model has no section dissemination'
const organ = namedSlot('organ', organsOf)
/** Organs in which cells grow: cells that come home settle in the tissue. */
const distant = namedSlot('organ', (program) => organsOf(program).filter((name) => name !== PRIMARY))

/** Blood of a CellSearch sample [um^3]: 7.5 mL. */
const SAMPLE = 7.5e12

/** Cells from which a lesion of a tissue counts as a metastasis. Chosen: up to 200 cells TNM speaks of isolated tumour cells. */
const METASTASIS = 200

const STATE_NAMES: Readonly<Record<PacketState, string>> = {
  circulating: 'circulating cells',
  arrested: 'arrested cells',
  solitary: 'solitary cells',
  dormant: 'dormant cells',
  micro: 'micrometastases',
  macro: 'metastases',
}

/** What a number of the blood means, for a family without parts. */
const plain = (
  pattern: string,
  unit: string,
  doc: string,
  evaluate: (blood: World) => number,
): MeasureFamily => bloodFamily({ pattern, unit, doc, lacks, measure: () => ({ unit, evaluate }) })

/** A number of an organ. */
const ofOrgan = (
  pattern: `${string}<organ>`,
  unit: string,
  doc: string,
  evaluate: (blood: World, organ: string, host: World) => number,
): MeasureFamily =>
  bloodFamily({
    pattern,
    unit,
    doc,
    slots: { organ: distant },
    lacks,
    measure: ({ organ: name }) => ({ unit, evaluate: (blood, host) => evaluate(blood, name, host) }),
  })

/** Cells on their way from one tissue to another, and what they come to. */
export const disseminationFamilies: readonly MeasureFamily[] = [
  plain(
    'cells shed',
    'cells',
    'cells that came into the blood so far, from all tissues and by injection: those for which the simulated ones stand',
    (blood) => total(blood.f64(LEFT)),
  ),
  plain('circulating cells', 'cells', 'cells in the blood now, single or in clusters', (blood) =>
    sumRows(blood, countColumn('circulating'), 0, cellsOf),
  ),
  plain('circulating clusters', '1', 'clusters in the blood now', (blood) =>
    sumRows(blood, countColumn('circulating'), 0, (size) => (size > 1 ? 1 : 0)),
  ),
  plain(
    'CTC per 7.5 mL',
    'cells',
    "circulating cells and clusters in a sample of 7.5 mL of the body's blood: a cluster counts as one, as under the microscope",
    (blood) =>
      (sumRows(blood, countColumn('circulating'), 0, () => 1) * SAMPLE) /
      (blood.f64(VOLUME)[0] ?? Number.NaN),
  ),
  bloodFamily({
    pattern: 'cells that died of <cause>',
    unit: 'cells',
    doc: 'cells that died in the blood so far of `shear death`, `anoikis` or `NK killing`',
    slots: { cause: oneOf('cause of death', Object.fromEntries(CAUSES.map((cause) => [cause, cause]))) },
    lacks,
    measure: ({ cause }) => ({ unit: 'cells', evaluate: (blood) => total(blood.f64(DIED_PREFIX + cause)) }),
  }),
  plain(
    'cells taken out of the blood',
    'cells',
    'cells on their way or at organs that an intervention took out so far, such as a depletion of their type',
    (blood) => total(blood.f64(REMOVED)),
  ),
  bloodFamily({
    pattern: 'cells that returned to <organ>',
    unit: 'cells',
    doc: 'cells that came home from the blood and settled so far, in the whole tumour for which the simulated tissue stands; `primary` must be among the organs',
    slots: { organ: namedSlot('organ', (program) => organsOf(program).filter((name) => name === PRIMARY)) },
    lacks,
    measure: ({ organ: name }) => ({ unit: 'cells', evaluate: (blood) => funnel(blood, name, 'settled') }),
  }),
  bloodFamily({
    pattern: 'arrested cells in <organ>',
    unit: 'cells',
    doc: 'cells that stick in the vessels of an organ now',
    slots: { organ },
    lacks,
    measure: ({ organ: name }) => ({
      unit: 'cells',
      evaluate: (blood) => inState(blood, name, 'arrested', cellsOf),
    }),
  }),
  ofOrgan(
    'solitary cells in <organ>',
    'cells',
    'cells that got out of the vessels of an organ and have not decided yet',
    (blood, name) => inState(blood, name, 'solitary', cellsOf),
  ),
  ofOrgan('dormant cells in <organ>', 'cells', 'solitary cells that sleep in an organ now', (blood, name) =>
    inState(blood, name, 'dormant', cellsOf),
  ),
  ofOrgan(
    'micrometastases in <organ>',
    '1',
    `metastases without vessels in an organ now; of its tissue, lesions of 2 to ${METASTASIS - 1} cells`,
    (blood, name, host) => inState(blood, name, 'micro', () => 1) + lesions(host, name, 2, METASTASIS),
  ),
  ofOrgan(
    'metastases in <organ>',
    '1',
    `metastases that have grown out in an organ now; of its tissue, lesions of ${METASTASIS} cells or more`,
    (blood, name, host) => inState(blood, name, 'macro', () => 1) + lesions(host, name, METASTASIS, Infinity),
  ),
  ofOrgan(
    'tumour cells of metastases in <organ>',
    'cells',
    'cells of all micrometastases and metastases of an organ now, those in its tissue included',
    (blood, name, host) =>
      atOrgan(blood, name, PACKET.microCells) +
      atOrgan(blood, name, PACKET.macroCells) +
      sum(lesionsOf(host, name)),
  ),
  ofOrgan(
    'size of the largest metastasis in <organ>',
    'cells',
    'cells of the largest micrometastasis or metastasis of an organ now, those in its tissue included',
    (blood, name, host) => Math.max(largest(blood, name), lesionsOf(host, name)[0] ?? 0),
  ),
  ...PACKET_STATES.slice(1).map((state) =>
    ofOrgan(
      `expected ${STATE_NAMES[state]} in <organ>`,
      '1',
      `expected number of ${STATE_NAMES[state]} of an organ now (clusters count as one), given all that happened outside of the blood; it takes no notice of those that grow in its tissue`,
      (blood, name) => atOrgan(blood, name, expectedColumn(state)),
    ),
  ),
  ofOrgan(
    'probability of metastasis in <organ>',
    '1',
    'probability that there is a metastasis now: 1 - exp(-expected number), as for many cells each of which is unlikely to make one',
    (blood, name) => 1 - exp(-atOrgan(blood, name, expectedColumn('macro'))),
  ),
  plain(
    'probability of any metastasis',
    '1',
    'as `probability of metastasis in <organ>`, for all organs together',
    (blood) =>
      1 - exp(-sum(organsOf(blood.program).map((name) => atOrgan(blood, name, expectedColumn('macro'))))),
  ),
  ...funnelFamilies(),
]

/** Fractions of the cascade. */
function funnelFamilies(): readonly MeasureFamily[] {
  return [
    ofOrgan(
      'arrested fraction in <organ>',
      '1',
      'cells that were arrested in an organ so far, per cell that came into the blood',
      (blood, name) => ratio(arrested(blood, name), total(blood.f64(LEFT))),
    ),
    ofOrgan(
      'survival to extravasation in <organ>',
      '1',
      'share of the arrested cells that got out of the vessels so far',
      (blood, name) => ratio(funnel(blood, name, 'extravasated'), arrested(blood, name)),
    ),
    ofOrgan(
      'dormant fraction in <organ>',
      '1',
      'solitary and dormant cells now, per cell that was arrested so far',
      (blood, name) =>
        ratio(
          inState(blood, name, 'dormant', cellsOf) + inState(blood, name, 'solitary', cellsOf),
          arrested(blood, name),
        ),
    ),
    ofOrgan(
      'initiation fraction in <organ>',
      '1',
      'share of the extravasated cells that began to grow so far',
      (blood, name) => ratio(funnel(blood, name, 'began to grow'), funnel(blood, name, 'extravasated')),
    ),
    ofOrgan(
      'outgrowth fraction in <organ>',
      '1',
      'share of those that began to grow, outside of the simulated tissue, that grew out so far',
      (blood, name) =>
        ratio(
          funnel(blood, name, 'grew out'),
          funnel(blood, name, 'began to grow') - funnel(blood, name, 'settled'),
        ),
    ),
    ofOrgan(
      'expected efficiency in <organ>',
      '1',
      'expected metastases per cell that came into the blood so far',
      (blood, name) =>
        ratio(atOrgan(blood, name, expectedColumn('macro')), total(blood.f64(EXPECTED + LEFT))),
    ),
  ]
}
