import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { parseDocument } from './document.ts'
import type { Infer, Names, Quantity, Schema } from './kit.ts'
import { createReader, locatedFrom } from './reader.ts'
import { checked, either, list, map, optional, record, vector, withDefault } from './schema.ts'
import { quantity } from './schema-quantity.ts'
import { choice, count, flag, reference, text, unitName } from './schema-scalar.ts'
import { sentence, sourcedSentence, type SentenceResult } from './schema-sentence.ts'

const names: Names = new Map([
  ['source', ['paper2020', 'other']],
  ['substrate', ['oxygen', 'drug']],
])

/** Reads YAML with a schema: the value, and issues as "line:column+length message | hint", notes left out. */
function read<T>(schema: Schema<T>, yaml: string) {
  const { root, issues } = parseDocument(yaml, 'a.yaml')
  expect(issues.filter((issue) => issue.code !== 'wrong-form')).toEqual([])
  if (root === undefined) throw new Error('no document')
  const reader = createReader(names, { sourceKinds: new Map([['other', 'fitted']]) })
  const value = schema.read(root, [], reader)
  const mistakes = reader.issues
    .filter((issue) => issue.severity !== 'note')
    .map(
      ({ position: at, message, hint }) =>
        `${at?.line}:${at?.column}+${at?.length} ${message}${hint ? ` | ${hint}` : ''}`,
    )
  return {
    value,
    mistakes,
    notes: reader.issues.filter((issue) => issue.severity === 'note'),
    used: reader.used,
  }
}

const speed = quantity({ unit: 'um/min', doc: 'speed', min: 0, max: 100 })
const level = quantity({ unit: '1', doc: 'level' })

function defaultSource(source?: string) {
  const options = { unit: 'um', doc: '', default: '2 nm', ...(source === undefined ? {} : { source }) }
  return quantity(options).absent(['a'])?.value.provenance
}

/** Refuses sentences with the word 'bad'. */
function parseWords(words: string): SentenceResult<{ readonly words: string }> {
  const offset = words.indexOf('bad')
  if (offset >= 0) return { ok: false, message: 'bad word', hint: 'no', offset, length: 3 }
  return { ok: true, value: { words } }
}

