import { expect, test } from 'vitest'
import type { Path } from '../issue.ts'
import type { Written } from '../reader.ts'
import { editText } from './edit-text.ts'

const text = `# what this is
format: 1
time: { stop: 3 day, fields: 0.25 min } # short

cell types:
  CD8: # killers
    motility:
      speed: 2 um/min [fitted] # measured elsewhere
    rules:
      # the first hypothesis
      - a increases b,
        half at 1
      - c decreases d # the second
title: x
`

const set = (path: Path, value: Written): string => editText(text, { kind: 'set', path, value })

test.each<readonly [Path, Written, string, string]>([
  [['time', 'stop'], '4 day', 'stop: 3 day', 'stop: 4 day'],
  [
    ['cell types', 'CD8', 'motility', 'speed'],
    '3 um/min [measured, key]',
    '2 um/min [fitted]',
    '3 um/min [measured, key]',
  ],
  [
    ['cell types', 'CD8', 'motility', 'speed'],
    { value: '3 um/min', kind: 'fitted', note: 'a, b' },
    '2 um/min [fitted]',
    '{ value: 3 um/min, kind: fitted, note: "a, b" }',
  ],
  [['time', 'phenotype'], '6 min [assumed]', '0.25 min }', '0.25 min, phenotype: "6 min [assumed]" }'],
  [['cell types', 'CD8', 'motility', 'bias'], '50 %', 'elsewhere\n', 'elsewhere\n      bias: 50 %\n'],
  [['cell types', 'CD8', 'rules', 1], 'e increases f', 'c decreases d', 'e increases f'],
  [['seed'], 3, 'title: x\n', 'title: x\nseed: 3\n'],
  [['domain', 'boundary'], 'closed', 'title: x\n', 'title: x\ndomain: { boundary: closed }\n'],
])('sets %j and leaves everything else as it is', (path, value, before, after) => {
  expect(text.split(before)).toHaveLength(2)
  expect(set(path, value)).toBe(text.replace(before, after))
})

test('adds an item to a list, also to one that is not there', () => {
  const rules = editText(text, {
    kind: 'append',
    path: ['cell types', 'CD8', 'rules'],
    value: 'e increases f',
  })
  expect(rules).toBe(text.replace('# the second\n', '# the second\n      - e increases f\n'))
  const limits = editText(text, { kind: 'append', path: ['limits'], value: 'one, two' })
  expect(limits).toBe(`${text}limits:\n  - one, two\n`)
})

test('removes an entry with its line, and the last one leaves an empty map', () => {
  const remove = (path: Path): string => editText(text, { kind: 'remove', path })
  expect(remove(['title'])).toBe(text.replace('title: x\n', ''))
  expect(remove(['time', 'stop'])).toBe(text.replace('stop: 3 day, ', ''))
  expect(remove(['time', 'fields'])).toBe(text.replace(', fields: 0.25 min', ''))
  expect(remove(['cell types', 'CD8', 'rules', 1])).toBe(
    text.replace('      - c decreases d # the second\n', ''),
  )
  expect(remove(['cell types', 'CD8', 'motility', 'speed'])).toContain('motility:\n      {}')
})

test('an empty value becomes a map', () => {
  expect(editText('a:\nb: 1\n', { kind: 'set', path: ['a', 'c'], value: '2 um' })).toBe(
    'a: { c: 2 um }\nb: 1\n',
  )
})
