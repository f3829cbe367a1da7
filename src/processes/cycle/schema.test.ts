import { describe, expect, test } from 'vitest'
import { createReader, locatedFrom, type Written } from '../../model/reader.ts'
import { CYCLE_MODELS, modelNames } from './models.ts'
import { type CycleSection, cycleSection, exitsOf } from './schema.ts'

function read(written: Written): {
  readonly value: CycleSection | undefined
  readonly codes: readonly string[]
} {
  const reader = createReader(new Map())
  const value = cycleSection.schema.read(locatedFrom(written), ['cycle'], reader)
  return {
    value,
    codes: reader.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  }
}

describe('reading a cycle', () => {
  test.each(modelNames)('%s reads with its own numbers, and what is written reads back the same', (model) => {
    const { value, codes } = read({ model })
    expect(codes).toEqual([])
    expect(exitsOf(value ?? { model }).map((exit) => exit.data)).toEqual(CYCLE_MODELS[model])
    for (const { rate, duration } of exitsOf(value ?? { model })) {
      expect(rate === undefined).not.toBe(duration === undefined)
      expect((rate ?? duration)?.provenance.isDefault).toBe(true)
    }
    // The cast states what `write` promises: a plain value.
    const again = read(cycleSection.schema.write(value) as Written).value
    expect(exitsOf(again ?? { model }).map((exit) => exit.rate?.value ?? exit.duration?.value)).toEqual(
      exitsOf(value ?? { model }).map((exit) => exit.rate?.value ?? exit.duration?.value),
    )
  })

  test('an author may set phases one by one; the others keep the numbers of the model', () => {
    const phases = { S: { duration: '8 h', distribution: 'fixed' }, 'G2/M': { rate: '0.01 1/min' } }
    const exits = exitsOf(read({ model: 'flow cytometry', phases }).value ?? { model: 'live' })
    expect(exits.map(({ rate, duration }) => rate?.value ?? duration?.value)).toEqual([0.00324, 480, 0.01])
    expect(exits.map(({ isFixed }) => isFixed)).toEqual([false, true, false])
  })

  test('live takes rate, duration and distribution directly', () => {
    const [exit] = exitsOf(
      read({ model: 'live', duration: '24 h', distribution: 'fixed' }).value ?? { model: 'live' },
    )
    expect([exit?.duration?.value, exit?.isFixed]).toEqual([1440, true])
  })

  test.each<[string, Written, string]>([
    ['a rate beside a duration', { model: 'live', rate: '1 1/h', duration: '1 h' }, 'one-of-two'],
    [
      'a rate beside a duration in a phase',
      { model: 'Ki67 basic', phases: { 'Ki67+': { rate: '1 1/h', duration: '1 h' } } },
      'one-of-two',
    ],
    [
      'a phase that the model does not have',
      { model: 'Ki67 basic', phases: { S: { rate: '1 1/h' } } },
      'unknown-name',
    ],
    ['a rate for all phases of many', { model: 'Ki67 basic', rate: '1 1/h' }, 'unknown-key'],
    ['phases of live', { model: 'live', phases: { live: { rate: '1 1/h' } } }, 'unknown-name'],
    ['a model that does not exist', { model: 'Ki76' }, 'not-one-of'],
    ['a negative rate', { model: 'live', rate: '-1 1/h' }, 'out-of-range'],
  ])('%s is a mistake', (_, written, code) => {
    expect(read(written)).toEqual({ value: undefined, codes: [code] })
  })
})
