import { describe, expect, test } from 'vitest'
import { REQUEST_DIVIDE } from '../../engine/columns.ts'
import { lineageText, commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { refusal, runModel } from '../../testing/run-model.ts'

function modelText(type: string, count: number, more = ''): string {
  return [
    'format: 1',
    'title: mutations',
    'domain: { size: [1000 um, 1000 um, 20 um], voxel: 20 um }',
    'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'cell types:',
    `  tumour: { ${type} }`,
    `initial: { tumour: { box: { low: [-400 um, -400 um, 0 um], high: [400 um, 400 um, 0 um], count: ${count} } } }`,
    more,
  ].join('\n')
}

/** One division of every cell, in a tick of its own: draws are addressed by cell and tick. */
function divideAll(world: World): void {
  world.tick += 1
  for (let slot = 0; slot < world.count; slot++) request(world, slot, REQUEST_DIVIDE)
  commit(world, () => bindHooks(world))
}

const values = (world: World, trait: string): readonly number[] => [
  ...world.f64(`trait/${trait}`).subarray(0, world.count),
]

/** Five standard deviations of a number of successes: missed once in two million. */
const binomialError = (n: number, p: number): number => 5 * Math.sqrt(n * p * (1 - p))

describe('mutations', () => {
  const CELLS = 4000
  const traits = 'traits: { output: { value: 1 }, CIN: { value: 2 } }'

  test('hit both daughters as often as asked, and move the trait by a normal number', () => {
    const { world } = runModel(
      modelText(`${traits}, mutations: { output: { rate: 0.1, change: 0.3 } }`, CELLS),
    )
    world.events.length = 0
    divideAll(world)
    const moved = values(world, 'output').filter((value) => value !== 1)
    const n = 2 * CELLS
    expect(Math.abs(moved.length - 0.1 * n)).toBeLessThan(binomialError(n, 0.1))
    const mean = moved.reduce((sum, value) => sum + value - 1, 0) / moved.length
    const variance = moved.reduce((sum, value) => sum + (value - 1) ** 2, 0) / moved.length
    // Five standard errors of mean and variance of normal numbers.
    expect(Math.abs(mean)).toBeLessThan((5 * 0.3) / Math.sqrt(moved.length))
    expect(Math.abs(variance - 0.09)).toBeLessThan(5 * 0.09 * Math.sqrt(2 / moved.length))
    const mothers = values(world, 'output')
      .slice(0, CELLS)
      .filter((value) => value !== 1).length
    expect(Math.abs(mothers - 0.1 * CELLS)).toBeLessThan(binomialError(CELLS, 0.1))
    expect(world.events.filter(({ kind }) => kind === 'mutation')).toHaveLength(moved.length)
  })

  test('are as much more frequent as the trait that drives them, and a rule, say', () => {
    const mutations = 'mutations: { output: { rate: 0.05, change: 0.3, by: CIN } }'
    const rules = 'rules: ["CIN increases mutation rate to 3, half at 2, hill 4"]'
    const { world } = runModel(modelText(`${traits}, ${mutations}, ${rules}`, CELLS), { ticks: 1 })
    expect(world.behaviourOf('mutation rate', 0)).toBe(2)
    divideAll(world)
    const moved = values(world, 'output').filter((value) => value !== 1).length
    // 0.05 by CIN 2 by the rule's 2
    expect(Math.abs(moved - 0.2 * 2 * CELLS)).toBeLessThan(binomialError(2 * CELLS, 0.2))
  })

  test('stay within the bounds of the trait, and say what it became', () => {
    const bounded = 'traits: { output: { value: 1, min: 0.9, max: 1.1 } }'
    const { world } = runModel(modelText(`${bounded}, mutations: { output: { rate: 1, change: 9 } }`, 50))
    world.events.length = 0
    divideAll(world)
    expect(values(world, 'output').every((value) => value >= 0.9 && value <= 1.1)).toBe(true)
    const mutations = world.events.filter(({ kind }) => kind === 'mutation')
    const told = new Map(mutations.map(({ cell, cause }) => [cell, cause]))
    for (let slot = 0; slot < world.count; slot++)
      expect(told.get(lineageText(world, slot))).toMatch(/^output to (0\.9|1\.1|1\.0\d+|0\.9\d+|1)$/)
  })

  test('leave the luck of everything else alone', () => {
    const drift = 'traits: { output: { value: 1, spread: 0.1, drift: 0.1 }, still: { value: 1, drift: 0.1 } }'
    const [plain, mutant] = ['', ', mutations: { output: { rate: 0.5, change: 0.3 } }'].map((more) => {
      const { world } = runModel(modelText(drift + more, 40))
      divideAll(world)
      return world
    })
    if (plain === undefined || mutant === undefined) throw new Error('two worlds')
    expect(values(mutant, 'still')).toEqual(values(plain, 'still'))
    const same = values(mutant, 'output').filter((value, slot) => value === values(plain, 'output')[slot])
    expect(same.length).toBeGreaterThan(20)
    expect(same.length).toBeLessThan(60)
  })

  test('of traits that there are not are refused, with the name that was meant', () => {
    const text = modelText(`${traits}, mutations: { outptu: { rate: 0.1, change: 1, by: CIM } }`, 1)
    expect(refusal(text)).toMatch(/unknown trait 'outptu'[\s\S]*did you mean 'output'/)
    expect(refusal(text)).toMatch(/unknown trait 'CIM'[\s\S]*did you mean 'CIN'/)
    expect(refusal(modelText(`${traits}, mutations: { output: { rate: 2, change: 1 } }`, 1))).toMatch(
      /at most 1/,
    )
  })
})
