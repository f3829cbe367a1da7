import { describe, expect, it, test } from 'vitest'
import { stateHash } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { RECORD } from './columns.ts'

const model = (
  more = '',
  into = 'disc: { centre: [100 um, 0 um, 0 um], radius: 40 um }',
): string => `format: 1
title: passage
domain: { size: [400 um, 400 um, 20 um] }
time: { stop: 10 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates: { s: { unit: nM, diffusion: 100 um^2/min, decay: 0.1 1/min, initial: 5 nM } }
cell types:
  tumour: { cycle: { model: live, rate: 0.001 1/min }, traits: { force: { value: 1, spread: 0.3, drift: 0.1 } } }
  host: { exchange: { s: { uptake: 1 1/min } }, death: { apoptosis: { rate: 0.001 1/min } } }
passage:
  series: { cells: [tumour], keep: 12, at: 1 day, every: 1 day, count: 2, into: { ${into} }${more} }
initial:
  tumour: { box: { low: [-150 um, -150 um, 0 um], high: [0 um, 150 um, 0 um], count: 30 } }
  host: { box: { low: [-150 um, -150 um, 0 um], high: [150 um, 150 um, 0 um], count: 40 } }
`

/** Ticks of a day, and the one that a passage ends. */
const DAY = 1440

function cellsOf(world: World, name: 'tumour' | 'host'): readonly number[] {
  const type = world.program.cellTypes.indexOf(name)
  return Array.from({ length: world.count }, (_, slot) => slot).filter(
    (slot) => world.cells.type[slot] === type,
  )
}

const keyOf = (world: World, slot: number): string =>
  `${world.u32('cell.lineageLow')[slot]} ${world.u32('cell.lineageHigh')[slot]}`

describe('a passage', () => {
  it('keeps so many, with their traits, in the place; the rest of the type is gone, and others stay', () => {
    const { world, run } = runModel(model())
    run(DAY)
    const traits = new Map(
      cellsOf(world, 'tumour').map((slot) => [keyOf(world, slot), world.f64('trait/force')[slot]]),
    )
    const living = cellsOf(world, 'tumour').length
    const others = cellsOf(world, 'host').map((slot) => [keyOf(world, slot), world.f64('cell.x')[slot]])
    run(DAY + 1)
    const kept = cellsOf(world, 'tumour').filter((slot) => traits.has(keyOf(world, slot)))
    // A cell may divide in the tick of its passage: its daughter is beside it.
    expect(kept.length).toBe(12)
    for (const slot of cellsOf(world, 'tumour')) {
      const [x, y] = [world.f64('cell.x')[slot] ?? 0, world.f64('cell.y')[slot] ?? 0]
      expect(Math.hypot(x - 100, y)).toBeLessThanOrEqual(40 + 10)
    }
    const passed = world.events.filter(({ kind }) => kind === 'passage')
    expect(passed.length).toBe(12)
    const record = world.f64('passage.record/series')
    expect([...record]).toEqual([1, 12, living, 30])
    expect(living).toBeGreaterThan(60)
    for (const slot of kept)
      if (world.cells.births[slot] === 0)
        expect(world.f64('trait/force')[slot]).toBe(traits.get(keyOf(world, slot)))
    const now = cellsOf(world, 'host').map((slot) => [keyOf(world, slot), world.f64('cell.x')[slot]])
    expect(now.map(([key]) => key)).toEqual(others.map(([key]) => key))
    run(3 * DAY + 1)
    // The second came a day later, and no third.
    expect(record[RECORD.passages]).toBe(2)
    expect(record[RECORD.placedBefore]).toBe(12)
  })

  it('chooses and places by the seed and the lineage alone', () => {
    const after = (text: string, seed: number): World => runModel(text, { seed, ticks: DAY + 1 }).world
    const keys = (world: World): readonly string[] =>
      cellsOf(world, 'tumour').map((slot) => keyOf(world, slot))
    expect(stateHash(after(model(), 1))).toBe(stateHash(after(model(), 1)))
    expect(keys(after(model(), 1))).not.toEqual(keys(after(model(), 2)))
    // Without the host the same tumour cells go on to the same places.
    const alone = after(
      model().replace(
        '  host: { box: { low: [-150 um, -150 um, 0 um], high: [150 um, 150 um, 0 um], count: 40 } }\n',
        '',
      ),
      1,
    )
    expect(keys(alone)).toEqual(keys(after(model(), 1)))
  })

  it('takes all where there are fewer than it keeps', () => {
    const { world } = runModel(model().replace('keep: 12', 'keep: 5000'), { ticks: DAY + 1 })
    const record = world.f64('passage.record/series')
    expect(record[RECORD.placed]).toBe(record[RECORD.harvested])
  })

  it('chooses everybody equally often, whatever the trait', () => {
    // 20 seeds x 12 of about 120: the mean trait of the chosen is that of all within 5 standard errors.
    let [sum, count, spread] = [0, 0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const { world, run } = runModel(model(), { seed })
      run(DAY)
      const all = cellsOf(world, 'tumour').map((slot) => world.f64('trait/force')[slot] ?? 0)
      const mean = all.reduce((total, value) => total + value, 0) / all.length
      spread += all.reduce((total, value) => total + (value - mean) ** 2, 0) / all.length / 20
      run(DAY + 1)
      for (const slot of cellsOf(world, 'tumour')) {
        sum += (world.f64('trait/force')[slot] ?? 0) - mean
        count += 1
      }
    }
    expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt(spread / count))
  })
})

