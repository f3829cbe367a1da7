import { expect, test } from 'vitest'
import { inShareOrder } from './work.ts'

const items = [0, 1, 2, 3, 4, 5, 6]

test('a worker begins with its share, which has a part of everything, and goes on with those of others from their ends', () => {
  expect(inShareOrder(items)).toEqual(items)
  expect(inShareOrder(items, { k: 1, n: 3 })).toEqual([0, 3, 6, 4, 1, 5, 2])
  expect(inShareOrder(items, { k: 3, n: 3 })).toEqual([2, 5, 6, 3, 0, 4, 1])
})

test('every share has everything once, also where there are more shares than runs', () => {
  for (const n of [1, 2, 5, 9])
    for (let k = 1; k <= n; k++)
      expect(inShareOrder(items, { k, n }).toSorted((a, b) => a - b)).toEqual(items)
})
