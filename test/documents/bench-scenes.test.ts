import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue, choose } from '../../src/bench/catalogue.ts'
import { growthOfCost, overall, speedUps } from '../../src/bench/conclusions.ts'
import { median } from '../../src/bench/measure.ts'
import { SAMPLE_MODEL, TUMOUR_3D_MODEL } from '../../src/bench/model-scenes.ts'
import { openWorld, programOf } from '../../src/bench/open-world.ts'
import { PER_CELL } from '../../src/bench/packed-scenes.ts'
import type { SceneResult } from '../../src/bench/result.ts'
import { csvText, machineNames, parseResults, readComparison } from '../../src/bench/results-file.ts'
import {
  exchangeScene,
  growthScene,
  packedScene,
  schemeLine,
  transportScene,
  withScheme,
} from '../../src/bench/scenes.ts'
import { endText, headText, sceneText } from '../../src/bench/table.ts'

/* What the benchmark runs, and what it says of the numbers; how long anything takes is no test. */

const worldOf = async (text: string) => (await openWorld(programOf(text), 1)).world

describe('scenes', () => {
  test.each([2, 3] as const)(
    'a packing in %d dimensions has about as many cells as asked for',
    async (dimensions) => {
      const world = await worldOf(packedScene({ dimensions, cells: 2000 }))
      // The rim of a ball of 2000 holds some 20 % of them; half a layer of it may be missing or too many.
      expect(Math.abs(world.count - 2000)).toBeLessThan(200)
    },
  )

  test('media have their voxels, substrates and cells, in both schemes', async () => {
    for (const scheme of ['lod', 'adaptive'] as const) {
      const medium = programOf(transportScene({ dimensions: 3, edge: 5, substrates: 5, scheme }))
      expect(medium.substrates).toHaveLength(5)
    }
    const world = await worldOf(exchangeScene({ edge: 10, cells: 30 }))
    expect(world.count).toBe(30)
    expect(world.layout.sizes.voxel).toBe(100)
  })

  test('growth begins with one cell', async () => {
    expect((await worldOf(growthScene())).count).toBe(1)
  })

  test('the three-dimensional tumour has the size of the published one', () => {
    const program = programOf(readFileSync(TUMOUR_3D_MODEL, 'utf8'), TUMOUR_3D_MODEL)
    expect(program.space.shape).toEqual([75, 75, 75])
    const immune = program.cellTypes.indexOf('immune cell')
    const immuneCells = program.initialCells.filter((cell) => cell.type === immune).length
    // 18,300 and 7,500 cells; what a lattice loses or wins at the rims of ball and shell is below 2 %.
    expect(Math.abs(program.initialCells.length / 18_300 - 1)).toBeLessThan(0.02)
    expect(Math.abs(immuneCells / 7500 - 1)).toBeLessThan(0.02)
  })

  test('a scheme takes the place of the one that a model has, and keeps what goes with it', () => {
    const text = 'format: 1\ntransport: { held sides: overwritten, scheme: adaptive }  # why\ntitle: t\n'
    const own = schemeLine('lod', ['held sides: overwritten'])
    expect(withScheme(text, 'lod')).toBe(`format: 1\n\ntitle: t\n${own}\n`)
    expect(withScheme(text, 'adaptive')).not.toContain('held sides')
    const sample = programOf(withScheme(readFileSync(SAMPLE_MODEL, 'utf8'), 'lod'), SAMPLE_MODEL)
    expect(sample.initialCells).toHaveLength(1300)
  })

  test('names are unique, the long ones run only when they are named, and quick is a choice of the usual', () => {
    const names = catalogue.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const usual = choose([], false).map(({ name }) => name)
    expect(usual).not.toContain('whole field trial')
    expect(choose(['whole'], true).map(({ name }) => name)).toEqual(['whole field trial'])
    expect(usual).toEqual(expect.arrayContaining(choose([], true).map(({ name }) => name)))
    expect(choose([], true).length).toBeLessThan(usual.length)
  })
})

const packing = (cells: number, threads: number, wall: number): SceneResult => ({
  scene: `mechanics 3-D ${cells}`,
  threads,
  title: 'cells, that are packed',
  phases: [
    ['forces', 0.9],
    ['neighbours', 0.1],
  ],
  quantities: [
    { name: PER_CELL, unit: 'ns', median: wall * threads, fastest: 90, wall, ratio: 2.5 },
    { name: 'memory per cell', unit: 'byte', median: 799 },
  ],
})

const results = [packing(10_000, 1, 200), packing(10_000, 2, 125), packing(1_000_000, 1, 300)]

describe('results', () => {
  test('the median of an even number is the mean of the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([9, 1, 5])).toBe(5)
  })

  test('growth goes from the smallest packing to the largest, and threads are compared with one', () => {
    expect(growthOfCost(results)).toEqual([{ from: 10_000, to: 1_000_000, threads: 1, factor: 1.5 }])
    expect(speedUps(results)).toEqual([{ scene: 'mechanics 3-D 10000', threads: 2, factor: 1.6 }])
  })

  test('what is saved is read again and compared with itself', () => {
    const saved = parseResults('here.csv', csvText(results, 'a machine, 2 cores', 7))
    expect(saved).toMatchObject({ name: 'here', machine: 'a machine, 2 cores' })
    // One time per scene; memory is no time.
    expect(overall(results, saved)).toEqual({ times: 3, ratio: 1 })
    expect(() => parseResults('here.csv', 'a,b\n1,2\n')).toThrow('holds no results')
  })

  test('every machine whose results ship can be compared with', () => {
    expect(machineNames().length).toBeGreaterThan(0)
    for (const name of machineNames()) expect(readComparison(name).medians.size).toBeGreaterThan(10)
    expect(() => readComparison('abacus')).toThrow(machineNames()[0])
  })

  test.each([80, 100])('tables fit %d columns', (width) => {
    const plain = { width, bold: (text: string) => text, dim: (text: string) => text }
    const there = parseResults('there.csv', csvText(results, 'a machine with a long name, '.repeat(5), 7))
    const text = [
      headText(plain, there),
      ...results.map((result) => sceneText({ ...result, title: 'words '.repeat(30) }, plain, there)),
      sceneText({ scene: 'left', reason: 'because' }, plain, there),
      endText(results, 'this machine, '.repeat(12), plain, there),
    ].join('\n')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
    expect(text).toMatch(/memory per cell +byte +799 .*1\.00/)
    expect(text).toContain('costs 1.50 times as much among 1,000,000 as among 10,000.')
  })
})