test('a fresh host is as the run began, but for the cells that came with the passage', () => {
  const { world } = runModel(model(', fresh host: true'), { ticks: DAY + 1 })
  const start = runModel(model(), { ticks: 0 }).world
  expect([...world.f32('field/s')]).toEqual([...start.f32('field/s')])
  const places = (of: World): readonly unknown[] =>
    cellsOf(of, 'host').map((slot) => [of.f64('cell.x')[slot], of.f64('cell.y')[slot]])
  expect(places(world)).toEqual(places(start))
  expect(cellsOf(world, 'host').every((slot) => world.cells.state[slot] === 0)).toBe(true)
  // They are other cells than those of the start.
  const before = new Set(cellsOf(start, 'host').map((slot) => keyOf(start, slot)))
  expect(cellsOf(world, 'host').some((slot) => before.has(keyOf(world, slot)))).toBe(false)
  expect(world.tick).toBe(DAY + 1)
})

test('a fresh host runs on: fields are solved, and vessels are where they were', () => {
  const vessels =
    'vessels: { points: [[0 um, 0 um, 0 um], [1 um, 1 um, 0 um]], exchange: { s: { blood: 9 nM, rate: 1 1/min } } }\n'
  const { world, run } = runModel(model(', fresh host: true') + vessels, { ticks: DAY + 1 })
  expect(world.u32('vessel.siteCount')[0]).toBe(2)
  const other = runModel(model() + vessels, { ticks: 0 }).world
  expect([...world.u32('vessel.siteCount')]).toEqual([...other.u32('vessel.siteCount')])
  run(DAY + 120)
  expect(Math.min(...world.f32('field/s'))).toBeGreaterThan(0)
  expect(Math.max(...world.f32('field/s'))).toBeLessThan(9)
})

describe('what an author writes', () => {
  it.each([
    ['without a place', model('', ''), 'no place'],
    [
      'outside of the domain',
      model('', 'disc: { centre: [500 um, 0 um, 0 um], radius: 5 um }'),
      'outside the domain',
    ],
    ['between two steps', model().replace('at: 1 day', 'at: 90 s'), 'whole multiple'],
    ['so many times without a time between', model().replace('every: 1 day, ', ''), "'every'"],
    ['of nobody', model().replace('[tumour]', '[]'), 'no cell type'],
  ])('a passage %s is a mistake', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})
