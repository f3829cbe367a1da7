import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { runModel } from '../../src/testing/run-model.ts'

const H = 20
const VOXEL = H ** 3
const D = 1e5
const C0 = 38
/** Uptake of 57 amol/s by the one cell of each voxel [mmHg/min], with 1.3 uM/mmHg. */
const V = (57e6 * 60) / VOXEL / 1300

function fieldOf(world: World, name: string): Float64Array {
  const pair = { field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

type Index = readonly [number, number, number]

interface Tissue {
  readonly shape: Index
  readonly substrates: string
  readonly metabolism: string
  /** Voxels with a cell in their middle. */
  readonly cells: readonly Index[]
  readonly step?: number
}

function middle(index: Index): string {
  return `[${index.map((i) => `${(i + 0.5) * H} um`).join(', ')}]`
}

/** Cells that stay where they are, one per voxel. */
function tissue({ shape, substrates, metabolism, cells, step = 1 }: Tissue): string {
  return `
format: 1
title: verification of metabolism
domain: { size: [${shape.map((n) => `${n * H} um`).join(', ')}], voxel: ${H} um, corner: [0 um, 0 um, 0 um] }
time: { stop: ${step * 1e5} min, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }
substrates: ${substrates}
cell types: { c: { volume: { total: 2000 um^3 }, mechanics: { adhesion: 0 um/min }, metabolism: ${metabolism} } }
initial: { c: { points: [${cells.map(middle).join(', ')}] } }`
}

/** All voxels of a box, x fastest. */
function voxels([nx, ny, nz]: Index): readonly Index[] {
  return Array.from({ length: nx * ny * nz }, (_, v) => [
    v % nx,
    Math.floor(v / nx) % ny,
    Math.floor(v / (nx * ny)),
  ])
}

/** So small that uptake is that of zero order in all but the last voxel before the end. */
const OXYGEN = '{ oxygen: { most: 57 amol/s, half: 0.05 mmHg } }'
const BREATHED = 'unit: mmHg, diffusion: 1e5 um^2/min, initial: 38 mmHg'

describe('oxygen of zero-order uptake', () => {
  test('falls in a plane as the square of the distance from its end, sqrt(2 D c0 / V) deep', () => {
    const shape: Index = [20, 1, 1]
    const substrates = `{ oxygen: { ${BREATHED}, boundary: { x low: 38 mmHg } } }`
    const run = runModel(tissue({ shape, substrates, metabolism: OXYGEN, cells: voxels(shape) }), {
      ticks: 300,
    })
    const depth = Math.sqrt((2 * D * C0) / V)
    expect(depth).toBeCloseTo(152, 0)
    const found = fieldOf(run.world, 'oxygen')
    // Held in the middle of the first voxel. A parabola is exact on the mesh but for the voxel in which it ends: V h^2 / (2 D) there.
    found.forEach((c, v) => {
      const left = Math.max(depth - v * H, 0)
      expect(Math.abs(c - (V / (2 * D)) * left * left)).toBeLessThan((V * H * H) / (2 * D))
    })
  })

  test('leaves a core in a sphere as the cubic equation says', () => {
    const n = 13
    const radius = 10 * H
    const all = voxels([n, n, n])
    const rOf = (index: Index): number => Math.hypot(...index.map((i) => (i + 0.5) * H))
    const cells = all.filter((index) => rOf(index) < radius)
    const outside = all.filter((index) => rOf(index) >= radius)
    const fixed = outside.map((index) => `{ at: ${middle(index)}, value: ${AROUND} mmHg }`).join(', ')
    const start = BREATHED.replace('38', `${AROUND}`)
    const substrates = `{ oxygen: { ${start}, fixed: [${fixed}] } }`
    const run = runModel(tissue({ shape: [n, n, n], substrates, metabolism: OXYGEN, cells }), { ticks: 150 })
    const found = fieldOf(run.world, 'oxygen')
    // Below V h^2 / (6 D) a voxel counts as within the core; its volume makes the radius of an eighth of a ball.
    const empty = found.filter((c) => c < (V * H * H) / (6 * D)).length
    const core = Math.cbrt((6 * empty * VOXEL) / Math.PI)
    // The nearest held middles are between the radius and a voxel beyond it: the core of the closed form lies between those of the two.
    expect(core).toBeGreaterThan(coreOf(radius) - H / 2)
    expect(core).toBeLessThan(coreOf(radius + H) + H / 2)
    expect(coreOf(radius)).toBeGreaterThan(1.5 * H)
  })
})

/** At the surface of the sphere [mmHg]: so low that there is a core. */
const AROUND = 10

/** Radius without oxygen [um] of a sphere: r^2 - 3 n^2 + 2 n^3 / r = 6 D c / V (Grimes and others 2014). */
function coreOf(r: number): number {
  let [low, high] = [0, r]
  for (let step = 0; step < 60; step++) {
    const n = (low + high) / 2
    if (r * r - 3 * n * n + (2 * n ** 3) / r > (6 * D * AROUND) / V) low = n
    else high = n
  }
  return low
}

const SUGAR = `{ glucose: { unit: mM, diffusion: 3e4 um^2/min, initial: 5 mM }, lactate: { unit: mM, diffusion: 3e4 um^2/min }`
const BURNT = 'glucose: { most: 50 amol/s, half: 0.05 mM }'
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

describe('glucose', () => {
  test.each([0.5, 12])('becomes 1.8 lactate each, in steps of %s min', (step) => {
    const shape: Index = [6, 4, 1]
    const run = runModel(
      tissue({
        shape,
        substrates: `${SUGAR} }`,
        metabolism: `{ ${BURNT}, lactate: { per glucose: 1.8 } }`,
        cells: voxels(shape).filter(([x]) => x < 3),
        step,
      }),
    )
    for (const minutes of [24, 240, 1200]) {
      run.run(minutes / step)
      const lost = 24 * 5e6 - sum(fieldOf(run.world, 'glucose'))
      const made = sum(fieldOf(run.world, 'lactate')) + sum(run.world.f64('metabolism.lactate'))
      // Transport keeps amounts to 1e-8 of what moved; fields are rounded to 2^-48.
      expect(made / (1.8 * lost)).toBeCloseTo(1, 6)
      expect(lost).toBeGreaterThan(1e6)
    }
  })

  test('is taken up twice as fast without oxygen, and all of it becomes lactate', () => {
    const shape: Index = [4, 4, 1]
    const rates = [0, 1e5].map((oxygen) => {
      const held = `oxygen: { unit: mmHg, diffusion: 0 um^2/min, initial: ${oxygen} mmHg } }`
      const breath = 'oxygen: { most: 0.001 amol/s, half: 1 mmHg }'
      const metabolism = `{ ${breath}, ${BURNT}, lactate: { per glucose: 1.8, pasteur: 2 } }`
      const model = tissue({
        shape,
        substrates: `${SUGAR}, ${held}`,
        metabolism,
        cells: voxels(shape),
        step: 0.01,
      })
      const { world } = runModel(model, { ticks: 50 })
      const lost = 16 * 5e6 - sum(fieldOf(world, 'glucose'))
      const made = sum(fieldOf(world, 'lactate')) + sum(world.f64('metabolism.lactate'))
      return { lost, share: made / lost }
    })
    const [without, plenty] = rates
    // 1e5 mmHg is 1e-5 short of plenty.
    expect(plenty?.share).toBeCloseTo(1.8, 4)
    expect(without?.share).toBeCloseTo(2, 6)
    // Glucose goes from 5 to 4.8 and to 4.6 mM: uptake falls by K dc / c^2 = 0.05 and 0.1 % of itself;
    // a step lags by its own fall, 0.04 and 0.08 %.
    expect((without?.lost ?? 0) / (plenty?.lost ?? 1)).toBeCloseTo(2, 2)
    // 50 amol/s x 30 s x 16 cells, of which 5 / 5.05 at 5 mM.
    expect((plenty?.lost ?? 0) / ((50e6 * 30 * 16) / VOXEL)).toBeCloseTo(5 / 5.05, 2)
  })
})
