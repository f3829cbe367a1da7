import { describe, expect, test } from 'vitest'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { FOUNDER_LOW } from '../../processes/clones/columns.ts'
import { measure } from '../measure.ts'
import { shannon, simpson } from './clones.ts'

describe('diversity', () => {
  test('of equal shares is ln n and 1 - 1/n', () => {
    for (const n of [1, 2, 7, 100]) {
      const sizes = Array.from({ length: n }, () => 3)
      expect(shannon(sizes)).toBeCloseTo(Math.log(n), 13)
      expect(simpson(sizes)).toBeCloseTo(1 - 1 / n, 13)
    }
    expect(shannon([])).toBeNaN()
    expect(simpson([])).toBeNaN()
  })

  test('of shares 1/2, 1/4, 1/4 is 3/2 ln 2 and 5/8', () => {
    expect(shannon([2, 1, 1])).toBeCloseTo(1.5 * Math.LN2, 14)
    expect(simpson([2, 1, 1])).toBeCloseTo(5 / 8, 14)
  })
})

test('clones are counted by their founders, in any set of cells', () => {
  const cells = Array.from({ length: 8 }, (_, k): PlacedCell => ['tumour', 30 * k - 100, 0])
  const more = 'clones: { founders: [tumour, lymphoid] }'
  const world = placedWorld({ cells: [...cells, ['lymphoid', 0, 100], ['stroma', 0, 200]], more })
  const value = (name: string): number => measure(world, name).value
  expect(value('number of clones')).toBe(8)
  expect(value('Shannon diversity of clones')).toBeCloseTo(Math.log(8), 13)
  expect(value('number of clones of lymphoid')).toBe(1)
  expect(value('number of clones of live cells')).toBe(9)
  expect(value('number of clones of stroma')).toBe(0)
  expect(value('Simpson diversity of clones of stroma')).toBeNaN()
  // Four descend from the first, two from the second, two from the third.
  const founder = world.u32(FOUNDER_LOW)
  const high = world.u32('clones.founderHigh')
  ;[0, 0, 0, 0, 1, 1, 2, 2].forEach((from, slot) => {
    founder[slot] = 1000 + from
    high[slot] = 0
  })
  expect(value('number of clones')).toBe(3)
  expect(value('share of largest clone')).toBe(1 / 2)
  expect(value('Simpson diversity of clones')).toBeCloseTo(5 / 8, 14)
})
