import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { hindrance } from '../../src/math/hindrance.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'

/* Matrix and transport together: what the law of hindrance says of a density, penetration into tissue shows. */

const VOXELS = 60
/** [um^2/min] */
const DIFFUSION = 600
/** [1/min] */
const LOSS = 0.06
/** [um] */
const EDGE = 20

/** A substrate that is held at one side and lost on its way. */
function start(matrix: string, radius: number, more = ''): TestRun {
  return runModel(`
format: 1
title: an antibody on its way into tissue
domain: { size: [${VOXELS * EDGE} um, 20 um, 20 um], voxel: ${EDGE} um, boundary: closed, corner: [0 um, 0 um, 0 um] }
time: { stop: 100 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
transport: { tolerance: 0.01 % }
matrix: ${matrix}
substrates:
  IgG:
    unit: nM
    diffusion: ${DIFFUSION} um^2/min
    decay: ${LOSS} 1/min
    hindrance: { radius: ${radius} nm }
    boundary: { x low: 10 nM, x high: closed, y low: closed, y high: closed, z low: closed, z high: closed }
${more}
`)
}

const valueAt = (world: World, voxel: number): number => world.f32('field/IgG')[voxel] ?? NaN

/** Share of a value that is left in the next voxel, of steady diffusion and loss on a mesh: l + 1/l = 2 + k h^2 / D. */
function shareLeft(relative: number): number {
  const half = 1 + (LOSS * EDGE * EDGE) / (2 * DIFFUSION * relative)
  return half - Math.sqrt(half * half - 1)
}

describe.each([
  { name: 'an antibody', radius: 5 },
  { name: 'a vesicle', radius: 50 },
])('$name', ({ radius }) => {
  test.each([0, 5, 20])('comes as far as the law says at a density of %d %', (percent) => {
    const { world, run } = start(`{ density: ${percent} % }`, radius)
    run(300)
    const law = hindrance(2 * radius * 1e-3, { fraction: percent / 100, radius: 0.02 })
    // Ten voxels on; the field may be off by the tolerance of its steps, 1e-4 of its largest value.
    const expected = 10 * shareLeft(law) ** 10
    expect(Math.abs(valueAt(world, 10) - expected)).toBeLessThan(5e-3)
  })
})

test('comes less far through a dense rim, by the law of each part', () => {
  const rim =
    '{ density: { initial: 2 %, regions: [ { layer: { axis: x, at: 100 um, thickness: 100 um }, value: 30 % } ] } }'
  const [open, dense] = [start('{ density: 2 % }', 50), start(rim, 50)]
  for (const { run } of [open, dense]) run(300)
  for (const voxel of [10, 15])
    expect(valueAt(dense.world, voxel)).toBeLessThan(valueAt(open.world, voxel) / 3)
  expect(valueAt(dense.world, 1)).toBeGreaterThan(valueAt(open.world, 1))
})

test('comes as far as without matrix once that has been cut, and nothing is made anew where nothing changes', () => {
  const more = '  collagenase: { unit: nM, diffusion: 0 um^2/min, initial: 1000 nM }'
  const matrix = '{ density: 20 %, proteases: { collagenase: { density: 1e-5 1/(nM min) } } }'
  const { world, run } = start(matrix, 50, more)
  run(400)
  expect(Math.abs(valueAt(world, 10) - 10 * shareLeft(1) ** 10)).toBeLessThan(0.05)
  expect(world.u32('transport.hindranceVersion')[0]).toBeGreaterThan(50)
  const still = start('{ density: 20 % }', 50)
  still.run(400)
  expect(valueAt(still.world, 5)).toBeLessThan(valueAt(world, 5) / 3)
  expect(still.world.u32('transport.hindranceVersion')[0]).toBe(1)
})
