import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assembleSchema, jsonSchema, readModel, sectionOf, writeModel, type ModelData } from './assemble.ts'
import { parseDocument } from './document.ts'
import { modelHash } from './model-hash.ts'
import { parameterRows } from './parameter-rows.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { Schema, Section } from './kit.ts'
import { either, list, map, optional, record, vector, withDefault } from './schema.ts'
import { quantity } from './schema-quantity.ts'
import { choice, count, flag, reference, text, unitName } from './schema-scalar.ts'
import { sourcedSentence, type SentenceResult } from './schema-sentence.ts'

/** A small set of sections that uses every constructor of the schema kit. */

interface ToyRule {
  readonly signal: string
  /** [1/min] */
  readonly rate: number
}

/** Reads "oxygen to 0.1 1/min". */
function parseRule(sentence: string, names: ReadonlyMap<string, readonly string[]>): SentenceResult<ToyRule> {
  const [signal = '', rest = ''] = sentence.split(' to ')
  const known = names.get('substrate')
  if (known !== undefined && !known.includes(signal))
    return { ok: false, message: `unknown signal '${signal}'`, offset: 0, length: signal.length }
  const rate = parseQuantity(rest)
  const offset = sentence.length - rest.length
  if (!rate.ok) return { ok: false, message: rate.message, offset: offset + rate.offset }
  return { ok: true, value: { signal, rate: rate.canonical } }
}

const rule = sourcedSentence(parseRule, (value) => `${value.signal} to ${value.rate} 1/min`, {
  doc: 'signal to rate',
  examples: ['oxygen to 0.1 1/min [assumed]'],
})

const transport = {
  place: 'substrate',
  key: '',
  schema: record(
    {
      unit: unitName({ doc: 'reported in', default: 'uM' }),
      diffusion: quantity({ unit: 'um^2/min', doc: 'how fast it spreads', min: 0 }),
      decay: quantity({ unit: '1/min', doc: 'how fast it is lost', default: '0 1/min', min: 0 }),
      initial: quantity({ unit: 'any', doc: 'at the start', default: '0 uM', setting: true }),
    },
    { doc: 'diffusion and decay' },
  ),
} satisfies Section

const motility = {
  place: 'cell type',
  key: 'motility',
  schema: withDefault(
    record(
      {
        speed: quantity({
          unit: 'um/min',
          doc: 'speed of migration',
          default: '0.5 um/min',
          source: 'fitted, doi:10.1371/journal.pcbi.1005991',
          min: 0,
          max: 100,
        }),
        mode: choice(['walk', 'rest'], { doc: 'way of moving', default: 'walk' }),
        isPersistent: flag({ doc: 'keeps its direction', default: true }),
      },
      { doc: 'migration' },
    ),
    {},
  ),
} satisfies Section

const traits = {
  place: 'cell type',
  key: 'traits',
  schema: map(undefined, quantity({ unit: '1', doc: 'level of a trait', min: 0 }), {
    doc: 'traits',
    default: {},
  }),
} satisfies Section

const rules = {
  place: 'cell type',
  key: 'rules',
  schema: list(rule, { doc: 'rules', default: [] }),
} satisfies Section

const domain = {
  place: 'model',
  key: 'domain',
  schema: record(
    {
      size: vector(quantity({ unit: 'um', doc: 'edge', positive: true, setting: true }), 3),
      repeats: count({ doc: 'number of layers', default: 1, min: 1, max: 9 }),
      note: optional(text({ doc: 'a remark' })),
    },
    { doc: 'the piece of tissue' },
  ),
} satisfies Section

const dose = record({ substrate: reference('substrate', { doc: 'what is given' }) }, { doc: 'a drug' })
const shortDose: Schema<string> = reference('substrate', { doc: 'what is given' })

const therapy = {
  place: 'model',
  key: 'therapy',
  names: 'drug',
  schema: map(undefined, either({ scalar: shortDose, map: dose }, { doc: 'a drug' }), {
    doc: 'drugs',
    default: {},
  }),
} satisfies Section

const toySections: readonly Section[] = [domain, therapy, transport, motility, traits, rules]

const toyModel = `format: 1
title: Toy
domain: { size: [600 um, 0.6 mm, 20 um] }
substrates:
  oxygen:
    diffusion: 1e5 um^2/min [measured, paper2020]
    decay: { value: 0.1 1/min, source: paper2020, note: in water }
  drug: { diffusion: 10 um^2/s, unit: nM, initial: 0.3 uM }
therapy:
  tablet: drug
  infusion: { substrate: drug }
cell types:
  tumour:
    motility: { speed: 6 um/h }
    traits: { MIIP: 0.2 }
    rules:
      - oxygen to 0.1 1/min [fitted, other]
sources:
  paper2020: { reference: "doi:10.1000/xyz", kind: fitted }
  other: Someone 1999, Nature
`

