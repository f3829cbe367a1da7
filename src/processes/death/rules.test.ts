import { expect, test } from 'vitest'
import { APOPTOTIC, LIVE, REQUEST_APOPTOSIS } from '../../engine/columns.ts'
import { request } from '../../engine/population.ts'
import { runModel } from '../../testing/run-model.ts'

/** Cells whose phases would last for ever if rules did not shorten them. */
function model(rules: readonly string[]): string {
  return `
format: 1
title: rules reach the cycle and death
domain: { size: [400 um, 400 um, 20 um] }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  cell:
    cycle: { model: Ki67 basic, phases: { Ki67-: { rate: 0 1/min }, Ki67+: { duration: 10000 day } } }
    rules: [${rules.map((rule) => `"${rule}"`).join(', ')}]
initial: { cell: { box: { low: [-100 um, -100 um, 0 um], high: [100 um, 100 um, 0 um], count: 30 } } }
`
}

// The volume is 2494 times the half point and more, the power 4: rates are at their limits to within 1e-13.
const ENTRY = 'volume increases cycle entry to 10 1/min, half at 1 um^3, hill 4'
const EXIT = 'volume increases exit from cycle phase 1 to 10 1/min, half at 1 um^3, hill 4'
const APOPTOSIS = 'volume increases apoptosis to 10 1/min, half at 1 um^3, hill 4'
const WHEN_DEAD = 'dead increases apoptosis to 1 1/min, half at 0.5, hill 4, also when dead'

test('rules open the phases of the cycle', () => {
  expect(runModel(model([]), { ticks: 20 }).world.u8('cycle.phase').slice(0, 30)).toEqual(new Uint8Array(30))
  const entered = runModel(model([ENTRY]), { ticks: 20 }).world
  expect(entered.u8('cycle.phase').slice(0, 30)).toEqual(new Uint8Array(30).fill(1))
  // Two steps per round: 10 /min over 6 min leaves no chance to stay (1e-26).
  expect(runModel(model([ENTRY, EXIT]), { ticks: 6 }).world.count).toBe(30 * 2 ** 3)
})

test('rules bring death', () => {
  const { world } = runModel(model([APOPTOSIS]), { ticks: 1 })
  expect(world.u8('cell.state').slice(0, 30)).toEqual(new Uint8Array(30).fill(APOPTOTIC))
})

test("the signal 'dead' tells the dead from the living, and does not kill by being 0", () => {
  const { world, run } = runModel(model([WHEN_DEAD]), { ticks: 20 })
  expect(world.u8('cell.state').slice(0, 30)).toEqual(new Uint8Array(30).fill(LIVE))
  request(world, 7, REQUEST_APOPTOSIS)
  run(22)
  expect(world.f64('death.dead').slice(0, 30)).toEqual(new Float64Array(30).fill(1, 7, 8))
  // 0.5 of the way at half: at 1 the response is 1 / (1 + 0.5^4).
  expect(world.behaviourOf('apoptosis', 7)).toBeCloseTo(1 / (1 + 0.5 ** 4), 9)
})
