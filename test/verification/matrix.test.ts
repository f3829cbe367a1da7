import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'

/* Matrix and reactions against closed forms: one voxel is a well-mixed vessel, and many of them are as many of it. */

/** Minutes of a day. */
const DAY = 1440
/** Volume of the cells and of the voxels [um^3]. */
const CELL = 2000
const VOXEL = 8000

interface Setting {
  readonly matrix: string
  readonly substrates?: Readonly<Record<string, string>>
  readonly cells?: string
  readonly top?: readonly string[]
  readonly types?: string
  /** Sides of the box [um]. */
  readonly size?: string
  readonly step?: number
}

function start({ matrix, substrates = {}, cells, top = [], types = '{}', size, step = 6 }: Setting): TestRun {
  return runModel(
    [
      'format: 1',
      'title: matrix in a dish',
      `domain: { size: ${size ?? '[60 um, 60 um, 20 um]'}, voxel: 20 um, boundary: closed }`,
      `time: { stop: 1000 day, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }`,
      `matrix: ${matrix}`,
      ...top,
      'substrates:',
      ...Object.entries({ nothing: 'initial: 0 nM', ...substrates }).map(
        ([name, text]) => `  ${name}: { unit: nM, diffusion: 0 um^2/min, ${text} }`,
      ),
      'cell types:',
      `  maker: { volume: { total: ${CELL} um^3 }, mechanics: { movable: false }, death: { apoptosis: { rate: 0 1/min } }, ${types.slice(1, -1)} }`,
      'initial:',
      `  maker: { points: ${cells ?? '[]'} }`,
    ].join('\n'),
  )
}

const at = (world: World, column: string, voxel = 4): number => world.f64(`matrix.${column}`)[voxel] ?? NaN

const field = (world: World, name: string, voxel = 4): number =>
  pairAt({ field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }, voxel)

/** The middles of all voxels of the dish. */
const PLACES = [-20, 0, 20].flatMap((y) => [-20, 0, 20].map((x) => [x, y, 0]))

/** What a cell exports so that its voxel gains `rate` [nM/min]: 1 nM is 602.2 molecules per 1000 um^3. */
const exported = (rate: number): string => `${(rate * 0.602214076 * VOXEL) / 60} molecules/s`

const MIDDLE = '[[0 um, 0 um, 0 um]]'

