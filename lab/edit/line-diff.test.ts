import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

test('a changed line is one removed and one added, with lines around it', () => {
  const before = 'a b c d e f g h i j'.split(' ')
  const after = before.map((line) => (line === 'h' ? 'H' : line))
  const lines = lineDiff(before.join('\n'), after.join('\n'))
  expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'same e',
    'same f',
    'same g',
    'removed h',
    'added H',
    'same i',
    'same j',
  ])
  expect(lines[0]?.skipped).toBe(4)
})

test('equal texts have no difference', () => {
  expect(lineDiff('a\nb', 'a\nb')).toEqual([])
})
