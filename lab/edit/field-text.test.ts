import { expect, test } from 'vitest'
import { partsOf, writtenOf } from './field-text.ts'

test.each([
  ['2 um/min [fitted, key]', { number: '2', unit: 'um/min', kind: 'fitted', source: 'key' }],
  ['0.5', { number: '0.5', unit: '', kind: '', source: '' }],
  ['1e-3 1/min [key]', { number: '1e-3', unit: '1/min', kind: '', source: 'key' }],
  ['50 % [assumed]', { number: '50', unit: '%', kind: 'assumed', source: '' }],
])('%s comes apart and together again', (text, parts) => {
  expect(partsOf(text)).toEqual(parts)
  expect(writtenOf(partsOf(text), '')).toBe(text)
})

test('a note needs the long form', () => {
  expect(writtenOf(partsOf('2 um/min [fitted, key]'), 'at 37 C')).toEqual({
    value: '2 um/min',
    kind: 'fitted',
    source: 'key',
    note: 'at 37 C',
  })
})
