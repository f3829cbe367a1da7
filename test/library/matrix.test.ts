import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { PLACES, STILL, runCulture } from './culture.ts'

/* What the parts on matrix say that cells and drugs do, they do: the smallest tissue, the part's own numbers, the law that they add up to. */

/** Ticks of 6 min in a day. */
const DAY = 240

/** Mean of a column of matrix over the voxels of places. */
function meanAt(world: World, column: string): number {
  const voxels = [...world.u32('cell.voxel').subarray(0, world.count)]
  return voxels.reduce((sum, voxel) => sum + (world.f64(column)[voxel] ?? NaN), 0) / voxels.length
}

function meanField(world: World, name: string): number {
  const pair = { field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }
  return pair.field.reduce((sum, _, voxel) => sum + pairAt(pair, voxel), 0) / pair.field.length
}

const still = `{ ${STILL}, death: { apoptosis: { rate: 0 1/min } } }`

describe('collagen', () => {
  const grown = (part: string, substrates = {}): World => {
    const run = runCulture({ parts: [part], cells: { CAF: PLACES }, types: { CAF: still }, substrates })
    run.run(DAY)
    return run.world
  }

  test('is laid down by fibroblasts at their rate, less turnover', () => {
    const world = grown('library/collagen')
    const [gain, days] = [(0.01 * 2197) / 8000, world.time / 1440]
    const rate = gain / 0.3 + 0.007
    const expected = gain / rate + (0.05 - gain / rate) * Math.exp(-rate * days)
    // Volumes of cells settle from their first step on: within a thousandth.
    expect(meanAt(world, 'matrix.density') - 0.05).toBeCloseTo(expected - 0.05, 5)
    // New fibres, which are not linked, thin out the linked ones at the rate at which they come at the start: within 1e-4.
    const [made, thinned] = [(0.0864 * 2197) / 8000, (gain * (1 - 0.05 / 0.3)) / 0.05]
    const links = (made / (made + thinned)) * (1 - Math.exp(-(made + thinned) * days))
    expect(meanAt(world, 'matrix.links')).toBeCloseTo(links, 4)
  })

  test('comes slower with losartan: at its half it is a quarter less', () => {
    const untreated = meanAt(grown('library/losartan'), 'matrix.density')
    const substrates = { losartan: '{ initial: 100 nM }' }
    const treated = meanAt(grown('library/losartan', substrates), 'matrix.density')
    // Little has been lost within a day: what was laid down is nearly all of the difference.
    const lost = 0.05 * (1 - Math.exp(-0.007))
    const share = (treated - 0.05 + lost) / (untreated - 0.05 + lost)
    // Rules begin to act one step after the start.
    expect(share).toBeCloseTo(0.75, 1)
    expect(share).toBeLessThan(0.8)
  })

  test('comes faster with TGF-beta: at its half by the mean of both rates', () => {
    const steady = (level: number) => ({
      'TGF-beta': `{ initial: ${level} nM, decay: 0 1/s, diffusion: 0 um^2/s }`,
    })
    const gained = (level: number): number => {
      const lost = 0.05 * (1 - Math.exp(-0.007))
      return meanAt(grown('library/tgf-beta-matrix', steady(level)), 'matrix.density') - 0.05 + lost
    }
    // 0.02 over 0.01 a day; room that fills slows the faster a little more, and rules begin one step after the start.
    const ratio = gained(0.07) / gained(0)
    expect(ratio).toBeCloseTo(2, 1)
    expect(ratio).toBeLessThan(2)
  })

  test('is cut by collagenase while that is there', () => {
    const world = grown('library/collagenase', { collagenase: '{ initial: 1000 nM }' })
    expect(meanAt(world, 'matrix.density')).toBeLessThan(0.01)
    expect(meanField(world, 'collagenase')).toBeCloseTo(1000 * Math.exp(-1e-4 * 60 * world.time), 0)
  })
})

