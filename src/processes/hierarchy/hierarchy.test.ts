import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import { REQUEST_DIVIDE, REQUEST_TYPE } from '../../engine/columns.ts'
import { MAY_DIVIDE } from '../../engine/heredity.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'
import { DIVISIONS_LEFT, STEMNESS } from './columns.ts'

function modelText(tumour: string, count: number, other = '{}'): string {
  return [
    'format: 1',
    'title: hierarchy',
    'domain: { size: [1000 um, 1000 um, 20 um], voxel: 20 um }',
    'time: { stop: 10 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'cell types:',
    `  other: ${other}`,
    `  tumour: { ${tumour} }`,
    `initial: { tumour: { box: { low: [-400 um, -400 um, 0 um], high: [400 um, 400 um, 0 um], count: ${count} } } }`,
  ].join('\n')
}

const hooked = (world: World): void => commit(world, () => bindHooks(world))

function divideAll(world: World): void {
  world.tick += 1
  for (let slot = 0; slot < world.count; slot++) request(world, slot, REQUEST_DIVIDE)
  hooked(world)
}

/** How many of the cells from `begin` on are stem cells, and how many have so many divisions left. */
function ranks(world: World, begin = 0) {
  const stem = [...world.f64(STEMNESS).subarray(begin, world.count)]
  const left = [...world.f64(DIVISIONS_LEFT).subarray(begin, world.count)]
  return { stem: stem.filter((is) => is === 1).length, left, cells: stem.length }
}

/** Five standard deviations of a number of successes: missed once in two million. */
const binomialError = (n: number, p: number): number => 5 * Math.sqrt(n * p * (1 - p))

describe('newcomers', () => {
  test('are stem cells, differentiated, or have one to all of their divisions left', () => {
    const cells = 5000
    const hierarchy = 'hierarchy: { stem share: 20 %, differentiated share: 30 %, divisions: 4 }'
    const { world } = runModel(modelText(hierarchy, cells))
    const { stem, left } = ranks(world)
    expect(Math.abs(stem - 0.2 * cells)).toBeLessThan(binomialError(cells, 0.2))
    for (const divisions of [1, 2, 3, 4]) {
      const found = left.filter((own) => own === divisions).length
      expect(Math.abs(found - 0.125 * cells)).toBeLessThan(binomialError(cells, 0.125))
    }
    const may = [...world.u8(MAY_DIVIDE).subarray(0, cells)]
    const isStem = world.f64(STEMNESS)
    expect(may).toEqual(left.map((own, slot) => (own > 0 || isStem[slot] === 1 ? 1 : 0)))
  })
})

describe('divisions', () => {
  test('of stem cells give two of them as often as they renew themselves', () => {
    const cells = 4000
    const { world } = runModel(
      modelText('hierarchy: { stem share: 1, self-renewal: 0.3, divisions: 7 }', cells),
    )
    divideAll(world)
    const mothers = ranks(world).stem - ranks(world, cells).stem
    expect(mothers).toBe(cells)
    const { stem, left } = ranks(world, cells)
    expect(Math.abs(stem - 0.3 * cells)).toBeLessThan(binomialError(cells, 0.3))
    expect(left.filter((own) => own === 7)).toHaveLength(cells - stem)
  })

  test('of a transit-amplifying cell end at 2^n cells, and those rest', () => {
    const text = modelText('cycle: { model: live, rate: 0.005 1/min }, hierarchy: { stem share: 0 }', 1)
    const { world, run } = runModel(text)
    world.f64(DIVISIONS_LEFT)[0] = 5
    run(1400)
    expect(world.count).toBe(32)
    expect(new Set(ranks(world).left)).toEqual(new Set([0]))
    // The same cells would be far more without a hierarchy: it is this that holds them.
    const free = runModel(modelText('cycle: { model: live, rate: 0.005 1/min }', 1), { ticks: 300 })
    expect(free.world.count).toBeGreaterThan(64)
  })

  test('of longer cycles leave differentiated cells in the first phase', () => {
    const cycle = 'cycle: { model: Ki67 advanced }, hierarchy: { stem share: 0, divisions: 1 }'
    const { world } = runModel(modelText(cycle, 20), { ticks: 1200 })
    expect(world.count).toBe(40)
    expect(new Set(world.u8('cycle.phase').subarray(0, 40))).toEqual(new Set([0]))
  })
})

