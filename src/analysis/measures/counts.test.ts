import { describe, expect, test } from 'vitest'
import { APOPTOTIC, NECROTIC } from '../../engine/columns.ts'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { measure } from '../measure.ts'
import { measureFamilies, measureNames, resolveMeasure } from '../measures.ts'

const LINEAGES = ['tumour', 'tumour', 'lymphoid', 'lymphoid', 'myeloid', 'stroma']
const NUMBERS: Readonly<Record<string, number>> = {
  tumour: 5,
  'tumour 2': 3,
  lymphoid: 4,
  'lymphoid 2': 2,
  myeloid: 6,
  stroma: 7,
}
const cells = Object.entries(NUMBERS).flatMap(([type, n], row) =>
  Array.from({ length: n }, (_, k): PlacedCell => [type, 30 * k - 300, 30 * row]),
)
const world = placedWorld({ lineages: LINEAGES, cells })
world.cells.state[0] = NECROTIC
world.cells.state[1] = APOPTOTIC
const value = (name: string): number => measure(world, name).value

describe('numbers of cells', () => {
  test('are counted by type, by lineage and in all', () => {
    expect(value('live cells')).toBe(25)
    expect(value('dead cells')).toBe(2)
    // The type goes before the lineage of that name.
    expect(value('tumour cells')).toBe(3)
    expect(value('tumour 2 cells')).toBe(3)
    expect(value('lymphoid cells')).toBe(4)
    expect(value('immune cells')).toBe(12)
    expect(value('stromal cells')).toBe(7)
    const all = resolveMeasure('cell counts', world.program)?.map(({ name }) => name)
    expect(all).toEqual(world.program.cellTypes.map((type) => `${type} cells`))
  })

  test('make shares', () => {
    expect(value('fraction of lymphoid among immune cells')).toBeCloseTo(4 / 12, 12)
    expect(value('fraction of lymphoid among lymphoid, lymphoid 2 and stroma')).toBeCloseTo(4 / 13, 12)
    expect(value('fraction of immune cells among live cells')).toBeCloseTo(12 / 25, 12)
    expect(value('fraction of stroma among immune cells')).toBe(0)
    expect(value('necrotic fraction')).toBeCloseTo(1 / 8, 12)
  })

  test('make densities', () => {
    expect(value('density of stroma')).toBeCloseTo(7, 12)
    expect(value('density of immune cells')).toBeCloseTo(12, 12)
    expect(measure(world, 'density of stroma').unit).toBe('1/mm^2')
  })
})

describe('names', () => {
  test('that are listed can all be measured, in two and in three dimensions', () => {
    const more = 'clones: { founders: [tumour] }'
    const vessels = [[0, 0, 0]] as const
    for (const size of [
      [400, 400, 20],
      [300, 300, 300],
    ] as const) {
      const small = placedWorld({ size, lineages: LINEAGES, cells: cells.slice(0, 12), more, vessels })
      const names = measureNames(small.program)
      expect(names.length).toBeGreaterThan(40)
      for (const name of names) {
        const found = resolveMeasure(name, small.program)
        expect(found, name).toBeDefined()
        for (const one of found ?? []) expect(typeof one.evaluate(small), name).toBe('number')
      }
    }
  })

  test('of types that begin or end like others are read as they are meant', () => {
    const more = '  CD8: {}\n  CD8 exhausted: {}\n  exhausted: {}'
    const alike = placedWorld({
      lineages: ['tumour'],
      cells: [
        ['CD8', 0, 0],
        ['CD8 exhausted', 25, 0],
        ['CD8 exhausted', 0, 60],
        ['exhausted', 300, 0],
      ],
      more,
    })
    const found = (name: string): number => measure(alike, name).value
    expect(found('density of CD8 exhausted in stroma')).toBeCloseTo(2 / found('area of stroma'), 9)
    expect(found('mean distance from CD8 to nearest CD8 exhausted')).toBe(25)
    expect(found('fraction of CD8 exhausted among CD8 exhausted and exhausted')).toBeCloseTo(2 / 3, 12)
    // One ordered pair of two, 25 um apart, in a shell between 20 and 30 um of a square millimetre.
    const weight = 1000 / 975
    const expected = (weight * 1e6) / (2 * Math.PI * (30 * 30 - 20 * 20))
    expect(found('pair correlation of CD8 and CD8 exhausted at 25 um')).toBeCloseTo(expected, 6)
  })

  test.each([
    ['pair correlation of CD9 and tumour at 30 um', "unknown cells 'CD9'"],
    ['pair correlation of lymphoid and tumuor at 30 um', "did you mean 'tumour'"],
    ['pair correlation of lymphoid and tumour at 30 min', "'30 min' is in min"],
    ['pair correlation of lymphoid and tumour at 30', "'30' is in no unit"],
    ['pair correlation of lymphoid and tumour at far', "'far': expected a number"],
    ['fraction of lymphoid among imune cells', "did you mean 'immune cells'"],
    ['fraction of tumour below 10 nM oxygen', "'10 nM' is in nM; wanted is something like 50 mmHg"],
    ['fraction of tumour below 10 mmHg oxigen', "did you mean 'oxygen'"],
    ['oxygen at distance 50 um from vessels', 'the model has no vessels'],
    ['oxygen at distance -5 um from field centre', 'is below zero'],
    ['most distance of tumour from field centre', "'most' is no statistic"],
    ['Shannon diversity of clones', 'write clones: { founders: [...] }'],
    ['tumour volume', "ask for 'tumour area'"],
    ['density of tumour in nests', "unknown region 'nests'"],
    ['tumor cells', "did you mean 'tumour cells'"],
  ])('%s: the part that is wrong is named', (name, problem) => {
    expect(() => measure(world, name)).toThrow(problem)
  })

  test('every family says what it is', () => {
    for (const { pattern, doc, unit } of measureFamilies) {
      expect(doc.length, pattern).toBeGreaterThan(20)
      expect(unit, pattern).not.toBe('')
    }
    expect(new Set(measureFamilies.map(({ pattern }) => pattern)).size).toBe(measureFamilies.length)
  })
})
