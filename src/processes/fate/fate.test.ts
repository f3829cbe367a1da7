import { describe, expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import { REQUEST_DIVIDE, REQUEST_TYPE } from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'

function modelText(types: string, count: number): string {
  return [
    'format: 1',
    'title: fates',
    'domain: { size: [1000 um, 1000 um, 20 um], voxel: 20 um }',
    'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'cell types:',
    types,
    `initial: { stem: { box: { low: [-400 um, -400 um, 0 um], high: [400 um, 400 um, 0 um], count: ${count} } } }`,
  ].join('\n')
}

function divideAll(world: World): void {
  for (let slot = 0; slot < world.count; slot++) request(world, slot, REQUEST_DIVIDE)
  commit(world, () => bindHooks(world))
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length }
}

describe('asymmetric division', () => {
  const types = '  alpha: {}\n  beta: {}\n  stem: { asymmetric division: { alpha: 0.5, beta: 0.2 } }'

  test('gives daughters each type as often as asked, and leaves mothers alone', () => {
    const cells = 4000
    const { world } = runModel(modelText(types, cells))
    divideAll(world)
    expect(world.count).toBe(2 * cells)
    const typesNow = [...world.u16('cell.type').subarray(0, world.count)]
    expect(new Set(typesNow.slice(0, cells))).toEqual(new Set([2]))
    for (const [type, share] of [0.5, 0.2, 0.3].entries()) {
      const found = typesNow.slice(cells).filter((one) => one === type).length / cells
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / cells))
    }
  })

  test('keeps type, class and events together', () => {
    const { world } = runModel(modelText(types.replace('0.5', '0.8'), 50))
    world.events.length = 0
    divideAll(world)
    const classes = world.u16('cell.class').subarray(0, world.count)
    expect(classes).toEqual(world.u16('cell.type').subarray(0, world.count))
    const born = [...classes].filter((cls) => cls !== 2).length
    expect(world.events.filter((event) => event.kind === 'transition')).toHaveLength(born)
  })
})

describe('transitions', () => {
  test('happen in a whole model at their rate', () => {
    const cells = 2000
    const types = '  done: {}\n  stem: { transitions: { done: 0.01 1/min } }'
    const { world } = runModel(modelText(types, cells), { ticks: 10 })
    const changed = [...world.u16('cell.type').subarray(0, world.count)].filter((type) => type === 0).length
    const expected = 1 - Math.exp(-0.6)
    const died = cells - world.count
    expect(died).toBe(0)
    expect(Math.abs(changed / cells - expected)).toBeLessThan(
      5 * Math.sqrt((expected * (1 - expected)) / cells),
    )
  })

  test('cost nothing when nobody makes any', () => {
    const { program } = runModel(modelText('  stem: {}', 1))
    expect(program.columns.some((column) => column.name.startsWith('fate.'))).toBe(false)
  })
})