describe('fibres', () => {
  test('are lost at the rate of turnover, by steps of any length', () => {
    for (const step of [1, 6, 60]) {
      const { world, run } = start({ matrix: '{ density: 20 %, turnover: 0.5 1/day }', step })
      run(DAY)
      // Ticks are as long as the shortest step; what is exact per step is exact after many, but for rounding.
      expect(at(world, 'density')).toBeCloseTo(0.2 * Math.exp((-0.5 * world.time) / DAY), 13)
    }
  })

  test('are laid down towards the most, less what is lost', () => {
    const types = '{ matrix: { deposition: 0.4 1/day, most: 30 % } }'
    const { world, run } = start({ matrix: '{ density: 5 %, turnover: 0.2 1/day }', types, cells: MIDDLE })
    const gain = (0.4 * CELL) / VOXEL
    const rate = gain / 0.3 + 0.2
    run(2 * (DAY / 6))
    const expected = gain / rate + (0.05 - gain / rate) * Math.exp((-rate * world.time) / DAY)
    expect(at(world, 'density')).toBeCloseTo(expected, 12)
    expect(at(world, 'density', 0)).toBeCloseTo(0.05 * Math.exp((-0.2 * world.time) / DAY), 12)
  })

  test('neither exceed the most of a cell, nor does a cell take away what is more', () => {
    const types = '{ matrix: { deposition: 1000 1/day, most: 30 % } }'
    const more = start({ matrix: '{ density: 35 % }', types, cells: MIDDLE })
    const less = start({ matrix: '{ density: 5 % }', types, cells: MIDDLE })
    const before = at(more.world, 'density')
    for (const { run } of [more, less]) run(20)
    expect(at(more.world, 'density')).toBe(before)
    expect(at(less.world, 'density')).toBeCloseTo(0.3, 12)
    expect(at(less.world, 'density')).toBeLessThanOrEqual(0.3)
  })

  test('are cut by a protease, less by one that is blocked, less where they are linked', () => {
    const matrix =
      '{ density: 20 %, links: 50 %, proteases: { MMP: { density: 1e-3 1/(uM s), links resist: 4, blocked by: { inhibitor: 5 nM } } } }'
    const cut = (inhibitor: number): number => {
      const substrates = { MMP: 'initial: 30 nM', inhibitor: `initial: ${inhibitor} nM` }
      const { world, run } = start({ matrix, substrates })
      run(10 * (DAY / 6))
      return Math.log(0.2 / at(world, 'density')) / world.time
    }
    // 1e-3 / (uM s) = 6e-5 / (nM min); half of the links resist as 1 + 4/2.
    expect(cut(0)).toBeCloseTo((6e-5 * 30) / 3, 9)
    expect(cut(15)).toBeCloseTo((6e-5 * 30) / 3 / (1 + 15 / 5), 9)
  })

  test('are linked at the rate of the cell, and new ones are not linked', () => {
    const types = '{ matrix: { linking: 0.8 1/day } }'
    const linked = start({ matrix: '{ density: 20 % }', types, cells: MIDDLE })
    linked.run(DAY / 6)
    expect(at(linked.world, 'links')).toBeCloseTo(1 - Math.exp((-0.8 * CELL) / VOXEL), 12)
    const grown = start({
      matrix: '{ density: 10 %, links: 1 }',
      types: '{ matrix: { deposition: 0.4 1/day } }',
      cells: MIDDLE,
    })
    grown.run(5 * (DAY / 6))
    expect(at(grown.world, 'links') * at(grown.world, 'density')).toBeCloseTo(0.1, 12)
  })

  test.each([
    { dimensions: 2, size: '[60 um, 60 um, 20 um]', length: Math.hypot(3, 4) },
    { dimensions: 3, size: '[60 um, 60 um, 60 um]', length: Math.hypot(3, 4, 12) },
  ])('turn towards the direction of a cell in $dimensions-D', ({ dimensions, size, length }) => {
    const types =
      '{ matrix: { alignment: 2 1/day }, motility: { speed: 1e-9 um/min, persistence: 1e12 min } }'
    const { world, run } = start({ matrix: '{ density: 20 % }', types, cells: MIDDLE, size })
    const direction = dimensions === 2 ? [0.6, 0.8, 0] : [3 / 13, 4 / 13, 12 / 13]
    direction.forEach(
      (component, axis) => (world.f64('motility.direction')[axis * world.capacity] = component),
    )
    run(DAY / 6)
    const voxel = dimensions === 2 ? 4 : 13
    const voxels = world.layout.sizes.voxel
    const turned = 1 - Math.exp((-2 * CELL) / VOXEL)
    const [x, y] = [3 / length, 4 / length]
    expect(world.f64('matrix.fibres')[voxel]).toBeCloseTo(turned * (dimensions * x * x - 1), 12)
    expect(world.f64('matrix.fibres')[voxels + voxel]).toBeCloseTo(turned * dimensions * x * y, 12)
  })
})

test('basement membrane is completed by cells and cut by what cuts it', () => {
  const matrix = '{ membrane: 1, proteases: { MMP: { membrane: 1e-3 1/(uM s) } } }'
  const types = '{ matrix: { membrane: 0.3 1/day } }'
  const { world, run } = start({ matrix, types, cells: MIDDLE, substrates: { MMP: 'initial: 20 nM' } })
  run(DAY / 6)
  const [built, cut] = [(0.3 * CELL) / VOXEL / DAY, 6e-5 * 20]
  const rest = built / (built + cut)
  const expected = rest + (1 - rest) * Math.exp(-(built + cut) * world.time)
  expect(at(world, 'membrane')).toBeCloseTo(expected, 9)
  expect(at(world, 'membrane', 0)).toBeCloseTo(Math.exp(-cut * world.time), 9)
})

