import { expect, test } from 'vitest'
import type { CloneNode } from '../../src/browser.ts'
import { cloneRows, generationScale, shareText } from './clone-rows.ts'

const node = (key: string, cells: number, generation: number, parent?: string): CloneNode => ({
  key,
  generation,
  since: 0,
  sizes: [cells],
  traits: {},
  ...(parent === undefined ? {} : { parent }),
})

test('families lie together, the largest first, and each clone knows where its parent is drawn', () => {
  const rows = cloneRows([
    node('small', 4, 0),
    node('large', 3, 0),
    node('child', 2, 1, 'large'),
    node('grandchild', 1, 3, 'child'),
    // Its parent is not drawn: it begins a family.
    node('orphan', 5, 2, 'gone'),
  ])
  expect(rows.map(({ key, parentRow, parentGeneration }) => [key, parentRow, parentGeneration])).toEqual([
    ['large', undefined, undefined],
    ['child', 0, 0],
    ['grandchild', 1, 1],
    ['orphan', undefined, undefined],
    ['small', undefined, undefined],
  ])
})

test('many generations are no wider than some', () => {
  expect(generationScale([node('a', 1, 0)])).toMatchObject({ last: 0, width: 14 })
  expect(generationScale([node('a', 1, 2)]).width).toBe(42)
  expect(generationScale([node('a', 1, 50)]).width).toBe(96)
})

test('shares have two digits where they are small', () => {
  expect([1, 25, 996, 0].map((cells) => shareText(cells, 1000))).toEqual(['0.1 %', '2.5 %', '100 %', '0 %'])
})