describe('quantities', () => {
  const model = record({ a: speed }, { doc: 'a' })
  const one = (value: string) => read(model, `a: ${value}\n`)

  test.each([
    ['10 um/min [measured, paper2020]', { kind: 'measured', key: 'paper2020' }],
    ['10 um/min [paper2020]', { kind: 'measured', key: 'paper2020' }],
    ['10 um/min [other]', { kind: 'fitted', key: 'other' }],
    ['10 um/min [other, assumed]', { kind: 'assumed', key: 'other' }],
    ['10 um/min [assumed]', { kind: 'assumed' }],
    ['10 um/min', { kind: 'assumed' }],
    ['10 um/min [doi:10.1000/x]', { kind: 'measured', key: 'doi:10.1000/x' }],
    ['{ value: 10 um/min, source: other, note: why }', { kind: 'fitted', key: 'other', note: 'why' }],
    ['{ value: 10 um/min, source: other, kind: measured }', { kind: 'measured', key: 'other' }],
  ])('%s', (written, provenance) => {
    const { value, mistakes } = one(written)
    expect(mistakes).toEqual([])
    expect(value).toEqual({ a: { value: 10, unit: 'um/min', provenance } })
  })

  test('a number without a source is worth a note, an assumed one is not', () => {
    expect(one('10 um/min').notes.map((note) => note.code)).toEqual(['no-source'])
    expect(one('10 um/min [assumed]').notes).toEqual([])
    const setting = record({ a: quantity({ unit: 'um', doc: 'size', setting: true }) }, { doc: '' })
    expect(read(setting, 'a: 1 mm\n')).toMatchObject({
      notes: [],
      value: { a: { value: 1000, unit: 'mm', provenance: { kind: 'assumed', isSetting: true } } },
    })
  })

  test.each([
    ['10', '1:4+2 10 has no unit; expected length/time | for example 10 um/min'],
    ['0', '1:4+1 0 has no unit; expected length/time | for example 0 um/min'],
    ['5 um', "1:4+4 '5 um' is a length; expected length/time | for example 1 um/min"],
    ['-1 um/min', "1:4+9 '-1 um/min' is out of range; expected at least 0 um/min"],
    ['2 mm/s', "1:4+6 '2 mm/s' is out of range; expected at most 100 um/min"],
    ['true', "1:4+4 expected a quantity, found 'true' | for example 1 um/min"],
    ['', '1:4+1 expected a quantity, found nothing | for example 1 um/min'],
    ['[1 um/min]', '1:4+10 expected a quantity, found a list | for example 1 um/min'],
    [
      '1 um/min [measured, papr2020]',
      "1:24+8 unknown source 'papr2020' | did you mean 'paper2020'?  sources here: other, paper2020",
    ],
    [
      '1 um/min [measured, fitted]',
      "1:24+6 'fitted' is one word too many between the brackets | write [key], [measured, key], [fitted, key] or [assumed]",
    ],
    [
      '1 um/min []',
      '1:14+1 there is nothing between the brackets | write [key], [measured, key] or [assumed]',
    ],
    [
      '{ value: 1 um/min, source: nobody }',
      "1:31+6 unknown source 'nobody' | sources here: other, paper2020",
    ],
    [
      '{ value: 1 um/min, kind: mesured }',
      "1:29+7 'mesured' is not one of the choices | did you mean 'measured'?  choices: measured, fitted, assumed",
    ],
    ['{ kind: assumed }', "1:4+17 missing key 'value' | add value: 1 um/min"],
    [
      '{ value: 1 um/min, sorce: other }',
      "1:23+5 unknown key 'sorce' | did you mean 'source'?  keys here: kind, note, source, value",
    ],
  ])('%s', (written, expected) => {
    const { value, mistakes } = one(written)
    expect(mistakes).toEqual([expected])
    expect(value).toBeUndefined()
  })

  test.each(['.nan', '.inf', 'NaN', '1e999 um/min', '0x10', '1,5 um/min', 'fast', '10 lightyear/min'])(
    '%s is no quantity',
    (written) => {
      const { value, mistakes } = one(written)
      expect(mistakes).toHaveLength(1)
      expect(mistakes[0]).toMatch(/^1:\d+\+\d+ cannot read/)
      expect(value).toBeUndefined()
    },
  )

  test('number and source are both checked', () => {
    expect(one('1 mg [nobody]').mistakes).toHaveLength(2)
  })

  test('plain numbers are for dimensionless quantities', () => {
    expect(read(record({ a: level }, { doc: '' }), 'a: 0.2\n').value?.a).toMatchObject({
      value: 0.2,
      unit: '',
    })
    expect(read(record({ a: level }, { doc: '' }), 'a: 20 % [assumed]\n').value?.a).toMatchObject({
      value: 0.2,
      unit: '%',
    })
    expect(read(record({ a: level }, { doc: '' }), 'a: 2 um\n').mistakes).toEqual([
      "1:4+4 '2 um' is a length; expected a plain number | for example 1",
    ])
  })

  test('more than zero', () => {
    const positive = record({ a: quantity({ unit: 'um', doc: '', positive: true }) }, { doc: '' })
    expect(read(positive, 'a: 0 um\n').mistakes).toEqual([
      "1:4+4 '0 um' is out of range; expected more than zero",
    ])
  })

  test('a default is marked, with its source', () => {
    expect(defaultSource()).toEqual({ kind: 'assumed', isDefault: true })
    expect(defaultSource('fitted, doi:10.1000/x')).toEqual({
      kind: 'fitted',
      key: 'doi:10.1000/x',
      isDefault: true,
    })
    expect(defaultSource('chosen: a cell radius')).toEqual({
      kind: 'assumed',
      note: 'chosen: a cell radius',
      isDefault: true,
    })
    expect(() => quantity({ unit: 'um', doc: '', default: '2 min' }).absent(['a'])).toThrow(/default of a/)
  })

  test('what is written reads back to the same bits and source', () => {
    for (const written of [
      '0.1 um/s [measured, other]',
      '7 mm/day [assumed]',
      '{ value: 1 nm/ms, note: why }',
    ]) {
      const { value } = one(written)
      if (value === undefined) throw new Error(written)
      const back = model.read(locatedFrom({ a: speed.write(value.a) as string }), [], createReader(names))
      expect(back).toEqual(value)
    }
  })
})

test('any number in any unit survives writing', () => {
  const anySpeed = quantity({ unit: 'um/min', doc: '' })
  const unit = fc.constantFrom('um/min', 'um/s', 'mm/day', 'nm/ms', 'cm/h')
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
  const property = fc.property(number, unit, (value, name) => {
    const first = anySpeed.read(locatedFrom(`${value} ${name} [assumed]`), [], createReader(names))
    if (first === undefined) throw new Error(`${value} ${name} does not read`)
    const back = anySpeed.read(locatedFrom(String(anySpeed.write(first))), [], createReader(names))
    expect(back?.value).toBe(first.value + 0)
  })
  fc.assert(property, { numRuns: 500, seed: 1 })
})

