import { describe, expect, test } from 'vitest'
import { alignedSamples, ofSetting, overSettings, samplesOf } from './endpoint-values.ts'
import { placeAt, shapeOf, slotCount, slotOf } from './run-places.ts'

const numbers = (...values: readonly number[]) => Float64Array.from(values)
const shape = { settings: 1, patients: 1, replicates: 3 }

describe('places of runs', () => {
  const cube = { settings: 2, patients: 3, replicates: 4 }
  test('a slot says which setting, patient and replicate it is', () => {
    const slots = Array.from({ length: slotCount(cube) }, (_, slot) => slot)
    expect(slots.map((slot) => slotOf(placeAt(slot, cube), cube))).toEqual(slots)
    expect(placeAt(17, cube)).toEqual({ setting: 1, patient: 1, replicate: 1 })
  })

  test('the shape follows from the design', () => {
    const points = [0, 1].flatMap((setting) =>
      [0, 1, 2].map((patient) => ({ index: setting * 3 + patient, setting, patient, values: [] })),
    )
    expect(shapeOf({ parameters: [], points }, 4)).toEqual(cube)
    expect(shapeOf(undefined, 4)).toEqual({ settings: 1, patients: 1, replicates: 4 })
  })
})

describe('samples of two arms', () => {
  const [a, b] = [numbers(1, Number.NaN, 3), numbers(10, 20, Number.NaN)]

  test('of twins hold pairs of which both are there', () => {
    expect(samplesOf(a, b, shape, 'twins')).toEqual({ a: [1], b: [10] })
  })

  test('of independent runs hold all that are there', () => {
    expect(samplesOf(a, b, shape, 'independent')).toEqual({ a: [1, 3], b: [10, 20] })
  })

  test('of patients hold means over those replicates that both arms have', () => {
    const cohort = { settings: 1, patients: 2, replicates: 2 }
    const found = samplesOf(numbers(1, 3, 5, Number.NaN), numbers(2, 4, 6, 100), cohort, 'twins')
    expect(found).toEqual({ a: [2, 5], b: [3, 6] })
  })

  test('of several arms leave out whoever misses one of them', () => {
    const found = alignedSamples(
      [numbers(1, 2, 3), numbers(4, Number.NaN, 6), numbers(7, 8, 9)],
      shape,
      'twins',
    )
    expect(found).toEqual([
      [1, 3],
      [4, 6],
      [7, 9],
    ])
  })
})

test('settings are told apart or averaged; one that is missing leaves the mean unknown', () => {
  const swept = { settings: 2, patients: 1, replicates: 3 }
  const values = numbers(1, 2, Number.NaN, 5, 4, 9)
  expect([...ofSetting(values, swept, 1)]).toEqual([5, 4, 9])
  expect([...overSettings(values, swept)]).toEqual([3, 3, Number.NaN])
})
