import { describe, expect, it } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import { REQUEST_APOPTOSIS, REQUEST_DIVIDE } from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { type TestRun, runModel } from '../../testing/run-model.ts'
import { pairAt } from '../../kernels/field-pair.ts'

const VOLUME = 8000
const CELL = 2494

/** A model in a plane of 3 x 3 voxels, with one cell in the middle voxel; nothing diffuses unless said. */
function text(
  exchange: string,
  { substrate = 'unit: nM, diffusion: 0 um^2/min', points = '[0 um, 0 um, 0 um]', rest = '' } = {},
): string {
  return `
format: 1
title: one cell
domain: { size: [60 um, 60 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 0.01 min, mechanics: 0.1 min, phenotype: 6 min }
transport: { scheme: lod }
substrates: { s: { ${substrate} } }
cell types: { c: { exchange: { s: { ${exchange} } }, ${rest} } }
initial: { c: { points: [${points}] } }`
}

function fieldOf(world: World): Float64Array {
  const pair = { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

const middle = (run: TestRun): number => fieldOf(run.world)[4] ?? NaN

/** A field holds 48 bits: half a unit for each step, plus as much for the arithmetic in f64. */
const rounding = (steps: number): number => steps * 2 ** -47

function expectClose(found: number, expected: number, steps: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(rounding(steps) * Math.abs(expected))
}

describe.each([true, false])('a cell alone in its voxel, counted: %s', (track) => {
  it('takes up by 1 / (1 + dt V/W U) a step', () => {
    const run = runModel(
      text(`uptake: 10 1/min, track: ${track}`, {
        substrate: 'unit: mmHg, diffusion: 0 um^2/min, initial: 38 mmHg',
      }),
    )
    run.run(1)
    expectClose(middle(run), 38 / 1.031175, 1)
    run.run(40)
    expectClose(middle(run), 38 / 1.031175 ** 40, 40)
    expect(fieldOf(run.world)[0]).toBe(38)
  })

  it('secretes towards saturation as the backward Euler formula says', () => {
    const run = runModel(text(`secretion: 10 1/min, saturation: 2 nM, uptake: 5 1/min, track: ${track}`))
    run.run(40)
    const share = (0.01 * CELL) / VOLUME
    let expected = 0
    for (let step = 0; step < 40; step++) expected = (expected + share * 10 * 2) / (1 + share * 15)
    expectClose(middle(run), expected, 40)
  })

  it('exports an amount per time whatever the concentration', () => {
    // 6.02214076 molecules are 10 ymol by definition of the mole.
    const run = runModel(text(`export: 6.02214076 molecules/min, track: ${track}`))
    run.run(100)
    expectClose(middle(run) * VOLUME, 10, 100)
  })

  it('moves with its effect', () => {
    const run = runModel(text(`export: 8000 ymol/min, track: ${track}`))
    run.run(10)
    run.world.f64('cell.x')[0] = 20
    run.world.binsAreStale = true
    run.run(30)
    expectClose(middle(run), 0.1, 30)
    expectClose(fieldOf(run.world)[5] ?? NaN, 0.2, 30)
  })
})

describe('several cells', () => {
  it('of one voxel act one after the other', () => {
    const points = '[0 um, 0 um, 0 um], [2 um, 0 um, 0 um], [0 um, 2 um, 0 um]'
    const run = runModel(
      text('uptake: 10 1/min', { substrate: 'unit: nM, diffusion: 0 um^2/min, initial: 1 nM', points }),
    )
    run.run(1)
    expectClose(middle(run), 1.031175 ** -3, 1)
  })

  it('and the medium balance: what is secreted is in the field, decayed, or taken up', () => {
    const points = '[0 um, 0 um, 0 um], [25 um, 25 um, 0 um]'
    const exchange = 'secretion: 5 1/min, saturation: 3 nM, uptake: 2 1/min, export: 50 ymol/min, track: true'
    const substrate = 'unit: nM, diffusion: 500 um^2/min, decay: 0.3 1/min, initial: 1 nM'
    const run = runModel(text(exchange, { substrate, points }))
    const amount = (): number => VOLUME * fieldOf(run.world).reduce((total, value) => total + value, 0)
    const taken = (): number =>
      run.world
        .f64('exchange.internalised/s')
        .subarray(0, 2)
        .reduce((a, b) => a + b, 0)
    for (let step = 1; step <= 50; step++) {
      const [before, had] = [amount(), taken()]
      run.run(step)
      const decayed = before * (1 - (1 + 0.0015) ** -2)
      // Sums of differences: the scale of the error is the amount in the field.
      expect(Math.abs(amount() - (before - decayed - (taken() - had)))).toBeLessThan(8 * rounding(1) * before)
    }
    expect(taken()).toBeLessThan(-10)
  })
})

describe('gathering', () => {
  it('anew in every step, as after a restart, gives the same bits as when cells moved or grew', () => {
    const rest = 'motility: { speed: 3 um/min, persistence: 1 min }, cycle: { model: live, rate: 0.02 1/min }'
    const substrate = 'unit: nM, diffusion: 500 um^2/min, decay: 0.3 1/min, initial: 1 nM'
    const points = '[0 um, 0 um, 0 um], [25 um, 25 um, 0 um], [-20 um, 5 um, 0 um]'
    const model = text('secretion: 5 1/min, saturation: 3 nM, uptake: 2 1/min', { substrate, points, rest })
    const [usual, restarted] = [runModel(model), runModel(model)]
    usual.run(2000)
    restarted.run(2000, (world) => {
      world.layoutVersion += 1 // what bound closures hold is dropped
      return true
    })
    expect(fieldOf(restarted.world)).toEqual(fieldOf(usual.world))
    expect(usual.world.count).toBeGreaterThan(3)
  })
})

function die(run: TestRun): void {
  request(run.world, 0, REQUEST_APOPTOSIS)
  commit(run.world, () => bindHooks(run.world))
}

describe('death', () => {
  it('ends secretion and export and leaves a tenth of the uptake', () => {
    const exchange = 'secretion: 10 1/min, saturation: 5 nM, export: 100 ymol/min, uptake: 10 1/min'
    const run = runModel(text(exchange, { substrate: 'unit: nM, diffusion: 0 um^2/min, initial: 1 nM' }))
    die(run)
    // One step: in the phenotype step that follows, the cell begins to shrink.
    run.run(1)
    expectClose(middle(run), 1 / (1 + (0.01 * CELL) / VOLUME), 1)
  })

  it('releases an amount once', () => {
    const run = runModel(text('release at death: 80 ymol'))
    die(run)
    run.run(700)
    expectClose(middle(run), 80 / VOLUME, 1)
    expect(run.world.u8('cell.state')[0]).toBe(1)
  })
})

describe('what was taken up', () => {
  it('is halved at division', () => {
    const run = runModel(
      text('uptake: 10 1/min, track: true', { substrate: 'unit: nM, diffusion: 0 um^2/min, initial: 1 nM' }),
    )
    run.run(10)
    const before = run.world.f64('exchange.internalised/s')[0] ?? NaN
    expectClose(before, VOLUME * (1 - middle(run)), 10)
    request(run.world, 0, REQUEST_DIVIDE)
    commit(run.world, () => bindHooks(run.world))
    expect([...run.world.f64('exchange.internalised/s').subarray(0, 2)]).toEqual([before / 2, before / 2])
  })
})

describe('the cost of a substrate', () => {
  it('is nothing when no type exchanges it', () => {
    const { world } = runModel(text('uptake: 0 1/min', { substrate: 'unit: nM, diffusion: 1 um^2/min' }))
    expect(world.program.activities.fields.map(({ name }) => name)).toEqual(['transport'])
    expect(world.has('exchange.factor/s')).toBe(false)
  })

  it('is there when a rule may raise it', () => {
    const rest = 'rules: ["s increases s uptake to 1 1/min, half at 1 nM, hill 2"]'
    const { world } = runModel(
      text('uptake: 0 1/min', { substrate: 'unit: nM, diffusion: 1 um^2/min', rest }),
    )
    expect(world.has('exchange.factor/s')).toBe(true)
  })
})

const issuesOf = (exchange: string, substrate: string): readonly string[] => {
  const yaml = text(exchange, { substrate })
  const parsed = parseModel('m.yaml', () => ({ ok: true, text: yaml }))
  return parsed.issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => `${code} ${path.join('.')}`)
}
const at = (key: string): string => `cell types.c.exchange.s${key}`

describe('what an author may write', () => {
  it('saturation has the dimension of the substrate, and secretion needs one', () => {
    const substrate = 'unit: mmHg, diffusion: 1 um^2/min'
    expect(issuesOf('secretion: 1 1/min, saturation: 1 nM', substrate)).toEqual([
      `wrong-unit ${at('.saturation')}`,
    ])
    expect(issuesOf('secretion: 1 1/min', substrate)).toEqual([`missing-key ${at('')}`])
    expect(issuesOf('secretion: 1 1/min, saturation: 5 kPa', substrate)).toEqual([])
  })

  it('amounts enter concentrations only', () => {
    const exchange = 'export: 1 ymol/min, release at death: 2 molecules'
    const places = [`wrong-unit ${at('.export')}`, `wrong-unit ${at('.release at death')}`]
    expect(issuesOf(exchange, 'unit: mmHg, diffusion: 1 um^2/min')).toEqual(places)
    expect(issuesOf(exchange, 'unit: relative, diffusion: 1 um^2/min')).toEqual(places)
    expect(issuesOf(exchange, 'unit: uM, diffusion: 1 um^2/min')).toEqual([])
  })
})
