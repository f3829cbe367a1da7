import { expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { type NetworkModel, levelOf, runNetwork } from '../../testing/network-model.ts'
import { advance, relaxation, settle, startLevels } from './kernels.ts'
import { type TypePlan, planNetworks } from './plan.ts'

const RICH: NetworkModel = {
  traits: { CIN: 0.8, MIIP: 0.3 },
  nodes: [
    'cytosolic DNA: { basal: 0.05, tau: 12 h }',
    'free STING: { start: 1 }',
    'held: { clamped: 0.3 }',
    'late: { start: 0.9, tau: 10 s }',
  ],
  edges: [
    'CIN and not MIIP activate cytosolic DNA, half at 0.5 and 1, hill 1 and 2.5',
    'cytosolic DNA and free STING activate STING, half at 0.4 and 0.5, hill 4 and 1, tau 1 h',
    'STING activates NFkB2, half at 0.5, hill 2, tau 6 h, delay 4 h in 3 stages',
    'held activates NFkB2, in proportion, strength 30 %',
    'NFkB2 inhibits STING, half at 0.2, hill 8, strength 80 %',
    'free STING becomes blocked STING at 0.5 1/h, by CIN and NFkB2, half at 0.3, hill 1',
    'blocked STING becomes free STING at 0.06 1/h, by blocked STING, in proportion',
    'blocked STING becomes gone at 0.01 1/h',
    'not late activates late, half at 0.2, hill 8',
  ],
}

test('the kernel and its plain form agree to the bit', () => {
  const run = runNetwork(RICH)
  const { world, model } = run
  const plan = planNetworks(model.data)[0] as TypePlan // the one type has a network
  const special = specialFunctions(world.kernels)
  const x = new Float64Array(plan.variables.length + plan.signals.length)
  x.set([0.8, 0.3], plan.variables.length)
  expect(plan.signals).toEqual(['CIN', 'MIIP'])
  startLevels(plan, x)
  settle(plan, x, 6, special)
  for (let tick = 1; tick <= 50; tick++) {
    advance(plan, x, 6, special)
    run.run(tick)
    const levels = plan.variables.map(({ node, stage = 0 }) =>
      node === undefined ? world.f64('network.stages')[stage * world.capacity] : levelOf(run, node),
    )
    expect(levels).toEqual([...x.subarray(0, plan.variables.length)])
  }
  expect(levelOf(run, 'NFkB2')).toBeGreaterThan(0.1)
  expect(levelOf(run, 'gone')).toBeGreaterThan(0)
})

test('what a step does to a level is right for every length of step', () => {
  const exp = (x: number): number => Math.exp(x)
  for (const z of [1e-12, 1e-5, 0.00999, 0.01001, 0.5, 30, 1e4]) {
    const { share, second } = relaxation(z, exp)
    const exact = -Math.expm1(-z)
    expect(Math.abs(share / exact - 1)).toBeLessThan(1e-13)
    // 1 - share / z loses as many digits as z has zeros; the reference does, too.
    expect(Math.abs(second - (1 - exact / z))).toBeLessThan(1e-14)
    expect(second).toBeLessThanOrEqual(share)
  }
})