describe('dedifferentiation', () => {
  test('comes at its rate, and lets cells divide again', () => {
    const cells = 3000
    const hierarchy =
      'hierarchy: { stem share: 0, differentiated share: 1, dedifferentiation: 0.01 1/min }, cycle: { model: live, rate: 0 1/min }'
    const { world } = runModel(modelText(hierarchy, cells), { ticks: 10 })
    const expected = 1 - Math.exp(-0.6)
    expect(Math.abs(ranks(world).stem - cells * expected)).toBeLessThan(binomialError(cells, expected))
    expect([...world.u8(MAY_DIVIDE).subarray(0, cells)].filter((may) => may === 1)).toHaveLength(
      ranks(world).stem,
    )
  })

  test('and self-renewal are behaviours that rules drive by what cells sense', () => {
    const rules = [
      'niche increases self-renewal to 0.55, half at 1, hill 1',
      'divisions left increases dedifferentiation to 0.002 1/min, half at 5, hill 1',
    ]
    const listed = rules.map((rule) => `"${rule}"`).join(', ')
    const type = `traits: { niche: { value: 1 } }, hierarchy: { stem share: 0 }, rules: [${listed}]`
    const { world, run } = runModel(modelText(type, 1))
    world.f64(DIVISIONS_LEFT)[0] = 5
    run(1)
    // Halfway from 0.05 to 0.55, and halfway from 0.
    expect(world.behaviourOf('self-renewal', 0)).toBeCloseTo(0.3, 12)
    expect(world.behaviourOf('dedifferentiation', 0)).toBeCloseTo(0.001, 12)
  })
})

describe('types', () => {
  const both = '{ hierarchy: { stem share: 1 } }'

  test.each([
    ['keep their rank where both have a hierarchy', both, 0, 5, 1],
    ['forget it where the new type has none, and divide freely', '{}', 0, 0, 1],
  ])('%s', (_name, other, stem, left, may) => {
    const { world } = runModel(modelText('hierarchy: { stem share: 0 }', 1, other))
    world.f64(DIVISIONS_LEFT)[0] = 5
    world.u16('cell.requestedType')[0] = 0
    request(world, 0, REQUEST_TYPE)
    hooked(world)
    expect([world.f64(STEMNESS)[0], world.f64(DIVISIONS_LEFT)[0], world.u8(MAY_DIVIDE)[0]]).toEqual([
      stem,
      left,
      may,
    ])
  })
})

describe('a branch', () => {
  const shares = (stem: string): string =>
    modelText(`hierarchy: { stem share: ${stem}, self-renewal: 0.1 }`, 50, '{}')

  test('keeps the ranks of its cells when shares change, and draws them when the hierarchy is new', () => {
    const { world } = runModel(shares('0.3'))
    const branch = (text: string): World =>
      branchWorld(world, compile(modelFrom(text)), { kernels: testKernels(), seed: 1 }).world
    expect(ranks(branch(shares('0.9')))).toEqual(ranks(world))
    const none = branch(modelText('', 50))
    expect(none.has(STEMNESS)).toBe(false)
    const again = branchWorld(none, compile(modelFrom(shares('1'))), { kernels: testKernels(), seed: 1 })
    expect(ranks(again.world).stem).toBe(50)
  })
})

describe('a model without one', () => {
  test('has no column, signal or behaviour of it', () => {
    const { program } = runModel(modelText('cycle: { model: live }', 1))
    expect(program.columns.some(({ name }) => name.startsWith('hierarchy.'))).toBe(false)
    expect(program.behaviours.has('self-renewal')).toBe(false)
    expect(program.offered.has('stemness')).toBe(false)
  })

  test('and shares above one are refused', () => {
    const text = modelText('hierarchy: { stem share: 0.6, differentiated share: 0.6 }', 1)
    expect(refusal(text)).toMatch(/add up to 1\.2; expected at most 1/)
    expect(refusal(modelText('hierarchy: { divisions: 0 }', 1))).toMatch(/at least 1/)
  })
})
