import { describe, expect, test } from 'vitest'
import { measure } from '../../src/analysis/measure.ts'
import type { World } from '../../src/engine/world.ts'
import { runModel } from '../../src/testing/run-model.ts'
import { STILL, cultureText, livingOf, mean, sensedBy } from './culture.ts'

/* Where lack of oxygen and acid begin follows from what cells burn and how far that spreads: no part states a depth, a radius or a pH. */

/** Tumour cells side by side, one per voxel. */
function packed(width: number, height: number): readonly (readonly [number, number])[] {
  return Array.from({ length: width * height }, (_, k) => [
    ((k % width) - (width - 1) / 2) * 20,
    (Math.floor(k / width) - (height - 1) / 2) * 20,
  ])
}

/** Cells that only burn: how they divide and die is not read. */
const NEVER = 'rate: 0 1/min'
const BURNING = `{ ${STILL}, death: { necrosis: { ${NEVER} }, apoptosis: { ${NEVER} } }, cycle: { model: live, ${NEVER} } }`

/** The mean of a signal over the cells whose place is wanted. */
function meanWhere(world: World, signal: string, isWanted: (x: number, y: number) => boolean): number {
  const { x, y } = world.cells
  const values = sensedBy(world, 'tumour', signal)
  const slots = livingOf(world, 'tumour')
  return mean(values.filter((_, k) => isWanted(x[slots[k] ?? 0] ?? 0, y[slots[k] ?? 0] ?? 0)))
}

test('beyond the last vessels of dense tumour lack of oxygen begins after 70 to 150 um, and turns HIF on', () => {
  // Vessels every 40 um up to 130 um left of the middle, none on the right. Nothing enters from the sides.
  const points = Array.from({ length: 75 }, (_, k) => [-290 + (k % 5) * 40, -290 + Math.floor(k / 5) * 40])
  const vessels = points.map((point) => `[${point.map((at) => `${at} um`).join(', ')}, 0 um]`)
  const text = cultureText({
    parts: ['library/metabolism', 'library/hif-programme'],
    cells: { tumour: packed(30, 30) },
    types: { tumour: BURNING },
    top: [`vessels: { points: [${vessels.join(', ')}] }`],
    substrates: { oxygen: '{ initial: 38 mmHg, boundary: closed, decay: 0 1/min }' },
    side: 600,
    step: 30,
  })
  const { world } = runModel(text, { ticks: 60 })
  const begin = measure(world, 'distance from vessels to hypoxia').value
  // What zero-order uptake says without HIF: (sqrt(38) - sqrt(10)) sqrt(2 D / V) = 76 um; HIF makes cells breathe less.
  expect(begin).toBeGreaterThan(70)
  expect(begin).toBeLessThan(150)
  expect(meanWhere(world, 'HIF', (x) => x < -130)).toBeLessThan(0.1)
  expect(meanWhere(world, 'HIF', (x) => x > 100)).toBeGreaterThan(0.95)
})

describe('a tumour of 1.4 mm without vessels', () => {
  const side = 1600
  const cells = packed(side / 20, side / 20).filter(([x, y]) => Math.hypot(x, y) < 700)
  const medium = (buffer: number): string =>
    cultureText({
      parts: ['library/metabolism', 'library/acidity', 'library/buffer'],
      cells: { tumour: cells },
      types: { tumour: BURNING },
      substrates: {
        glucose: '{ boundary: 5 mM }',
        lactate: '{ boundary: 1 mM }',
        buffer: `{ initial: ${buffer} mM, boundary: ${buffer} mM }`,
      },
      top: ['record: { signals: [pH] }'],
      side,
      step: 30,
    })
  const isCore = (x: number, y: number): boolean => Math.hypot(x, y) < 200

  test('has a core of pH 6.6 to 7.0, which a buffer raises', () => {
    const [plain, buffered] = [0, 10].map((buffer) => runModel(medium(buffer), { ticks: 20 }).world)
    if (plain === undefined || buffered === undefined) throw new Error('two runs were asked for')
    const core = meanWhere(plain, 'pH', isCore)
    expect(core).toBeGreaterThan(6.6)
    expect(core).toBeLessThan(7)
    expect(meanWhere(plain, 'ACID', isCore)).toBeGreaterThan(
      meanWhere(plain, 'ACID', (x, y) => !isCore(x, y)),
    )
    // 10 mM on 24 mM less some 10: log10(24 / 14) = 0.23.
    expect(meanWhere(buffered, 'pH', isCore) - core).toBeGreaterThan(0.15)
    expect(measure(plain, 'acidic fraction').value).toBeGreaterThan(0.2)
    expect(measure(buffered, 'acidic fraction').value).toBe(0)
    expect(measure(plain, 'mean pH').value).toBeGreaterThan(7)
  })
})
