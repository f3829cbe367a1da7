import { expect, test } from 'vitest'
import { parseDocument } from './document.ts'
import type { Path, TextSpan } from './issue.ts'
import { noSource } from './messages.ts'
import { issueAt, locate, locatedFrom, nodeAt } from './reader.ts'

const yaml = `a:
  b: 1
  rules:
    - oxygen increases
      migration speed
`
const { root } = parseDocument(yaml, 'a.yaml')
if (root === undefined) throw new Error('no document')

/** Line, column and length of an issue at a path. */
function place(path: Path, within?: (text: string) => TextSpan | undefined): readonly (number | undefined)[] {
  const { position } = issueAt(noSource(), root ?? locatedFrom(null), path, within)
  return [position?.line, position?.column, position?.length]
}

/** Finds a word in a sentence. */
function find(word: string): (text: string) => TextSpan {
  return (text) => ({ offset: text.indexOf(word), length: word.length })
}

test('a path stands at its key or item, or at the deepest part that exists', () => {
  expect(place(['a', 'b'])).toEqual([2, 3, 1])
  expect(place(['a', 'rules', 0])).toEqual([4, 7, 16])
  expect(place(['a', 'rules', 7])).toEqual([3, 3, 5])
  expect(place(['a', 'zzz', 'y'])).toEqual([1, 1, 1])
  expect(locate(root, [])).toMatchObject({ line: 1, column: 1 })
})

test('a piece of a sentence, on whichever line it stands', () => {
  expect(place(['a', 'rules', 0], find('increases'))).toEqual([4, 14, 9])
  expect(place(['a', 'rules', 0], find('speed'))).toEqual([5, 17, 5])
  expect(place(['a', 'rules', 0], () => undefined)).toEqual([4, 7, 16])
  expect(place(['a', 'rules'], find('x'))).toEqual([3, 3, 5])
})

test('what the author did not write has no node', () => {
  expect(nodeAt(root, ['a', 'b'])).toMatchObject({ value: 1 })
  expect(nodeAt(root, ['a', 'c'])).toBeUndefined()
  expect(nodeAt(root, ['a', 'b', 'c', 0])).toBeUndefined()
})
