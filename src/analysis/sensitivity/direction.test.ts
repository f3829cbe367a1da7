import { expect, test } from 'vitest'
import { morrisDesign } from '../../math/sensitivity/morris.ts'
import type { SensitivityPlan } from '../../experiment/sensitivity-plan.ts'
import { directions } from './direction.ts'

const unit = morrisDesign({ trajectories: 50, dimensions: 2, seed: 3 })
/** Two factors, from 1 to 3 and from 0 to 1, at the middles of quarters: 1.25 .. 2.75 and 0.125 .. 0.875. */
const plan = {
  points: { method: 'morris', unit },
  design: {
    parameters: [{ unit: 'times' }, { unit: '' }],
    points: unit.points.map(([a = 0, b = 0], index) => ({ index, values: [1 + 2 * a, b] })),
  },
} as unknown as SensitivityPlan // nothing else of a plan is read

function found(value: (a: number, b: number) => number, against: string | undefined = 'control') {
  const values = unit.points.map(([a = 0, b = 0]) => [value(a, b)])
  return directions(plan, { endpoint: 'y', arm: 'treated', ...(against === '' ? {} : { against }), values })
}

test('a difference that one parameter turns', () => {
  // positive in the three lower quarters of a, where it is large; b does nothing
  const [a, b] = found((x) => (x < 0.75 ? 2 : -1)) ?? []
  expect(a).toMatchObject({ sign: 'higher', from: 1.25, to: 2.25, unit: 'times', isWhole: false })
  expect(b).toMatchObject({ from: 0.125, to: 0.875, isWhole: true })
  const kept = unit.points.filter(([x = 0]) => x < 0.75).length / unit.points.length
  expect(a?.share).toBe(kept)
})

test('of parts that hold, those next to each other count', () => {
  const [a] = found((x) => (x < 0.25 ? -3 : x < 0.5 ? 1 : -3)) ?? []
  expect(a).toMatchObject({ sign: 'lower', from: 2.25, to: 2.75 })
})

test('an output of one arm has no direction, and neither has a difference of nothing', () => {
  expect(found((x) => x, '')).toBeUndefined()
  expect(found(() => 0)).toBeUndefined()
  expect(found(() => Number.NaN)).toBeUndefined()
})

test('a quarter in which nothing was tried interrupts nothing', () => {
  // One walk: each factor takes two values, half of its range apart.
  const walk = morrisDesign({ trajectories: 1, dimensions: 2, seed: 3 })
  const few = {
    points: { method: 'morris', unit: walk },
    design: {
      parameters: [{ unit: '' }, { unit: '' }],
      points: walk.points.map((values, index) => ({ index, values })),
    },
  } as unknown as SensitivityPlan // nothing else of a plan is read
  const values = walk.points.map(() => [1])
  const [a] = directions(few, { endpoint: 'y', arm: 'treated', against: 'control', values }) ?? []
  const tried = walk.points.map(([x = 0]) => x)
  expect(a).toMatchObject({ from: Math.min(...tried), to: Math.max(...tried), isWhole: true, share: 1 })
})
