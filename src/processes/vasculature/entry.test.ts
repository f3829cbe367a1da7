import { expect, test } from 'vitest'
import { isInside } from '../../engine/space.ts'
import { runModel } from '../../testing/run-model.ts'

const SIDE = 20

/** 400 vessel points, one per voxel of a periodic layer; chemokines that stay what they are. */
const model = (gates: readonly string[], rate = '2 1/day', boundary = 'periodic'): string => `format: 1
title: arrivals
domain: { size: [${20 * SIDE} um, ${20 * SIDE} um, 20 um], voxel: 20 um, boundary: ${boundary} }
time: { stop: 10 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
  CXCL10: { unit: nM, diffusion: 0 um^2/min, initial: 3 nM }
  CXCL12: { unit: nM, diffusion: 0 um^2/min, initial: 4 nM }
  plerixafor: { unit: nM, diffusion: 0 um^2/min, initial: 10 nM }
cell types:
  CD8: {}
  macrophage: {}
vessels:
  points: [${points().join(', ')}]
  entry:
    CD8:
      rate: ${rate}
      volume: 200 um^3
      gates:
${gates.map((gate) => `        - ${gate}`).join('\n')}
`

function points(): readonly string[] {
  const at = (n: number): number => 20 * n + 10 - 10 * SIDE
  return Array.from(
    { length: SIDE * SIDE },
    (_, n) => `[${at(n % SIDE)} um, ${at(Math.floor(n / SIDE))} um, 0 um]`,
  )
}

const OPENS = 'CXCL10 increases entry, half at 1 nM, hill 2 [assumed]'
const CLOSES = 'CXCL12 decreases entry, half at 2 nM, hill 2 [assumed]'

test.each([
  ['one gate', [OPENS], 0.9],
  ['two gates', [OPENS, CLOSES], 0.9 * 0.2],
  ['a gate that leaves a rest', [OPENS, CLOSES.replace('entry', 'entry to 0.5')], 0.9 * 0.6],
  // 10 nM of a blocker with K = 10 nM leave half of 4 nM to be felt, which is the level of half effect.
  ['a blocked gate', [OPENS, CLOSES.replace(' [', ', blocked by plerixafor at 10 nM [')], 0.9 * 0.5],
])('the number of arrivals through %s has the law of the rate', (_, gates, factor) => {
  const ticks = 40
  let arrivals = 0
  const { world, run } = runModel(model(gates), { seed: 5 })
  run(ticks, (current) => {
    arrivals += current.events.filter((event) => event.kind === 'arrival' && event.cause === 'vessel').length
    return true
  })
  const p = 1 - Math.exp((-2 * factor * 6) / 1440)
  const n = SIDE * SIDE * ticks
  // Binomial, n = 16000: a miss beyond five standard deviations means a bug. Gates differ by far more than that.
  expect(Math.abs(arrivals - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)))
  expect(world.count).toBe(arrivals)
  expect([...world.u16('cell.type').subarray(0, arrivals)].every((type) => type === 0)).toBe(true)
})

test('arrivals stand beside their vessel, in the plane, inside the domain, and are distinct cells', () => {
  const { world } = runModel(model([OPENS], '200 1/day', 'closed'), { ticks: 1 })
  expect(world.count).toBeGreaterThan(100)
  const keys = new Set<string>()
  for (let slot = 0; slot < world.count; slot++) {
    const [x = 0, y = 0, z = 0] = ['x', 'y', 'z'].map((axis) => world.f64(`cell.${axis}`)[slot])
    expect(isInside(world.program.space, x, y, z)).toBe(true)
    expect(z).toBe(0)
    const nearest = Math.min(
      ...world.program.vessels.map((point) => Math.max(Math.abs(point.x - x), Math.abs(point.y - y))),
    )
    expect(nearest).toBeLessThanOrEqual(4)
    keys.add(`${world.u32('cell.lineageLow')[slot]} ${world.u32('cell.lineageHigh')[slot]}`)
  }
  expect(keys.size).toBe(world.count)
  const arrivals = world.events.filter((event) => event.kind === 'arrival')
  expect(arrivals.length).toBe(world.count)
})

const where = (seed: number, gates: readonly string[]): readonly number[] => [
  ...runModel(model(gates, '20 1/day'), { seed, ticks: 3 }).world.f64('cell.x').subarray(0, 20),
]

test('who arrives where depends on the seed and on nothing else', () => {
  expect(where(1, [OPENS])).toEqual(where(1, [OPENS]))
  expect(where(1, [OPENS])).not.toEqual(where(2, [OPENS]))
})
