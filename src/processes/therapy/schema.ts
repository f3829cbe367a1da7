import { type Infer, type Quantity, type Section } from '../../model/kit.ts'
import { doseUnit, duplicateNeutralisation } from '../../model/messages-drugs.ts'
import { choice, count, reference, text } from '../../model/schema-scalar.ts'
import { joinedList } from '../../model/schema-joined-list.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { checked, list, map, optional, record } from '../../model/schema.ts'
import { doseKind } from './dose-kind.ts'
import { ligand } from './ligand.ts'

const positive = (unit: string, doc: string) => optional(quantity({ unit, positive: true, doc }))

const drug = record(
  {
    substrate: reference('substrate', { doc: 'the substrate that the drug is in the tissue' }),
    'molar mass': positive('kDa', 'mass of a mole; needed for doses by mass'),
    model: choice(['one compartment', 'two compartments'], {
      default: 'one compartment',
      doc: 'where the drug is in the body: blood, or blood and a peripheral compartment',
    }),
    clearance: positive('L/day', 'plasma that is cleared of the drug per time'),
    'half-life': positive('day', 'half-life with one compartment, in place of the clearance'),
    'central volume': quantity({
      unit: 'L',
      positive: true,
      doc: 'volume of the compartment that holds the plasma',
    }),
    'peripheral volume': positive('L', 'volume of the peripheral compartment'),
    exchange: positive('L/day', 'clearance between the two compartments'),
    absorption: positive(
      '1/h',
      'rate of absorption from where the dose is given; into the blood at once unless said',
    ),
    bioavailability: quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '1',
      source: 'assumed, injection into a vein',
      doc: 'share of the dose that is absorbed',
    }),
    'free fraction': quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '1',
      source: 'assumed, no binding in plasma',
      doc: 'share of the drug in plasma that is not bound and can leave the vessels',
    }),
    'body weight': quantity({
      unit: 'kg',
      positive: true,
      default: '70 kg',
      setting: true,
      doc: 'weight, for doses per kg',
    }),
  },
  { doc: 'what the body does to a drug' },
)

const doseQuantity = checked(
  quantity({
    unit: 'any',
    min: 0,
    setting: true,
    doc: 'one dose: mass or amount, as such or per body weight',
  }),
  (value: Quantity) => (doseKind(value.unit) === undefined ? doseUnit(value.unit) : undefined),
)

const therapy = record(
  {
    drug: optional(reference('drug', { doc: 'what is given; the drug of the same name unless said' })),
    dose: doseQuantity,
    start: quantity({ unit: 'day', min: 0, default: '0 day', setting: true, doc: 'time of the first dose' }),
    every: optional(
      quantity({
        unit: 'day',
        positive: true,
        setting: true,
        doc: 'time between doses; one dose unless said',
      }),
    ),
    count: optional(count({ min: 1, doc: 'number of doses; to the end of the run unless said' })),
    infusion: quantity({
      unit: 'min',
      min: 0,
      default: '0 min',
      setting: true,
      doc: 'duration over which a dose is given evenly; at once unless said',
    }),
  },
  { doc: 'a drug and when it is given' },
)

const receptor = record(
  {
    ligand,
    half: quantity({
      unit: 'any',
      positive: true,
      doc: 'ligand at which the receptor signals half as much as it can',
    }),
    hill: quantity({
      unit: '1',
      positive: true,
      default: '1',
      source: 'assumed, one ligand per receptor',
      doc: 'steepness',
    }),
    'blocked by': map(
      'substrate',
      quantity({ unit: 'nM', positive: true, doc: 'dissociation constant of the blocker and the receptor' }),
      { doc: 'what binds the receptor in place of its ligand', default: {} },
    ),
  },
  { doc: 'a receptor whose signal rules may read' },
)

const neutralisation = record(
  {
    antibody: reference('substrate', { doc: 'the substrate that binds' }),
    target: reference('substrate', { doc: 'the substrate that is bound, and gone' }),
    association: quantity({ unit: '1/(nM min)', min: 0, doc: 'association rate constant' }),
  },
  { doc: 'an antibody that takes a substrate out of the medium' },
)

const depletion = record(
  {
    share: quantity({
      unit: '1',
      min: 0,
      max: 1,
      setting: true,
      doc: 'share of the living cells that disappears',
    }),
    at: quantity({ unit: 'day', min: 0, default: '0 day', setting: true, doc: 'when, for the first time' }),
    every: optional(
      quantity({ unit: 'day', positive: true, setting: true, doc: 'time until the next; once unless said' }),
    ),
    count: optional(count({ min: 1, doc: 'how often; to the end of the run unless said' })),
    in: optional(
      list(text({ doc: "'primary', the name of a site, or 'blood'" }), {
        doc: 'in an organism: the places where it takes them; everywhere unless said',
      }),
    ),
  },
  { doc: 'cells of one type that are taken out' },
)

/** `drugs:` */
export const drugsSection: Section<Readonly<Record<string, Drug>>> = {
  place: 'model',
  key: 'drugs',
  schema: map(undefined, drug, { doc: 'drugs by name', default: {} }),
  names: 'drug',
}

/** `therapy:` */
export const therapySection: Section<Readonly<Record<string, Therapy>>> = {
  place: 'model',
  key: 'therapy',
  schema: map(undefined, therapy, { doc: 'what is given when, by name', default: {} }),
  names: 'therapy',
}

/** `cell types.<name>.receptors` */
export const receptorsSection: Section<Readonly<Record<string, Receptor>>> = {
  place: 'cell type',
  key: 'receptors',
  schema: map(undefined, receptor, { doc: 'receptors by name', default: {} }),
  names: 'receptor',
}

/** `neutralisation:` */
export const neutralisationSection: Section<readonly Neutralisation[]> = {
  place: 'model',
  key: 'neutralisation',
  schema: joinedList(neutralisation, {
    doc: 'antibodies that take substrates out of the medium; those of included files are joined',
    keyOf: ({ antibody, target }) => `${antibody}\n${target}`,
    duplicate: ({ antibody, target }, line) => duplicateNeutralisation(antibody, target, line),
  }),
}

/** `depletion:` */
export const depletionSection: Section<Readonly<Record<string, Depletion>>> = {
  place: 'model',
  key: 'depletion',
  schema: map('cell type', depletion, { doc: 'cells that are taken out, by type', default: {} }),
}

export type Depletion = Infer<typeof depletion>
export type Drug = Infer<typeof drug>
export type Therapy = Infer<typeof therapy>
export type Receptor = Infer<typeof receptor>
export type Neutralisation = Infer<typeof neutralisation>