describe('records', () => {
  const model = record(
    { a: speed, b: optional(text({ doc: 'b' })), c: count({ doc: 'c', default: 3 }) },
    { doc: 'model' },
  )

  test('defaults are filled in and optional keys left out', () => {
    expect(read(model, 'a: 1 um/min [assumed]\n').value).toEqual({
      a: { value: 1, unit: 'um/min', provenance: { kind: 'assumed' } },
      c: 3,
    })
  })

  test('every mistake is found at once', () => {
    expect(read(model, 'bb: 1\nc: 1.5\nzzz: 2\n').mistakes).toEqual([
      "1:1+2 unknown key 'bb' | did you mean 'b'?  keys here: a, b, c",
      "3:1+3 unknown key 'zzz' | keys here: a, b, c",
      "1:1+5 missing key 'a' | add a: speed",
      '2:4+3 expected a whole number, found 1.5',
    ])
  })

  test('keys of every object are not keys of a record', () => {
    expect(read(model, 'a: 1 um/min\nconstructor: 1\n__proto__: 2\n').mistakes).toHaveLength(2)
  })

  test('types follow from the declaration', () => {
    expectTypeOf<Infer<typeof model>>().toEqualTypeOf<{
      readonly a: Quantity
      readonly c: number
      readonly b?: string
    }>()
    expectTypeOf(choice(['x', 'y'], { doc: '' })).toEqualTypeOf<Schema<'x' | 'y'>>()
    expectTypeOf(vector(speed, 2)).toEqualTypeOf<Schema<readonly [Quantity, Quantity]>>()
  })

  test('JSON Schema', () => {
    expect(model.jsonSchema()).toMatchObject({
      type: 'object',
      required: ['a'],
      additionalProperties: false,
      properties: { c: { type: 'integer', default: 3 } },
    })
  })
})

describe('single values', () => {
  const model = record(
    {
      n: count({ doc: '', default: 1, min: 1, max: 3 }),
      f: flag({ doc: '', default: true }),
      c: choice(['walk', 'rest'], { doc: '', default: 'walk' }),
      r: optional(reference('substrate', { doc: '' })),
      u: optional(unitName({ doc: '' })),
      t: optional(text({ doc: '', pattern: /^[a-z]+$/, expected: 'a lower-case word' })),
    },
    { doc: '' },
  )

  test.each([
    ['n: 4', "1:4+1 '4' is out of range; expected at most 3"],
    ['n: 0', "1:4+1 '0' is out of range; expected at least 1"],
    ['n: two', "1:4+3 expected a whole number, found 'two'"],
    ['f: yes', "1:4+3 'yes' is not one of the choices | choices: true, false"],
    ['c: wlak', "1:4+4 'wlak' is not one of the choices | did you mean 'walk'?  choices: walk, rest"],
    ['r: oxigen', "1:4+6 unknown substrate 'oxigen' | did you mean 'oxygen'?  substrates here: drug, oxygen"],
    ['t: A1', "1:4+2 'A1' is not a lower-case word"],
    ['c: { a: 1 }', '1:4+8 expected one of walk, rest, found a map'],
  ])('%s', (yaml, expected) => {
    expect(read(model, `${yaml}\n`).mistakes).toEqual([expected])
  })

  test('units', () => {
    expect(read(model, 'u: uM\n').value?.u).toBe('uM')
    expect(read(model, 'u: parsec\n').mistakes[0]).toMatch(/^1:4\+6 cannot read 'parsec' as a unit/)
  })

  test('a reference notes its use', () => {
    expect([...read(model, 'r: drug\n').used]).toEqual(['substrate/drug'])
  })
})