describe('traits', () => {
  const cells = 10_000

  test('spread among arrivals, and drift apart at division, as normal numbers', () => {
    const types = '  stem: { traits: { antigenicity: { value: 1, spread: 0.1, drift: 0.02 } } }'
    const { world } = runModel(modelText(types, cells))
    const now = (): readonly number[] => [...world.f64('trait/antigenicity').subarray(0, world.count)]
    const before = now()
    const first = moments(before)
    expect(Math.abs(first.mean - 1)).toBeLessThan((5 * 0.1) / Math.sqrt(cells))
    expect(Math.abs(first.variance - 0.01)).toBeLessThan(5 * 0.01 * Math.sqrt(2 / cells))
    divideAll(world)
    const after = now()
    const change = (from: number): readonly number[] =>
      before.map((value, slot) => (after[from + slot] ?? 0) - value)
    const [mothers, daughters] = [change(0), change(cells)]
    for (const drift of [mothers, daughters]) {
      const { mean, variance } = moments(drift)
      expect(Math.abs(mean)).toBeLessThan((5 * 0.02) / Math.sqrt(cells))
      expect(Math.abs(variance - 0.0004)).toBeLessThan(5 * 0.0004 * Math.sqrt(2 / cells))
    }
    // The two drifts are independent: their product has mean 0 and standard deviation drift^2.
    const { mean: product } = moments(mothers.map((value, slot) => value * (daughters[slot] ?? 0)))
    expect(Math.abs(product)).toBeLessThan((5 * 0.0004) / Math.sqrt(cells))
  })

  test('are passed on as far as they are heritable, and keep their spread', () => {
    const types = '  stem: { traits: { grade: { value: 1, spread: 0.1, heritability: 0.6 } } }'
    const { world } = runModel(modelText(types, cells))
    const now = (): readonly number[] => [...world.f64('trait/grade').subarray(0, world.count)]
    const before = now().map((value) => value - 1)
    divideAll(world)
    const after = now().map((value) => value - 1)
    for (const from of [0, cells]) {
      const own = before.map((_, slot) => after[from + slot] ?? 0)
      expect(Math.abs(moments(own).variance - 0.01)).toBeLessThan(5 * 0.01 * Math.sqrt(2 / cells))
      // The covariance of mother and daughter is h spread^2; its error is spread^2 sqrt((1 + h^2) / cells).
      const { mean: covariance } = moments(before.map((value, slot) => value * (own[slot] ?? 0)))
      expect(Math.abs(covariance - 0.006)).toBeLessThan(5 * 0.01 * Math.sqrt(1.36 / cells))
    }
  })

  test('stay between their bounds', () => {
    const types = '  stem: { traits: { grade: { value: 1, spread: 5, drift: 5, min: 0.5, max: 2 } } }'
    const { world } = runModel(modelText(types, 200))
    divideAll(world)
    const values = [...world.f64('trait/grade').subarray(0, world.count)]
    expect([Math.min(...values), Math.max(...values)]).toEqual([0.5, 2])
  })

  test('are kept on a change of type when both types have them, else come from the new type', () => {
    const types = [
      '  heir: { traits: { kept: { value: 7 }, new: { value: 3 } } }',
      '  stem: { traits: { kept: { value: 5 }, lost: { value: 4 } } }',
    ].join('\n')
    const { world } = runModel(modelText(types, 2))
    const traits = (slot: number) => ['kept', 'lost', 'new'].map((name) => world.f64(`trait/${name}`)[slot])
    expect(traits(0)).toEqual([5, 4, 0])
    world.u16('cell.requestedType')[0] = 0
    request(world, 0, REQUEST_TYPE)
    commit(world, () => bindHooks(world))
    expect(traits(0)).toEqual([5, 0, 3])
    expect(traits(1)).toEqual([5, 4, 0])
  })

  test('are the same for the same cells when another trait exists', () => {
    const one = '  stem: { traits: { b: { value: 1, spread: 0.1 } } }'
    const two = '  stem: { traits: { a: { value: 1, spread: 0.1 }, b: { value: 1, spread: 0.1 } } }'
    const [alone, together] = [one, two].map((types) => runModel(modelText(types, 20)).world.f64('trait/b'))
    expect(alone?.slice(0, 20)).toEqual(together?.slice(0, 20))
  })

  test('are signals that rules can read', () => {
    const types = [
      '  stem:',
      '    traits: { grade: { value: 2 } }',
      '    motility: { speed: 1 um/min, persistence: 15 min }',
      '    rules: ["grade increases migration speed to 2 um/min, half at 2, hill 3"]',
    ].join('\n')
    const { world } = runModel(modelText(types, 1), { ticks: 1 })
    expect(world.behaviourOf('migration speed', 0)).toBe(1.5)
  })
})

function complaints(types: string): readonly (readonly [string, string])[] {
  const text = modelText(types, 1)
  const { issues } = parseModel('model.yaml', () => ({ ok: true, text }))
  const errors = issues.filter((issue) => issue.severity === 'error')
  return errors.map(({ code, path }) => [code, path.join(' > ')])
}

describe('mistakes', () => {
  test('probabilities above one, a type that becomes itself, a trait outside its bounds', () => {
    const types = [
      '  alpha: {}',
      '  stem:',
      '    transitions: { stem: 1 1/min }',
      '    asymmetric division: { alpha: 0.6, stem: 0.6 }',
      '    traits: { grade: { value: 3, max: 2 } }',
    ]
    expect(complaints(types.join('\n'))).toEqual([
      ['own-type', 'cell types > stem > transitions > stem'],
      ['probabilities', 'cell types > stem > asymmetric division'],
      ['out-of-range', 'cell types > stem > traits > grade > value'],
    ])
  })

  test('unknown types, rates without unit, negative spreads', () => {
    const types = '  stem: { transitions: { stm: 1 1/min } }'
    expect(complaints(types)[0]?.[0]).toBe('unknown-name')
    expect(complaints('  alpha: {}\n  stem: { transitions: { alpha: 1 } }')[0]?.[0]).toBe('missing-unit')
    expect(complaints('  stem: { traits: { grade: { value: 1, spread: -1 } } }')[0]?.[0]).toBe('out-of-range')
    expect(() => modelFrom(modelText('  stem: { asymmetric division: { stem: 1 } }', 1))).not.toThrow()
  })
})
