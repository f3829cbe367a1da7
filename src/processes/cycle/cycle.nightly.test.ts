import { expect, test } from 'vitest'
import { createReader, locatedFrom } from '../../model/reader.ts'
import { phaseTimes } from '../../testing/phase-times.ts'
import { FIVE_SIGMA, geometricDeviations } from '../../testing/waiting-times.ts'
import { CYCLE_MODELS, modelNames } from './models.ts'
import { cycleSection, exitsOf } from './schema.ts'

/** Chosen: finds a bias of 2 % of a mean at 5 standard errors, within minutes. */
const CELLS = 60_000

const cases = modelNames.flatMap((model) => [1, 2, 3].map((seed) => [model, seed] as const))

test.each(cases)('%s: waiting times of every stochastic phase, seed %i', (model, seed) => {
  const times = phaseTimes(`{ model: ${model} }`, CYCLE_MODELS[model].length, CELLS, seed)
  const section = cycleSection.schema.read(locatedFrom({ model }), [], createReader(new Map()))
  exitsOf(section ?? { model }).forEach(({ data, rate, duration, isFixed }, phase) => {
    const mean = duration?.value ?? 1 / (rate?.value ?? NaN)
    const waits = times[phase] ?? []
    if (isFixed) expect(new Set(waits), data.name).toEqual(new Set([mean / 6]))
    else {
      for (const deviation of geometricDeviations(waits, 1 - Math.exp(-6 / mean))) {
        expect(Math.abs(deviation), data.name).toBeLessThan(FIVE_SIGMA)
      }
    }
  })
})
