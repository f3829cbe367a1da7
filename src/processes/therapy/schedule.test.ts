import { expect, test } from 'vitest'
import { sectionOf } from '../../model/assemble.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { type Schedule, bolusAt, doseAmount, doseTimes, infusionAt } from './schedule.ts'
import { drugsSection, therapySection } from './schema.ts'

const model = (
  therapy: string,
  drug = 'molar mass: 146 kDa, half-life: 10 day, central volume: 5 L',
): string => `format: 1
title: doses
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 60 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates: { nivolumab: { unit: nM, diffusion: 0 um^2/min } }
vessels: { points: [[0 um, 0 um, 0 um]], exchange: { nivolumab: { blood: plasma, rate: 0 1/min } } }
drugs: { anti-PD-1: { substrate: nivolumab, ${drug} } }
therapy: ${therapy}
`

const schedule = (more: Partial<Schedule>): Schedule => ({
  start: 0,
  every: 1,
  count: 1,
  length: 0,
  amount: 10,
  ...more,
})

/** Steps in which a dose is given at once. */
const doses = (s: Schedule): readonly number[] =>
  Array.from({ length: 20 }, (_, step) => step).filter((step) => bolusAt(s, step) > 0)

/** Flow in each step of 2 min. */
const rates = (s: Schedule): readonly number[] =>
  Array.from({ length: 12 }, (_, step) => infusionAt(s, step, 2))

test('a bolus is given once per interval, from the start, and as often as asked', () => {
  expect(doses(schedule({}))).toEqual([0])
  expect(doses(schedule({ start: 3, every: 5, count: 3 }))).toEqual([3, 8, 13])
  expect(doses(schedule({ start: 1, every: 9, count: Infinity }))).toEqual([1, 10, 19])
  expect(bolusAt(schedule({}), 0)).toBe(10)
})

test('an infusion brings the dose evenly; infusions that overlap add up', () => {
  expect(rates(schedule({ start: 2, length: 5 }))).toEqual([0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
  expect(rates(schedule({ start: 0, every: 4, count: 2, length: 5 }))).toEqual([
    1, 1, 1, 1, 2, 1, 1, 1, 1, 0, 0, 0,
  ])
  for (const s of [schedule({ start: 1, every: 3, count: 4, length: 7 }), schedule({ length: 3 })]) {
    let total = 0
    for (let step = 0; step < 40; step++) total += 2 * infusionAt(s, step, 2)
    expect(total).toBeCloseTo(s.count * s.amount, 12)
  }
})

test.each([
  // mg over 146 kDa = 146e6 mg/mol; umol = 1e18 ymol.
  ['240 mg', (240 / 146e6) * 1e24],
  ['3 mg/kg', ((3 * 70) / 146e6) * 1e24],
  ['10 umol', 10e18],
  ['0.5 umol/kg', 35e18],
  ['200 ug', (0.2 / 146e6) * 1e24],
])('a dose of %s is %d ymol', (dose, expected) => {
  const { data } = modelFrom(model(`{ anti-PD-1: { dose: ${dose} } }`))
  const drug = sectionOf(data, drugsSection)['anti-PD-1']
  const therapy = sectionOf(data, therapySection)['anti-PD-1']
  if (drug === undefined || therapy === undefined) throw new Error('not in the model')
  expect(doseAmount(therapy.dose, drug) / expected).toBeCloseTo(1, 14)
})

test('figures learn when each therapy is given', () => {
  const therapy = `{ anti-PD-1: { dose: 3 mg/kg, every: 14 day, start: 1 day }, boost: { drug: anti-PD-1, dose: 240 mg, start: 15 day } }`
  expect(doseTimes(modelFrom(model(therapy)).data, 43 * 1440)).toEqual([
    { therapy: 'anti-PD-1', time: 1 * 1440, label: '3 mg/kg anti-PD-1' },
    { therapy: 'anti-PD-1', time: 15 * 1440, label: '3 mg/kg anti-PD-1' },
    { therapy: 'boost', time: 15 * 1440, label: '240 mg anti-PD-1' },
    { therapy: 'anti-PD-1', time: 29 * 1440, label: '3 mg/kg anti-PD-1' },
  ])
  const twice = '{ anti-PD-1: { dose: 3 mg/kg, every: 1 day, count: 2 } }'
  expect(doseTimes(modelFrom(model(twice)).data, 1e6).map(({ time }) => time)).toEqual([0, 1440])
  expect(doseTimes(modelFrom(model('{}')).data, 1e6)).toEqual([])
})

test.each([
  ['{ anti-PD-1: { dose: 3 } }', undefined, 'the dose has no unit'],
  ['{ anti-PD-1: { dose: 30 % } }', undefined, 'a dose cannot be in %'],
  ['{ anti-PD-1: { dose: 3 nM } }', undefined, 'a dose cannot be in nM'],
  ['{ anti-PD-1: { dose: 3 mg, start: 4 min } }', undefined, 'not a whole multiple'],
  ['{ anti-PD-1: { dose: 3 mg, every: 20 min } }', undefined, 'nearest: 18 min or 24 min'],
  ['{ anti-PD-1: { dose: 3 mg, infusion: 1 min } }', undefined, 'not a whole multiple'],
  ['{ anti-PD-1: { dose: 3 mg, count: 3 } }', undefined, "'count' needs 'every'"],
  ['{ anti-PD-2: { dose: 3 mg } }', undefined, "unknown drug 'anti-PD-2'"],
  ['{ x: { drug: anti-PD-2, dose: 3 mg } }', undefined, "unknown drug 'anti-PD-2'"],
  ['{ anti-PD-1: { dose: 3 mg } }', 'half-life: 10 day, central volume: 5 L', 'molar mass'],
  ['{}', 'central volume: 5 L', "either 'clearance' or 'half-life'"],
  ['{}', 'clearance: 1 L/day, half-life: 10 day, central volume: 5 L', "either 'clearance' or 'half-life'"],
  ['{}', 'half-life: 10 day, central volume: 5 L, exchange: 1 L/day', "'exchange' means nothing"],
  ['{}', 'model: two compartments, clearance: 1 L/day, central volume: 5 L', "needs 'peripheral volume'"],
])('therapy %s of a drug with %s is refused', (therapy, drug, words) => {
  expect(() => modelFrom(model(therapy, drug))).toThrow(words)
})
