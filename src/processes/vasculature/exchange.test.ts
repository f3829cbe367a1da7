import { expect, test } from 'vitest'
import { pairAt } from '../../kernels/field-pair.ts'
import type { World } from '../../engine/world.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'

/** A square of voxels of 20 um around the origin, fields stepped every minute. */
const model = (more: string, edge = 20): string => `format: 1
title: vessels
domain: { size: [${edge} um, ${edge} um, 20 um], voxel: 20 um }
time: { stop: 10 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
transport: { scheme: lod }
${more}`

const oxygen = (transport: string): string => `substrates:
  oxygen: { unit: mmHg, ${transport} }
`

const level = (world: World, voxel = 0): number =>
  pairAt({ field: world.f32('field/oxygen'), remainder: world.f32('remainder/oxygen') }, voxel)

const total = (world: World): number =>
  world.f32('field/oxygen').reduce((sum, _, voxel) => sum + level(world, voxel), 0) * 8000

const delivered = (world: World): number =>
  world.f64('vessel.delivered/oxygen').reduce((sum, amount) => sum + amount, 0)

/** A field is kept to 48 bits; steps add up. */
const ROUNDING = 2 ** -47

test.each([
  [0, 1],
  [60, 1],
  [0, 3],
])('from %d mmHg, %d vessel points in a voxel follow the closed form', (initial, vessels) => {
  const points = Array.from({ length: vessels }, (_, n) => `[${n} um, 0 um, 0 um]`).join(', ')
  const section = `vessels: { points: [${points}], exchange: { oxygen: { blood: 38 mmHg, rate: 0.2 1/min } } }`
  const { world, run } = runModel(
    model(oxygen(`diffusion: 0 um^2/min, decay: 0 1/min, initial: ${initial} mmHg`) + section),
  )
  for (const ticks of [1, 2, 10, 25]) {
    run(ticks)
    // Backward Euler: the distance to blood shrinks by 1/(1 + k) per vessel point and step.
    const expected = 38 + (initial - 38) / 1.2 ** (vessels * ticks)
    expect(Math.abs(level(world) - expected)).toBeLessThan(60 * ticks * ROUNDING)
  }
})

test('what leaves the blood is what the tissue gains, vessel by vessel', () => {
  const section = `vessels:
  points: [[-35 um, -35 um, 0 um], [5 um, 5 um, 0 um], [-30 um, -32 um, 0 um], [35 um, 15 um, 0 um]]
  exchange: { oxygen: { blood: 38 mmHg, rate: 0.3 1/min } }
`
  const still = oxygen('diffusion: 1000 um^2/min, decay: 0 1/min, initial: 50 mmHg')
  const { world, run } = runModel(model(still + section, 80))
  const before = total(world)
  for (const ticks of [1, 40, 400]) {
    run(ticks)
    expect(Math.abs(total(world) - before - delivered(world))).toBeLessThan(before * ticks * ROUNDING)
  }
  expect(world.u32('vessel.sites')[0]).toBe(3)
  expect(delivered(world)).toBeLessThan(0)
})

test('in the steady state vessels replace what decays', () => {
  const section = `vessels: { points: [[10 um, 10 um, 0 um]], exchange: { oxygen: { blood: 38 mmHg, rate: 2 1/min } } }`
  const { world, run } = runModel(
    model(oxygen('diffusion: 2000 um^2/min, decay: 0.1 1/min, initial: 0 mmHg') + section, 200),
  )
  run(400)
  const before = delivered(world)
  run(401)
  // Locally one-dimensional decay over dt = 1 min takes the share 1 - 1/(1 + decay dt/2)^2 of what is there before.
  const lost = total(world) * (1 - 1 / 1.05 ** 2)
  // After 400 min at 0.1 /min the transient, at most the total, is down by e^-40.
  expect(delivered(world) - before).toBeGreaterThan(0)
  const gained = delivered(world) - before
  expect(Math.abs(gained - lost) / lost).toBeLessThan(1e-9)
})

test('away from a vessel oxygen falls over the length that diffusion and decay set', () => {
  const voxels = 41
  const [diffusion, decay, dt] = [10_000, 0.4, 0.05]
  const yaml = `format: 1
title: strip
domain: { size: [${voxels * 20} um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: ${dt} min, mechanics: ${dt} min, phenotype: 6 min }
transport: { scheme: lod }
substrates:
  oxygen: { unit: mmHg, diffusion: ${diffusion} um^2/min, decay: ${decay} 1/min, initial: 0 mmHg }
vessels: { points: [[-400 um, 0 um, 0 um]], exchange: { oxygen: { blood: 38 mmHg, rate: 5 1/min } } }
`
  const { world, run } = runModel(yaml)
  run(1200)
  // A plane of vessels at one face and a mirror at the other: cosh of the distance to the mirror. The two half steps
  // of decay b/2 = decay dt/2 and the mesh, a = D dt/h^2, make 2 (cosh theta - 1) = ((1 + b/2) - 1/(1 + b/2))/a.
  const half = 1 + (decay * dt) / 2
  const theta = Math.acosh(1 + (half - 1 / half) / ((2 * diffusion * dt) / 400))
  const shape = (voxel: number): number => Math.cosh(theta * (voxels - 0.5 - voxel))
  for (const voxel of [5, 10, 20, 40]) {
    // The slowest transient is down by exp(-0.4 x 60) = 4e-11 of the level at the vessel, shape(0)/shape(40) = 50 000
    // times the one at the mirror.
    const expected = level(world, 1) * (shape(voxel) / shape(1))
    expect(Math.abs(level(world, voxel) / expected - 1)).toBeLessThan(1e-5)
  }
  // The continuum's length sqrt(D/decay) = 158 um; mesh: h^2/(24 lambda^2) = 7e-4; time: b/4 = 5e-3.
  const lambda = Math.sqrt(diffusion / decay)
  expect(Math.abs((theta * lambda) / 20 - 1)).toBeLessThan(6e-3)
})

test('plasma that no drug fills is empty, and washes the tissue out', () => {
  const section = `vessels: { points: [[0 um, 0 um, 0 um]], exchange: { drug: { blood: plasma, rate: 1 1/min } } }`
  const substrate = 'substrates: { drug: { unit: nM, diffusion: 0 um^2/min, initial: 8 nM } }\n'
  const { world } = runModel(model(substrate + section), { ticks: 3 })
  expect(world.f32('field/drug')[0]).toBe(1)
})

test('a vessel section without vessel points does nothing', () => {
  const section = `vessels: { exchange: { oxygen: { blood: 38 mmHg, rate: 1 1/min } } }`
  const { world } = runModel(model(oxygen('diffusion: 0 um^2/min, initial: 8 mmHg') + section), { ticks: 8 })
  expect(level(world)).toBe(8)
})

test.each([
  [`exchange: { oxygen: { blood: 38 nM, rate: 1 1/min } }`, '38 nM'],
  [`exchange: { oxygen: { blood: plasma, rate: 1 1/min } }`, 'plasma'],
  [`exchange: { oxygn: { blood: 38 mmHg, rate: 1 1/min } }`, 'oxygn'],
])('vessels: { %s } is refused', (section, words) => {
  const yaml = model(
    `${oxygen('diffusion: 0 um^2/min')}vessels: { points: [[0 um, 0 um, 0 um]], ${section} }`,
  )
  expect(() => modelFrom(yaml)).toThrow(words)
})