/** Issues of a text as "line:column code", notes left out. */
function places(yaml: string): readonly string[] {
  const { root, issues } = parseDocument(yaml, 'toy.yaml')
  const all = root === undefined ? issues : [...issues, ...readModel(root, toySections).issues]
  return all
    .filter((issue) => issue.severity !== 'note')
    .map((issue) => `${issue.position?.line}:${issue.position?.column} ${issue.code}`)
}

function modelFrom(yaml: string): ModelData {
  const { root, issues } = parseDocument(yaml, 'toy.yaml')
  if (root === undefined) throw new Error(JSON.stringify(issues))
  const { model, issues: mistakes } = readModel(root, toySections)
  if (model === undefined) throw new Error(JSON.stringify(mistakes))
  return model
}

function oxygenDecay({ substrates: [, oxygen] }: ModelData) {
  return oxygen && sectionOf(oxygen, transport).decay
}

describe('reading', () => {
  test('the toy model is good, and plain JSON', () => {
    expect(places(toyModel)).toEqual([])
    const model = modelFrom(toyModel)
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  })

  test('parts are sorted by name', () => {
    expect(modelFrom(toyModel).substrates.map((part) => part.name)).toEqual(['drug', 'oxygen'])
  })

  test('sections come back with their types', () => {
    const model = modelFrom(toyModel)
    expect(sectionOf(model, domain).size.map((edge) => edge.value)).toEqual([600, 600, 20])
    const [drug, oxygen] = model.substrates
    const [tumour] = model.cellTypes
    if (drug === undefined || oxygen === undefined || tumour === undefined)
      throw new Error('parts are missing')
    expect(sectionOf(drug, transport)).toMatchObject({
      unit: 'nM',
      diffusion: { value: 600 },
      initial: { value: 300 },
    })
    expect(sectionOf(oxygen, transport).diffusion.provenance).toEqual({ kind: 'measured', key: 'paper2020' })
    expect(sectionOf(oxygen, transport).decay.provenance).toEqual({
      kind: 'fitted',
      key: 'paper2020',
      note: 'in water',
    })
    expect(sectionOf(tumour, motility)).toMatchObject({ mode: 'walk', isPersistent: true })
    expect(sectionOf(tumour, rules)).toEqual([
      { signal: 'oxygen', rate: 0.1, provenance: { kind: 'fitted', key: 'other' } },
    ])
  })

  test('all mistakes of a model at once, each at its place', () => {
    const yaml = `format: 2
domain: { size: [600 um, 600, 20 um], repeats: 10 }
substrates:
  oxygen: { difusion: 1 um^2/min }
  half: { diffusion: 1 um^2/min }
  'a  b': { diffusion: 1 um^2/min }
  c_d: { diffusion: 1 um^2/min }
therapy: { tablet: oxigen }
cell types:
  tumour:
    rules:
      - oxigen to 0.1 1/min [other]
      - oxygen to 0.1 1/lightyear
sources: { other: "doi:11.1/x", unused: "doi:10.1000/y", assumed: x }
`
    expect(places(yaml).toSorted()).toEqual(
      [
        '5:3 bad-name',
        '6:3 bad-name',
        '7:3 bad-name',
        '14:58 bad-name',
        '1:9 unknown-format',
        '1:1 missing-key',
        '2:26 missing-unit',
        '2:48 out-of-range',
        '4:13 unknown-key',
        '4:11 missing-key',
        '8:20 unknown-name',
        '12:9 bad-sentence',
        '13:25 bad-sentence',
        '14:20 bad-doi',
        '14:33 unused',
        '14:58 unused',
      ].toSorted(),
    )
  })

  test('names may hold what biology writes', () => {
    const yaml = toyModel.replace(
      '  drug: {',
      '  "TGF-β1 (active)/v1.2+": { diffusion: 1 um^2/min }\n  drug: {',
    )
    expect(places(yaml)).toEqual([])
  })

  test('a list at the top', () => {
    expect(places('- a\n')).toEqual(['1:1 wrong-form', '1:1 wrong-form'])
  })
})

/** A text either reads or has an error at a line that exists. */
function check(yaml: string): void {
  const { root, issues } = parseDocument(yaml, 'toy.yaml')
  const read = root === undefined ? { issues: [] } : readModel(root, toySections)
  const errors = [...issues, ...read.issues].filter((issue) => issue.severity === 'error')
  const isRead = 'model' in read && read.model !== undefined
  expect(isRead || errors.length > 0).toBe(true)
  const lines = yaml.split('\n')
  for (const { position } of errors) expect(lines[(position?.line ?? 0) - 1]).toBeDefined()
}