describe('what matrix holds', () => {
  const binds = 'binds: { CXCL12: { sites: 100 nM, at density: 10 %, on: 0.01 1/(nM min), off: 0.05 1/min } }'

  test('begins and stays in equilibrium, and is found again in the sum', () => {
    const { world, run } = start({
      matrix: `{ density: 20 %, ${binds} }`,
      substrates: { CXCL12: 'initial: 5 nM' },
    })
    const expected = (200 * 5) / (5 + 5)
    expect(at(world, 'bound/CXCL12')).toBeCloseTo(expected, 12)
    run(500)
    expect(at(world, 'bound/CXCL12')).toBeCloseTo(expected, 9)
    expect(field(world, 'CXCL12')).toBeCloseTo(5, 9)
  })

  test('spreads with D / (1 + sites / Kd) where little is bound, and nothing is lost', () => {
    // 41 voxels along x; a pulse in the middle one. Sites 10 nM, Kd 5 nM: a third of it is free.
    const { world, run } = runSpread()
    const total = 3.3333333333e-4 + (10 * 3.3333333333e-4) / (3.3333333333e-4 + 5)
    const variance = (): number => {
      let [sum, squares] = [0, 0]
      for (let v = 0; v < 41; v++) {
        const all = field(world, 'CXCL12', v) + at(world, 'bound/CXCL12', v)
        sum += all
        squares += all * ((v - 20) * 20) ** 2
      }
      expect(sum).toBeCloseTo(total, 10)
      return squares / sum
    }
    run(40)
    const early = variance()
    run(200)
    // Steps of diffusion are implicit: each is off by D dt / h^2 of itself squared, which variance does not see.
    expect(variance() - early).toBeCloseTo(2 * (30 / 3) * 160, -1)
  })

  test('is set free in proportion when its matrix is cut', () => {
    const matrix = `{ density: 20 %, turnover: 5 1/day, ${binds.replace('off: 0.05', 'off: 1e-12').replace('on: 0.01', 'on: 1e-12')} }`
    const { world, run } = start({ matrix, substrates: { CXCL12: 'initial: 5 nM' } })
    const before = at(world, 'bound/CXCL12')
    run(20)
    const share = Math.exp((-5 * world.time) / DAY)
    expect(at(world, 'bound/CXCL12')).toBeCloseTo(before * share, 6)
    expect(field(world, 'CXCL12') - 5).toBeCloseTo(before * (1 - share), 6)
  })
})

function runSpread(): TestRun {
  const matrix = '{ density: 10 %, binds: { CXCL12: { sites: 10 nM, on: 1 1/(nM min), off: 5 1/min } } }'
  return runModel(`
format: 1
title: a pulse that matrix holds
domain: { size: [820 um, 20 um, 20 um], voxel: 20 um, boundary: closed }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
transport: { tolerance: 1e-4 }
matrix: ${matrix}
substrates:
  CXCL12:
    unit: nM
    diffusion: 30 um^2/min
    decay: 0 1/min
    regions: [ { box: { low: [-10 um, -10 um, -10 um], high: [10 um, 10 um, 10 um] }, value: 3.3333333333e-4 nM } ]
`)
}

const owedOf = (world: World, reaction: string, voxel = 4): number =>
  world.f64(`reactions.owed/${reaction}`)[voxel] ?? NaN