describe('lists and maps', () => {
  const model = record(
    {
      l: list(count({ doc: '' }), { doc: '', min: 1, max: 2, default: [1] }),
      v: withDefault(vector(quantity({ unit: 'um', doc: '' }), 2), ['1 um', '2 um']),
      m: map('substrate', count({ doc: '' }), { doc: '', default: {} }),
    },
    { doc: '' },
  )

  test('defaults', () => {
    expect(read(model, 'm: { oxygen: 1, drug: 2 }\n').value).toMatchObject({
      l: [1],
      v: [{ value: 1 }, { value: 2 }],
    })
  })

  test('keys of maps are sorted', () => {
    expect(Object.keys(read(model, 'm: { oxygen: 1, drug: 2 }\n').value?.m ?? {})).toEqual(['drug', 'oxygen'])
  })

  test.each([
    ['l: 1', ['1:4+1 expected a list, found the number 1 | write [a, b] or one item per line after -']],
    ['l: []', ['1:4+2 expected 1 to 2 items, found 0']],
    [
      'l: [1, x, 2.5]',
      [
        '1:4+11 expected 1 to 2 items, found 3',
        "1:8+1 expected a whole number, found 'x'",
        '1:11+3 expected a whole number, found 2.5',
      ],
    ],
    ['v: [1 um]', ['1:4+6 expected 2 items, found 1']],
    [
      'm: { oxigen: 1 }',
      ["1:6+6 unknown substrate 'oxigen' | did you mean 'oxygen'?  substrates here: drug, oxygen"],
    ],
    ['m: 3', ['1:4+1 expected a map, found the number 3 | write substrate: value']],
  ])('%s', (yaml, expected) => {
    expect(read(model, `${yaml}\n`).mistakes).toEqual(expected)
  })
})

describe('forms and conditions', () => {
  const short = sentence(
    (words) => ({ ok: true, value: { name: words } }),
    (value: { readonly name: string }) => value.name,
    'a name',
  )
  const long = record({ name: text({ doc: '' }), size: optional(count({ doc: '' })) }, { doc: '' })
  const both = either({ scalar: short, map: long }, { doc: 'either' })

  test('the form of the node decides', () => {
    const model = record({ a: both }, { doc: '' })
    expect(read(model, 'a: x\n').value).toEqual({ a: { name: 'x' } })
    expect(read(model, 'a: { name: x, size: 2 }\n').value).toEqual({ a: { name: 'x', size: 2 } })
    expect(read(model, 'a: [x]\n').mistakes).toEqual(['1:4+3 expected a value or a map, found a list'])
  })

  test('writing picks a form that reads back', () => {
    expect(both.write({ name: 'x', size: 2 })).toEqual({ name: 'x', size: 2 })
    expect(both.write({ name: 'x' })).toEqual({ name: 'x' })
    const text1 = either({ scalar: text({ doc: '' }), map: long }, { doc: '' })
    expect(text1.write('x')).toBe('x')
  })

  test('a further condition', () => {
    const even = checked(count({ doc: '' }), (value) =>
      value % 2 === 0 ? undefined : { code: 'odd', severity: 'error', message: 'must be even' },
    )
    expect(read(record({ a: even }, { doc: '' }), 'a: 3\n')).toMatchObject({
      value: undefined,
      mistakes: ['1:4+1 must be even'],
    })
    expect(read(record({ a: even }, { doc: '' }), 'a: 4\n').value).toEqual({ a: 4 })
  })
})

describe('sentences', () => {
  const rule = sourcedSentence(parseWords, (value) => value.words, { doc: 'words', examples: ['good words'] })
  const model = record({ rules: list(rule, { doc: '' }) }, { doc: '' })

  test('the source is taken off the end', () => {
    expect(read(model, 'rules:\n  - good words   [fitted, other]\n  - good\n').value?.rules).toEqual([
      { words: 'good words', provenance: { kind: 'fitted', key: 'other' } },
      { words: 'good', provenance: { kind: 'assumed' } },
    ])
  })

  test.each([
    ['plain', 'rules:\n  - a bad one [other]\n', '2:7+3 bad word | no'],
    ['quoted', 'rules: ["a bad one [other]"]\n', '1:12+3 bad word | no'],
    ['over two lines', 'rules:\n  - first line\n    and a bad one [other]\n', '3:11+3 bad word | no'],
    ['folded', 'rules:\n  - >-\n    first line\n\n    and a bad one\n', '5:11+3 bad word | no'],
  ])('a mistake has its column, %s', (_name, yaml, expected) => {
    expect(read(model, yaml).mistakes).toEqual([expected])
  })

  test('mistakes in sentence and source are both found', () => {
    expect(read(model, 'rules:\n  - a bad one [othr]\n').mistakes).toEqual([
      "2:16+4 unknown source 'othr' | did you mean 'other'?  sources here: other, paper2020",
      '2:7+3 bad word | no',
    ])
  })

  test('what is no sentence', () => {
    expect(read(model, 'rules: [{ a: 1 }]\n').mistakes).toEqual([
      '1:9+8 expected a sentence, found a map | for example good words',
    ])
  })

  test('written with its source', () => {
    expect(rule.write({ words: 'good', provenance: { kind: 'fitted', key: 'other' } })).toBe(
      'good [fitted, other]',
    )
  })
})
