import { describe, expect, test } from 'vitest'
import { phaseTimes } from '../../testing/phase-times.ts'
import { runCells } from '../../testing/run-cells.ts'
import { FIVE_SIGMA, geometricDeviations } from '../../testing/waiting-times.ts'
import { volumeProcess } from '../volume/index.ts'
import { cycleProcess } from './index.ts'
import { CYCLE_MODELS, modelNames } from './models.ts'
import { type CycleSection, cycleSection, exitsOf } from './schema.ts'
import { createReader, locatedFrom } from '../../model/reader.ts'

/** Chosen: 2000 first visits per phase find a bias of a tenth of the mean at 5 standard errors, within a second. */
const CELLS = 2000

function exits(model: CycleSection['model']) {
  const value = cycleSection.schema.read(locatedFrom({ model }), [], createReader(new Map()))
  return exitsOf(value ?? { model })
}

describe('time in a phase', () => {
  test.each(modelNames)('%s: exponential phases have the geometric law, fixed ones end on time', (model) => {
    const times = phaseTimes(`{ model: ${model} }`, CYCLE_MODELS[model].length, CELLS, 1)
    exits(model).forEach(({ data, rate, duration, isFixed }, phase) => {
      const waits = times[phase] ?? []
      const mean = duration?.value ?? 1 / (rate?.value ?? NaN)
      if (isFixed) expect(new Set(waits), data.name).toEqual(new Set([mean / 6]))
      else {
        for (const deviation of geometricDeviations(waits, 1 - Math.exp(-6 / mean))) {
          expect(Math.abs(deviation), data.name).toBeLessThan(FIVE_SIGMA)
        }
      }
    })
  })

  // The step that ends nearest to the duration: 45.9 steps of 6 min round to 46, 0.4 of a step to 1.
  test.each([
    ['4.59 h', 46],
    ['18 min', 3],
    ['20 min', 3],
    ['22 min', 4],
    ['2.4 min', 1],
  ])('a fixed phase of %s ends after %i steps of 6 min', (duration, steps) => {
    const times = phaseTimes(`{ model: live, duration: ${duration}, distribution: fixed }`, 1, 3, 1)
    expect(times).toEqual([[steps, steps, steps]])
  })
})

describe('growth of a population', () => {
  test('live cells multiply by 1 + p per step', () => {
    const [cells, steps, rate] = [1000, 100, 0.002]
    const cell = [`cycle: { model: live, rate: ${rate} 1/min }`]
    const { world, step } = runCells({ cell, processes: [volumeProcess, cycleProcess], cells })
    for (let k = 0; k < steps; k++) step()
    const p = 1 - Math.exp(-6 * rate)
    const growth = (1 + p) ** steps
    // Galton-Watson process with offspring 1 + Bernoulli(p): variance sigma^2 m^(k-1) (m^k - 1) / (m - 1).
    const deviation = Math.sqrt((cells * p * (1 - p) * growth * (growth - 1)) / ((1 + p) * p))
    expect(Math.abs(world.count - cells * growth)).toBeLessThan(FIVE_SIGMA * deviation)
  })

  test('a type without a cycle does not divide, and costs no columns', () => {
    const { world, step } = runCells({
      cell: ['volume: {}'],
      processes: [volumeProcess, cycleProcess],
      cells: 10,
    })
    for (let k = 0; k < 10; k++) step()
    expect(world.count).toBe(10)
    expect(world.has('cycle.phase')).toBe(false)
  })
})

describe('volume through the cycle', () => {
  test.each(modelNames)('%s: the target is doubled while the cell grows and returns to its base', (model) => {
    const cell = [`cycle: { model: ${model} }`]
    const { world, step } = runCells({ cell, processes: [volumeProcess, cycleProcess], cells: 20 })
    const phases = CYCLE_MODELS[model]
    const grows = phases.findIndex((phase) => phase.growsAtEntry === true)
    const divides = phases.findIndex((phase) => phase.dividesAtExit === true)
    for (let k = 0; k < 600; k++) {
      step()
      for (let slot = 0; slot < world.count; slot++) {
        const phase = world.u8('cycle.phase')[slot] ?? 0
        const isGrowing = phases.length > 1 && phase >= grows && phase <= divides
        expect(world.f64('volume.nuclearSolidTarget')[slot]).toBe(isGrowing ? 270 : 135)
      }
    }
    expect(world.count).toBeGreaterThan(20)
  })
})