describe('whatever an author writes', () => {
  test('no text throws, and what is not read has an error at a line that exists', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 300, seed: 1 })
    const yamlish = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|',
      '>',
      '#',
      '&x',
      '*x',
      '!',
      '?',
      '---',
      '%',
      '\t',
    )
    fc.assert(
      fc.property(
        fc.array(yamlish, { maxLength: 20 }).map((parts) => parts.join('')),
        check,
      ),
      { numRuns: 500, seed: 1 },
    )
  })

  test('a good model with a piece replaced', () => {
    const piece = fc.constantFrom('', '{', '[', ': ', '\n', ' 1', 'um', ' [x]', '-', '"', '\n  ')
    const edit = fc.tuple(fc.nat(toyModel.length), fc.nat(12), piece)
    const edited = edit.map(([at, cut, put]) => toyModel.slice(0, at) + put + toyModel.slice(at + cut))
    fc.assert(fc.property(edited, check), { numRuns: 500, seed: 1 })
  })
})

describe('assembling', () => {
  test('two sections may not claim one key', () => {
    expect(() => assembleSchema([domain, domain])).toThrow(/claim the key 'domain'/)
    expect(() => assembleSchema([{ ...domain, key: 'title' }])).toThrow(/every model has/)
    expect(() => assembleSchema([{ ...rules, key: '' }])).toThrow(/must be a record/)
  })

  test('JSON Schema of the whole model', () => {
    expect(jsonSchema(toySections)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['format', 'title', 'domain'],
      properties: {
        include: { type: 'array' },
        substrates: {
          additionalProperties: { required: ['diffusion'], properties: { decay: { default: '0 1/min' } } },
        },
      },
    })
    expect(() => JSON.stringify(jsonSchema(toySections))).not.toThrow()
  })
})

describe('writing and hashing', () => {
  const model = modelFrom(toyModel)

  test('what is written reads back to the same hash and the same sources', () => {
    const yaml = writeModel(model, toySections)
    expect(places(yaml)).toEqual([])
    const back = modelFrom(yaml)
    expect(modelHash(back)).toBe(modelHash(model))
    expect(back.sources).toEqual(model.sources)
    expect(oxygenDecay(back)).toEqual(oxygenDecay(model))
    expect(writeModel(back, toySections)).toBe(yaml)
  })

  test('short lists stand on one line', () => {
    expect(writeModel(model, toySections)).toContain('size: [ 600 um, 0.6 mm, 20 um ]')
  })

  test.each([
    ['title', 'title: Toy', 'title: Other'],
    ['comments', 'title: Toy', '# a comment\ntitle: Toy'],
    ['unit', '0.6 mm', '600 um'],
    ['source of a number', '[measured, paper2020]', '[assumed]'],
    ['source of a rule', '[fitted, other]', '[paper2020]'],
    ['explicit default', 'speed: 6 um/h', 'speed: 6 um/h, mode: walk'],
    [
      'order of keys',
      '  tablet: drug\n  infusion: { substrate: drug }',
      '  infusion: { substrate: drug }\n  tablet: drug',
    ],
    ['sources', 'Someone 1999', 'Somebody 1999'],
  ])('the hash ignores %s', (_name, from, to) => {
    expect(toyModel).toContain(from)
    expect(modelHash(modelFrom(toyModel.replace(from, to)))).toBe(modelHash(model))
  })

  test.each([
    ['a value', '0.6 mm', '601 um'],
    ['a name', 'tumour:', 'stroma:'],
    ['a trait called provenance', 'MIIP: 0.2', 'MIIP: 0.2, provenance: 1'],
    ['a rule', 'to 0.1 1/min [fitted', 'to 0.2 1/min [fitted'],
    ['a choice', 'speed: 6 um/h', 'speed: 6 um/h, mode: rest'],
    ['the dimension of any unit', 'initial: 0.3 uM', 'initial: 300 mmHg'],
  ])('the hash depends on %s', (_name, from, to) => {
    expect(toyModel).toContain(from)
    expect(modelHash(modelFrom(toyModel.replace(from, to)))).not.toBe(modelHash(model))
  })
})

describe('parameter rows', () => {
  const rows = parameterRows(modelFrom(toyModel), toySections)
  const row = (name: string) => rows.find((candidate) => candidate.name === name)

  test('value in the written unit, source and meaning', () => {
    expect(row('cell types.tumour.motility.speed')).toMatchObject({
      path: ['cell types', 'tumour', 'motility', 'speed'],
      value: 6,
      unit: 'um/h',
      text: '6 um/h',
      doc: 'speed of migration',
      provenance: { kind: 'assumed' },
    })
    expect(row('domain.size.1')).toMatchObject({ value: 0.6, unit: 'mm', provenance: { isSetting: true } })
    expect(row('substrates.drug.decay')).toMatchObject({ text: '0 1/min', provenance: { isDefault: true } })
    expect(row('cell types.tumour.traits.MIIP')).toMatchObject({
      value: 0.2,
      unit: '',
      doc: 'level of a trait',
    })
  })

  test('every number is listed', () => {
    // 3 edges, 3 numbers in each of 2 substrates, a speed and a trait.
    expect(rows).toHaveLength(3 + 2 * 3 + 2)
  })
})
