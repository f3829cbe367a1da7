import { describe, expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { type NetworkModel, levelOf, runNetwork } from '../../testing/network-model.ts'
import { NOT_SETTLED, attempt, startLevels } from './kernels.ts'
import { type TypePlan, planNetworks } from './plan.ts'
import { networkReport } from './report.ts'

/** Rounding of some thousand operations on numbers of the size of one. */
const ROUNDING = 1e-12

describe('relaxation', () => {
  test('a node relaxes to its target along an exponential, whatever the step', () => {
    for (const step of [1, 6, 60]) {
      const nodes = ['A: { start: 0.2, basal: 0.1, maximum: 0.9, expression: 2 }']
      const run = runNetwork(
        { traits: { on: 1 }, nodes, edges: ['on activates A, half at 1, hill 3, tau 50 min'], step },
        60 / step,
      )
      const target = 2 * (0.1 + 0.8 * 0.5)
      // `start` is the level at full expression, here twice.
      expect(levelOf(run, 'A')).toBeCloseTo(target + (0.4 - target) * Math.exp(-60 / 50), 12)
    }
  })

  test('a delay in stages passes a step on as the distribution of Erlang', () => {
    const edges = [
      'on activates A, in proportion, tau 1 s, delay 3 h in 3 stages',
      'not on inhibits B, in proportion, tau 1 h',
    ]
    const run = runNetwork({ traits: { on: 1 }, nodes: ['A: { start: 0 }'], edges, step: 6 }, 0)
    // New cells settle: to see the step pass, the stages begin empty.
    run.run(1)
    run.world.f64('network.stages').fill(0)
    run.world.f64('network/A').fill(0)
    let largest = 0
    run.run(101, (world) => {
      const z = ((world.tick - 1) * 6) / 60
      const expected = 1 - Math.exp(-z) * (1 + z + z ** 2 / 2)
      largest = Math.max(largest, Math.abs((world.f64('network/A')[0] ?? 0) - expected))
      return true
    })
    // A follows its edge within a second; steps are controlled to 1e-3, second order is a few times better.
    expect(largest).toBeLessThan(1e-3)
  })
})

describe('what edges say, settled', () => {
  const settled = (edges: readonly string[], nodes: readonly string[] = []): number =>
    levelOf(runNetwork({ traits: { a: 0.6, b: 0.2, c: 0 }, nodes, edges }, 1), 'N')
  const hill = (x: number, half: number, n: number): number => x ** n / (x ** n + half ** n)

  test.each([1, 2, 2.7, 4, 8])('a Hill curve with exponent %s', (n) => {
    expect(settled([`a activates N, half at 0.5, hill ${n}, tau 1 h`])).toBeCloseTo(hill(0.6, 0.5, n), 8)
  })

  test('inputs of one edge are joined by AND, several edges by OR, and `not` turns round', () => {
    const [ha, hb] = [hill(0.6, 0.5, 2), hill(0.2, 0.1, 3)]
    const and = 'a and b activate N, half at 0.5 and 0.1, hill 2 and 3, tau 1 h'
    expect(settled([and])).toBeCloseTo(ha * hb, 8)
    expect(settled([and.replace('and b', 'and not b')])).toBeCloseTo(ha * (1 - hb), 8)
    const or = ['a activates N, half at 0.5, hill 2, tau 1 h', 'b activates N, half at 0.1, hill 3']
    expect(settled(or)).toBeCloseTo(1 - (1 - ha) * (1 - hb), 8)
    expect(settled(['not c activates N, half at 0.5, hill 2, tau 1 h'])).toBeCloseTo(1, 8)
  })

  test('inhibition acts on what activation has reached; strength limits an edge', () => {
    const [ha, hb] = [hill(0.6, 0.5, 2), hill(0.2, 0.1, 3)]
    const edges = [
      'a activates N, half at 0.5, hill 2, strength 50 %, tau 1 h',
      'b inhibits N, half at 0.1, hill 3, strength 40 %',
    ]
    const nodes = ['N: { basal: 0.1, maximum: 0.9, expression: 3 }']
    expect(settled(edges, nodes)).toBeCloseTo(3 * (0.1 + 0.8 * 0.5 * ha) * (1 - 0.4 * hb), 8)
  })

  test('in proportion passes levels on and stops at one', () => {
    expect(settled(['a activates N, in proportion, tau 1 h'])).toBeCloseTo(0.6, 8)
    const run = runNetwork({ traits: { a: 7 }, edges: ['a activates N, in proportion, tau 1 h'] }, 1)
    expect(levelOf(run, 'N')).toBeCloseTo(1, 8)
  })
})

describe('conversions', () => {
  test('two states exchange along an exponential, exactly', () => {
    const edges = [
      'free becomes bound at 0.5 1/h, by on, half at 1, hill 1',
      'bound becomes free at 0.06 1/h',
    ]
    const run = runNetwork({ traits: { on: 1 }, nodes: ['free: { start: 2 }'], edges, step: 30 }, 9)
    const [k, l, t] = [0.25, 0.06, 4.5]
    const bound = ((2 * k) / (k + l)) * (1 - Math.exp(-(k + l) * t))
    expect(levelOf(run, 'bound')).toBeCloseTo(bound, 12)
    expect(levelOf(run, 'free')).toBeCloseTo(2 - bound, 12)
  })

  test('a cycle of three conserves what it moves, and no level is below zero', () => {
    const edges = [
      'p becomes q at 3 1/h, by r, half at 0.2, hill 4',
      'q becomes r at 20 1/h, by on, in proportion',
      'r becomes p at 0.5 1/h, by p, half at 0.3, hill 2',
      'q becomes p at 2 1/h',
    ]
    const run = runNetwork({ traits: { on: 1 }, nodes: ['p: { start: 0.7 }', 'r: { start: 0.3 }'], edges })
    run.run(500, () => {
      const levels = ['p', 'q', 'r'].map((node) => levelOf(run, node))
      expect(Math.abs(levels.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(ROUNDING)
      expect(Math.min(...levels)).toBeGreaterThanOrEqual(0)
      return true
    })
  })
})

/** Negative feedback of a second beside a day: the loop is a switch. */
const STIFF: NetworkModel = {
  traits: { on: 1 },
  nodes: ['slow: { start: 0 }', 'fast: { start: 0 }', 'swift: { start: 1 }'],
  edges: [
    'on activates slow, in proportion, tau 1 day',
    'slow activates fast, half at 0.3, hill 8, tau 1 s',
    'swift inhibits fast, half at 0.5, hill 8',
    'fast activates swift, half at 0.2, hill 8, tau 1 min',
  ],
}

describe('stiff networks', () => {
  test('a second beside a day, with steep feedback, stays within bounds and agrees with small steps', () => {
    const [coarse, fine] = [runNetwork({ ...STIFF, step: 60 }), runNetwork({ ...STIFF, step: 0.05 })]
    let largest = 0
    for (let hour = 1; hour <= 6; hour++) {
      coarse.run(hour)
      fine.run(hour * 1200)
      for (const node of ['slow', 'fast', 'swift']) {
        const level = levelOf(coarse, node)
        expect(level).toBeGreaterThanOrEqual(0)
        expect(level).toBeLessThanOrEqual(1 + ROUNDING)
        largest = Math.max(largest, Math.abs(level - levelOf(fine, node)))
      }
    }
    expect(coarse.world.u8('network.trouble')[0]).toBe(0)
    // Measured 2e-5: the tolerance of 1e-3 is on the first order.
    expect(largest).toBeLessThan(1e-3)
  })
})

describe('the loop of a cytokine and the macrophages that make it', () => {
  /** Steady states obey i = A + B m with m the share of M2, r q / (1 + r q) with r = 0.1 / 0.045 and q = hill(i, 1, n). */
  const loop = (hill: number, drive: number, isM2: boolean): number => {
    const nodes = [`IL: { basal: ${drive}, maximum: ${drive + 2} }`, `${isM2 ? 'M2' : 'M1'}: { start: 1 }`]
    const edges = [
      `M1 becomes M2 at 0.1 1/h, by IL, half at 1, hill ${hill}`,
      'M2 becomes M1 at 0.045 1/h',
      'M2 activates IL, in proportion, tau 1 h',
    ]
    return levelOf(runNetwork({ nodes, edges, step: 360 }, 800), 'M2')
  }

  test('has two stable states with exponent 2 below a drive of 0.055, and one above', () => {
    expect(loop(2, 0.045, false)).toBeLessThan(0.1)
    expect(loop(2, 0.045, true)).toBeGreaterThan(0.4)
    expect(loop(2, 0.07, false)).toBeCloseTo(loop(2, 0.07, true), 6)
    expect(loop(2, 0.07, true)).toBeGreaterThan(0.4)
  })

  test('never has two with exponent 1', () => {
    for (const drive of [0.01, 0.05, 0.2]) expect(loop(1, drive, false)).toBeCloseTo(loop(1, drive, true), 6)
  })
})

/** Levels of a network after three hours in steps of `step` [min] without control of the error. */
function unguarded(model: NetworkModel, step: number): Float64Array {
  const { world, model: parsed } = runNetwork(model)
  const plan = planNetworks(parsed.data)[0] as TypePlan // the one type has a network
  let x: Float64Array = new Float64Array(plan.variables.length + plan.signals.length).fill(1)
  startLevels(plan, x)
  const special = specialFunctions(world.kernels)
  for (let k = 0; k < 180 / step; k++) x = attempt(plan, x, step, false, special).next
  return x
}

test('the scheme is of second order: with conversions and regulation, each driving the other', () => {
  const model: NetworkModel = {
    traits: { on: 1 },
    nodes: ['A: { start: 0 }', 'B: { start: 0.8 }', 'p: { start: 1 }'],
    edges: [
      'p and on activate A, half at 0.4, hill 2, tau 40 min',
      'A inhibits B, half at 0.3, hill 3, tau 1 h',
      'not A activates B, half at 0.5, hill 2',
      'p becomes q at 2 1/h, by A and q, half at 0.3, hill 1',
      'p becomes q at 0.3 1/h',
      'q becomes r at 1 1/h, by B, in proportion',
      'r becomes p at 0.7 1/h',
    ],
  }
  const exact = unguarded(model, 180 / 4096)
  const errorAt = (step: number): number =>
    Math.max(...unguarded(model, step).map((level, v) => Math.abs(level - (exact[v] ?? 0))))
  const orders = [12, 6, 3].map((step) => Math.log2(errorAt(step) / errorAt(step / 2)))
  for (const order of orders) {
    expect(order).toBeGreaterThan(1.8)
    expect(order).toBeLessThan(2.3)
  }
})

test('a limit cycle does not settle, and says so', () => {
  const edges = [0, 1, 2].map((k) => `N${k} inhibits N${(k + 1) % 3}, half at 0.3, hill 8, tau 1 h`)
  const nodes = ['N0: { basal: 1 }', 'N1: { basal: 1 }', 'N2: { basal: 0.9 }']
  const run = runNetwork({ nodes, edges }, 1)
  expect(run.world.u8('network.trouble')[0]).toBe(NOT_SETTLED)
  expect(networkReport(run.world)).toEqual([{ type: 'cell', cells: 1, atShortestStep: 0, notSettled: 1 }])
})
