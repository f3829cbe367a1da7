import { describe, expect, test } from 'vitest'
import { measure } from '../../src/analysis/measure.ts'
import { runModel } from '../../src/testing/run-model.ts'

/** A cord of tumour around a vessel. */
const text = (part: string, therapy: string, more = '', points = '[[0 um, 0 um, 0 um]]'): string => `format: 1
title: a drug in a tumour
include: [library/${part}]
domain: { size: [400 um, 400 um, 20 um], voxel: 20 um }
time: { stop: 30 day, fields: 0.2 min, mechanics: 0.2 min, phenotype: 6 min }
substrates: { oxygen: { initial: 38 mmHg, boundary: 38 mmHg } }
vessels: { points: ${points} }
therapy: ${therapy}
${more}
`
const CELLS = 'initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 150 um } } }'
const HOUR = 300

describe('plasma', () => {
  // Molar doses over the central volume right after a dose at once, and the half-life that the part was made for.
  test.each([
    ['doxorubicin', 'doxorubicin', '108 mg', 0.25 * (108e-3 / 543.5 / 23) * 1e9, 20, 30, 15],
    ['doxorubicin-mouse', 'doxorubicin', '5 mg/kg', 0.81 * 0.25 * (1e-4 / 543.5 / 6.5e-3) * 1e9, 10, 4, 3],
    ['cetuximab', 'cetuximab', '720 mg', (0.72 / 152e3 / 2.96) * 1e9, 240, 260, 100],
    ['cetuximab-mouse', 'cetuximab', '0.25 mg', (2.5e-4 / 152e3 / 1.3e-3) * 1e9, 40, 40, 1],
    ['anti-pd-1-mouse', 'anti-PD-1', '0.2 mg', (2e-4 / 146e3 / 1e-3) * 1e9, 72, 130, 20],
    ['small-molecule', 'small molecule', '100 mg', (0.1 / 500 / 21) * 1e9, 4, 4, 0.1],
  ])('of %s: level after a dose, and half-life', (part, drug, dose, peak, after, half, band) => {
    const { world, run } = runModel(text(part, `{ ${drug}: { dose: ${dose} } }`))
    const level = (): number => world.f64(`plasma/${drug}`)[0] ?? NaN
    run(1)
    // A fifth of a minute later: doxorubicin has lost 3 % to the periphery, in mice 19 %.
    expect(Math.abs(level() / peak - 1)).toBeLessThan(0.05)
    run(after * HOUR)
    const before = level()
    run(2 * after * HOUR)
    const found = (after * Math.LN2) / Math.log(before / level())
    expect(Math.abs(found - half), `half-life ${found} h`).toBeLessThan(band)
  })
})

/** A hundred capillaries per mm^2. */
const CAPILLARIES = `[${[-150, -50, 50, 150].flatMap((x) => [-150, -50, 50, 150].map((y) => `[${x} um, ${y} um, 0 um]`)).join(', ')}]`

test('doxorubicin stays near vessels, damages cells and kills some of them', () => {
  const dose = '{ doxorubicin: { dose: 8 mg/kg } }'
  const single = runModel(text('doxorubicin-mouse', dose, CELLS), { ticks: HOUR })
  const depth = measure(single.world, 'half depth of doxorubicin from vessels').value
  expect(depth).toBeGreaterThan(20)
  expect(depth).toBeLessThan(80)
  const { world, run } = runModel(text('doxorubicin-mouse', dose, CELLS, CAPILLARIES))
  run(HOUR)
  const before = measure(world, 'tumour cells').value
  // In cells, as a share of all that the tissue is: 1 to 20 ug/g is what mice have after such a dose.
  const held = world.f64('exchange.internalised/doxorubicin').subarray(0, world.count)
  const density = (held.reduce((sum, amount) => sum + amount, 0) / (Math.PI * 150 * 150 * 20)) * 543.5e-6
  expect(density).toBeGreaterThan(1)
  expect(density).toBeLessThan(20)
  run(72 * HOUR)
  expect(measure(world, 'mean DNA breaks of tumour').value).toBeGreaterThan(0.1)
  expect(measure(world, 'tumour cells').value).toBeLessThan(before)
})

test('cetuximab takes receptors from the vessel outwards', () => {
  const { world } = runModel(text('cetuximab-mouse', '{ cetuximab: { dose: 0.25 mg } }', CELLS), {
    ticks: 6 * HOUR,
  })
  const { x, y } = world.cells
  const bound = world.f64('binding.bound/cetuximab')
  const mean = (from: number, to: number): number => {
    const slots = Array.from({ length: world.count }, (_, slot) => slot).filter((slot) => {
      const distance = Math.hypot(x[slot] ?? 0, y[slot] ?? 0)
      return distance >= from && distance < to
    })
    return slots.reduce((sum, slot) => sum + (bound[slot] ?? 0), 0) / slots.length
  }
  expect(mean(0, 40) / mean(100, 150)).toBeGreaterThan(5)
})
