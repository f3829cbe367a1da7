import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describeRule } from './describe.ts'
import { type RulePart, parseRule, spanOf, writeRule } from './sentence.ts'

function read(text: string) {
  const result = parseRule(text)
  if (!result.ok) throw new Error(`${JSON.stringify(result.message)} at ${result.offset}`)
  return result.value
}

/** Where the parser points: the underlined text, and the message. */
function mistake(text: string): readonly [underlined: string, code: string] {
  const result = parseRule(text)
  if (result.ok) throw new Error('expected a mistake')
  const { offset, length = text.length - offset, message } = result
  return [text.slice(offset, offset + length), typeof message === 'string' ? message : message.code]
}

describe('what is read', () => {
  test('the parts of a rule, in canonical units', () => {
    expect(read('oxygen increases cycle entry to 0.0033 1/min, half at 21.5 mmHg, hill 4')).toEqual({
      signal: 'oxygen',
      direction: 'increases',
      behaviour: 'cycle entry',
      to: { value: 0.0033, unit: '1/min' },
      half: { value: 21.5, unit: 'mmHg' },
      hill: { value: 4, unit: '' },
      alsoWhenDead: false,
    })
    expect(read('drug increases apoptosis to 0.6 1/h, half at 1 uM, hill 2')).toMatchObject({
      to: { value: 0.01, unit: '1/h' },
      half: { value: 1000, unit: 'uM' },
    })
  })

  test('a decrease that only says where it starts goes to zero, in the same unit', () => {
    const rule = read('oxygen decreases necrosis from 0.0028 1/min, half at 3.75 mmHg, hill 8')
    expect(rule).toMatchObject({ from: { value: 0.0028 }, to: { value: 0, unit: '1/min' } })
  })

  test('clauses stand in any order and may be written with or without spaces after commas', () => {
    const usual = read('a increases b from 1 to 2, half at 3, hill 4, also when dead')
    expect(read('a increases b to 2,hill 4,also when dead,half at 3, from 1')).toEqual(usual)
    expect(read('  a  increases  b   from 1   to  2 , half  at 3 , hill 4, also  when dead ')).toEqual(usual)
  })

  test.each([
    ['damage increases exit from cycle phase 1 to 0.1 1/min, half at 1, hill 1', 'exit from cycle phase 1'],
    ['damage increases transition to M1 to 0.1 1/min, half at 1, hill 1', 'transition to M1'],
    ['damage decreases affinity to 4T1 to 0.1, half at 1, hill 1', 'affinity to 4T1'],
    ['damage decreases transition to 4T1 from 0.1 1/min to 0 1/min, half at 1, hill 1', 'transition to 4T1'],
    [
      'damage increases chemotactic response to oxygen to -1, half at 1, hill 1',
      'chemotactic response to oxygen',
    ],
    ['PD-L1 on neighbours decreases attack 4T1 to 0 1/min, half at 1, hill 1', 'attack 4T1'],
  ])('names that hold the words of the grammar: %s', (text, behaviour) => {
    expect(read(text).behaviour).toBe(behaviour)
  })
})

test('what is written reads back to the same rule', () => {
  for (const text of [
    'oxygen decreases necrosis from 0.0028 1/min, half at 3.75 mmHg, hill 8',
    'TNF increases transition to 4T1 to 0.1 1/h, half at 0.3 ng/ml, hill 1.5, also when dead',
    'contact with live cell decreases migration speed from 1 um/min to 0.1 um/min, half at 0.1, hill 10',
  ]) {
    const rule = parseRule(text)
    if (!rule.ok) continue
    expect(parseRule(writeRule(rule.value))).toEqual(rule)
  }
  const rule = read('a increases b from 1 to 2, half at 3, hill 4, also when dead')
  expect(writeRule(rule)).toBe('a increases b from 1 to 2, half at 3, hill 4, also when dead')
})

test.each<readonly [string, string, string]>([
  ['oxygen increase cycle entry to 1 1/min, half at 1 mmHg, hill 1', 'increase', 'rule-form'],
  ['oxygen raises cycle entry to 1 1/min, half at 1 mmHg, hill 1', 'raises', 'rule-form'],
  ['oxygen cycle entry, half at 1', 'oxygen cycle entry', 'rule-form'],
  ['increases cycle entry to 1 1/min, half at 1, hill 1', 'increases cycle entry to 1 1/min', 'rule-form'],
  ['oxygen increases to 1 1/min, half at 1, hill 1', 'increases', 'rule-form'],
  ['oxygen increases cycle entry, half at 1, hill 1', 'cycle entry', 'rule-target'],
  ['oxygen increases cycle entry from 1 1/min, half at 1, hill 1', 'cycle entry', 'rule-target'],
  ['oxygen decreases cycle entry, half at 1, hill 1', 'cycle entry', 'rule-target'],
  ['a increases b to 1 1/mn, half at 1, hill 1', 'mn', 'bad-quantity'],
  ['a increases b to 1, half at 21,5 mmHg, hill 1', '21,5 mmHg', 'bad-quantity'],
  ['a increases b to 1, half at high, hill 1', 'high', 'bad-quantity'],
  ['a increases b to 1, half at 0 mmHg, hill 1', '0 mmHg', 'out-of-range'],
  ['a increases b to 1, half at 1, hill 0', '0', 'out-of-range'],
  ['a increases b to 1, half at 1, hill 2 min', '2 min', 'wrong-unit'],
  ['a increases b to 1, half 3, hill 2', 'half 3', 'rule-clause'],
  ['a increases b to 1, half at 3, when dead, hill 2', 'when dead', 'rule-clause'],
  ['a increases b to 1, half at 3, hill 2, hill 3', 'hill 3', 'rule-clause'],
  ['a increases b to 1, half at 3, to 2, hill 2', 'to 2', 'rule-clause'],
  ['a increases b to 1, half at 3', '', 'rule-clause'],
])('mistakes are underlined: %s', (text, underlined, code) => {
  expect(mistake(text)).toEqual([underlined, code])
})

test('parts can be found in a sentence with its source', () => {
  const text =
    'oxygen decreases exit from cycle phase 1 from 0.1 1/min to 0 1/min, half at 4 mmHg, hill 8 [measured, key]'
  const at = (part: RulePart): string => {
    const { offset, length } = spanOf(text, part) ?? { offset: 0, length: 0 }
    return text.slice(offset, offset + length)
  }
  const parts = ['signal', 'verb', 'behaviour', 'from', 'to', 'half', 'hill', 'dead'] as const
  expect(parts.map(at)).toEqual([
    'oxygen',
    'decreases',
    'exit from cycle phase 1',
    '0.1 1/min',
    '0 1/min',
    '4 mmHg',
    '8',
    '',
  ])
})

test('a rule in words', () => {
  expect(describeRule(read('oxygen increases cycle entry to 0.0033 1/min, half at 21.5 mmHg, hill 4'))).toBe(
    'oxygen raises cycle entry from its value without signals towards 0.0033 1/min: ' +
      'half of the change is reached at 21.5 mmHg, with Hill exponent 4.',
  )
})

test('the rules of the theory page can be read', () => {
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const block = /```yaml\n([^`]*)```/.exec(page)?.[1] ?? ''
  const rules = [...block.matchAll(/^ *- (.*)$/gm)].map((match) => match[1] ?? '')
  expect(rules).toHaveLength(5)
  for (const rule of rules) expect(parseRule(rule)).toMatchObject({ ok: true })
})
