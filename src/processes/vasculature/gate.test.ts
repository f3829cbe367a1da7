import { expect, test } from 'vitest'
import { type Gate, parseGate, writeGate } from './gate.ts'

const names = new Map([['substrate', ['CXCL10', 'CXCL12', 'IFN-g', 'plerixafor']]])

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

test('reads what blocks a gate, one or several; without them nothing is said of blockers', () => {
  const plerixafor = { substrate: 'plerixafor', constant: 5.7, unit: 'nM' }
  const other = { substrate: 'IFN-g', constant: 2000, unit: 'uM' }
  const gate = 'CXCL12 decreases entry to 0.2, half at 2 nM'
  expect(read(`${gate}, blocked by plerixafor at 5.7 nM`).blockers).toEqual([plerixafor])
  expect(read(`${gate}, hill 3, blocked by plerixafor at 5.7 nM and IFN-g at 2 uM`).blockers).toEqual([
    plerixafor,
    other,
  ])
  expect(Object.hasOwn(read(gate), 'blockers')).toBe(false)
})

test.each([
  'CXCL10 increases entry, half at 1 nM, hill 2',
  'CXCL12 decreases entry to 0.2, half at 2 uM, hill 1.5',
  'IFN-g increases entry from 0.1, half at 3 pM, hill 4',
  'CXCL12 decreases entry to 0.2, half at 2 nM, hill 2, blocked by plerixafor at 5.7 nM',
  'CXCL12 decreases entry, half at 2 nM, hill 2, blocked by plerixafor at 5.7 nM and IFN-g at 3 pM',
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
  ['CXCL12 decreases entry, half at 1 nM, blocked by nobody at 1 nM', 49, 'nobody'],
  ['CXCL12 decreases entry, half at 1 nM, blocked by plerixafor', 49, "'<substrate> at"],
  ['CXCL12 decreases entry, half at 1 nM, blocked by plerixafor at 0 nM', 63, 'above zero'],
  [
    'CXCL12 decreases entry, half at 1 nM, blocked by plerixafor at 2 nM and IFN-g at 1 nN',
    83,
    'unknown unit',
  ],
])('%s is refused where it is wrong', (text, offset, words) => {
  const result = parseGate(text, names)
  if (result.ok) throw new Error('was read')
  expect(result.offset).toBe(offset)
  expect(typeof result.message === 'string' ? result.message : result.message.message).toContain(words)
})