describe('reactions', () => {
  test('a cascade is that of its closed form', () => {
    const top = ['reactions:', '  - plasmin turns pro-MMP into MMP at 0.001 1/(nM min) [assumed]']
    const matrix = '{ density: 20 %, proteases: { MMP: { density: 1e-4 1/(nM min) } } }'
    const substrates = { plasmin: 'initial: 2 nM', 'pro-MMP': 'initial: 40 nM', MMP: 'initial: 0 nM' }
    const { world, run } = start({ matrix, substrates, top, step: 1 })
    run(600)
    const k = 0.001 * 2
    const t = world.time
    const left = 40 * Math.exp(-k * t)
    expect(field(world, 'pro-MMP')).toBeCloseTo(left, 8)
    expect(field(world, 'plasmin')).toBe(2)
    // What is owed is the change of the rate within a step of 1 min, k^2 P dt^2: below 1.6e-4 nM. With it nothing is lost.
    const owed = owedOf(world, 'plasmin/pro-MMP/MMP')
    expect(Math.abs(owed)).toBeLessThan(k * k * 40)
    expect(field(world, 'MMP') + owed).toBeCloseTo(40 - left, 8)
    // Matrix sees the protease at the end of each step of dt = 1 min: an error of dt/2 of the rate at the end.
    const exposure = 40 * (t - (1 - Math.exp(-k * t)) / k)
    const found = Math.log(0.2 / at(world, 'density')) / 1e-4
    expect(found).toBeGreaterThan(exposure)
    expect(found - exposure).toBeLessThan(40 / 2 + 0.1)
  })

  test('what binds is gone on both sides alike, to the end of the lesser', () => {
    const top = ['reactions:', '  - TIMP binds MMP at 0.1 1/(nM min) [assumed]']
    const substrates = { TIMP: 'initial: 7 nM', MMP: 'initial: 4 nM' }
    const run = (step: number, until: number): World => {
      const { world, run: advance } = start({ matrix: '{}', substrates, top, step })
      advance(until)
      return world
    }
    const errorAfter18 = (step: number): number => {
      const world = run(step, 18 / step)
      // Whatever the steps, what one has lost and the other has not is written down.
      const owed = owedOf(world, 'TIMP/MMP')
      expect(field(world, 'TIMP') - field(world, 'MMP') + owed).toBeCloseTo(3, 12)
      const ratio = (4 / 7) * Math.exp(-0.1 * 3 * world.time)
      return Math.abs(field(world, 'MMP') - (3 * ratio) / (1 - ratio)) + Math.abs(owed)
    }
    // Backward Euler in what they lose to each other: errors shrink with the step, here by 60 to 1 at least by half as much.
    const [long, short] = [errorAfter18(6), errorAfter18(0.1)]
    // Less than what was left after the first step, 0.73 nM by backward Euler.
    expect(long).toBeLessThan(0.73)
    expect(short).toBeLessThan(long / 30)
    const end = run(6, 100)
    expect(field(end, 'TIMP')).toBeCloseTo(3, 6)
    expect(field(end, 'MMP')).toBeLessThan(1e-6)
  })

  test('what is made, turned and bound comes to its steady level in long steps', () => {
    // Each is renewed by its own cells everywhere: secretion s towards a level c*, per volume of cells in a voxel, loss d.
    const world = steady()
    const [made, lost] = [0.5, 0.05]
    const plasmin = field(world, 'plasmin')
    const enzyme = field(world, 'uPA')
    const plasminogen = field(world, 'plasminogen')
    // dQ/dt = k E P - d Q = 0, with plasmin gone within 100 s and steps of 12 min.
    expect(plasmin / ((0.04 * enzyme * plasminogen) / 0.6)).toBeCloseTo(1, 5)
    const [a, b] = [field(world, 'TIMP'), field(world, 'MMP')]
    expect((made - lost * a) / (0.1 * a * b)).toBeCloseTo(1, 4)
    expect((2 * made - lost * b) / (0.1 * a * b)).toBeCloseTo(1, 4)
    expect(Math.abs(owedOf(world, 'TIMP/MMP'))).toBeLessThan(1e-4)
  })
})

/** A box in which every voxel makes and loses the same: two and a half days in steps of 4 to 12 min. */
function steady(): World {
  const { world, run } = runModel(`
format: 1
title: reactions that are renewed
domain: { size: [60 um, 60 um, 20 um], voxel: 20 um, boundary: closed }
time: { stop: 10 day, fields: 4 min, mechanics: 4 min, phenotype: 12 min }
substrates:
  uPA: { unit: nM, diffusion: 700 um^2/min, initial: 0.1 nM }
  plasminogen: { unit: nM, diffusion: 600 um^2/min, initial: 200 nM }
  plasmin: { unit: nM, diffusion: 600 um^2/min, decay: 0.6 1/min }
  TIMP: { unit: nM, diffusion: 900 um^2/min, decay: 0.05 1/min }
  MMP: { unit: nM, diffusion: 700 um^2/min, decay: 0.05 1/min }
reactions:
  - uPA turns plasminogen into plasmin at 0.04 1/(nM min) [assumed]
  - TIMP binds MMP at 0.1 1/(nM min) [assumed]
cell types:
  maker:
    volume: { total: 2000 um^3 }
    mechanics: { movable: false }
    death: { apoptosis: { rate: 0 1/min } }
    exchange:
      plasminogen: { export: ${exported(1)} }
      TIMP: { export: ${exported(0.5)} }
      MMP: { export: ${exported(1)} }
initial:
  maker: { points: [${PLACES.map((place) => `[${place.map((x) => `${x} um`).join(', ')}]`).join(', ')}] }
`)
  run(900)
  return world
}
