import { expect, test } from 'vitest'
import { type Gate, parseGate, writeGate } from './gate.ts'

const names = new Map([['substrate', ['CXCL10', 'CXCL12', 'IFN-g']]])

function read(text: string): Gate {
  const result = parseGate(text, names)
  if (!result.ok) throw new Error(JSON.stringify(result.message))
  return result.value
}

test('reads what a gate does, at which level and how steeply', () => {
  const opens = { substrate: 'CXCL10', effect: 'increases', rest: 0, half: 1, unit: 'nM', hill: 2 }
  expect(read('CXCL10 increases entry, half at 1 nM, hill 2')).toEqual(opens)
  const closes = { substrate: 'CXCL12', effect: 'decreases', rest: 0.2, half: 2000, unit: 'uM', hill: 1 }
  expect(read('CXCL12 decreases entry to 0.2, half at 2 uM')).toEqual(closes)
  expect(read('IFN-g increases entry from 10 %, half at 1 nM').rest).toBeCloseTo(0.1, 15)
})

test.each([
  'CXCL10 increases entry, half at 1 nM, hill 2',
  'CXCL12 decreases entry to 0.2, half at 2 uM, hill 1.5',
  'IFN-g increases entry from 0.1, half at 3 pM, hill 4',
])('%s is written as it was read', (text) => {
  expect(writeGate(read(text))).toBe(text)
  expect(read(writeGate(read(text)))).toEqual(read(text))
})

test.each([
  ['CXCL11 increases entry, half at 1 nM', 0, 'CXCL11'],
  ['CXCL10 raises entry, half at 1 nM', 0, 'not a gate'],
  ['CXCL10 increases entry to 0.2, half at 1 nM', 23, "'from'"],
  ['CXCL10 increases entry from 1.2, half at 1 nM', 28, '0 to 1'],
  ['CXCL10 increases entry, half at 1 nN, hill 2', 34, 'unknown unit'],
  ['CXCL10 increases entry, half at 0 nM', 32, 'above zero'],
  ['CXCL10 increases entry, half at 1 nM, hill 0', 43, 'above zero'],
])('%s is refused where it is wrong', (text, offset, words) => {
  const result = parseGate(text, names)
  if (result.ok) throw new Error('was read')
  expect(result.offset).toBe(offset)
  expect(typeof result.message === 'string' ? result.message : result.message.message).toContain(words)
})