describe('the cascade of proteases', () => {
  /** Lost so slowly that MMP does most of the cutting. */
  const start = { 'pro-MMP': '{ decay: 5e-5 1/s }', MMP: '{ decay: 5e-5 1/s }' }
  const cut = (part: string, substrates = {}) => {
    const none = '{ export: 0 molecules/s }'
    const CAF = `{ ${STILL}, matrix: { deposition: 0 1/day }, exchange: { TIMP: ${none} }, death: { apoptosis: { rate: 0 1/min } } }`
    const run = runCulture({
      parts: [part],
      cells: { CAF: PLACES },
      types: { CAF },
      substrates: { ...start, ...substrates },
    })
    run.run(DAY / 2)
    const { world } = run
    const left = 0.05 * Math.exp((-0.007 * world.time) / 1440)
    return { lost: 1 - meanAt(world, 'matrix.density') / left, MMP: meanField(world, 'MMP') }
  }
  const untreated = cut('library/proteases')

  test('makes MMP and cuts matrix', () => {
    expect(untreated.MMP).toBeGreaterThan(0.1)
    expect(untreated.lost).toBeGreaterThan(1e-3)
  })

  test('makes less MMP where urokinase is bound', () => {
    const treated = cut('library/upa-inhibitor', { 'anti-uPA': '{ initial: 100 nM }' })
    expect(treated.MMP).toBeLessThan(untreated.MMP / 20)
  })

  test('makes as much MMP under marimastat, which keeps it from cutting', () => {
    const treated = cut('library/mmp-inhibitor', { marimastat: '{ initial: 500 nM }' })
    expect(treated.MMP / untreated.MMP).toBeCloseTo(1, 6)
    // A hundredth of MMP is free; plasmin cuts as before.
    expect(treated.lost).toBeLessThan(0.6 * untreated.lost)
  })

  test('cathepsins cut unless they are blocked', () => {
    const left = (inhibitor: number): number => {
      const substrates = {
        cathepsin: '{ initial: 50 nM, decay: 0 1/s }',
        'cathepsin-inhibitor': `{ initial: ${inhibitor} nM }`,
      }
      return cut('library/cathepsin-inhibitor', substrates).lost
    }
    const [free, blocked] = [left(0), left(90)]
    // 90 nM over 10 nM leave a tenth of the rate; the rest of the cascade cuts beside it.
    const rate = (lost: number): number => -Math.log(1 - lost) + Math.log(1 - untreated.lost)
    expect(rate(blocked) / rate(free)).toBeCloseTo(0.1, 3)
  })
})

test('stores give back what they hold when their matrix is cut', () => {
  const { world, run } = runCulture({
    parts: ['library/matrix-stores', 'library/collagenase'],
    cells: {},
    substrates: {
      CXCL12: '{ decay: 0 1/min, initial: 1 nM }',
      collagenase: '{ initial: 1000 nM }',
    },
  })
  const held = world.f64('matrix.bound/CXCL12')[0] ?? NaN
  // Sites of 150 nM at 5 %, a constant of 100 nM.
  expect(held).toBeCloseTo(150 / 101, 6)
  run(2 * DAY)
  expect(world.f64('matrix.bound/CXCL12')[0]).toBeLessThan(0.01)
  expect(meanField(world, 'CXCL12') + (world.f64('matrix.bound/CXCL12')[0] ?? NaN)).toBeCloseTo(1 + held, 5)
})

test('basement membrane keeps a tumour cell out, and proteases let it in', () => {
  const reached = (MMP: number): number => {
    const { world, run } = runCulture({
      parts: ['library/basement-membrane', 'library/proteases'],
      cells: { tumour: [[-30, 0]] },
      types: {
        tumour:
          '{ motility: { speed: 0.5 um/min, persistence: 1000 day }, death: { apoptosis: { rate: 0 1/min }, necrosis: { rate: 0 1/min } } }',
      },
      top: [
        'matrix: { membrane: { regions: [ { layer: { axis: x, at: 10 um, thickness: 20 um }, value: 1 } ] } }',
      ],
      substrates: { MMP: `{ initial: ${MMP} nM, decay: 0 1/s }` },
      side: 200,
    })
    world.f64('motility.direction')[0] = 1
    run(2 * DAY)
    return world.f64('cell.x')[0] ?? NaN
  }
  expect(reached(0)).toBeLessThan(0)
  expect(reached(2)).toBeGreaterThan(30)
})
