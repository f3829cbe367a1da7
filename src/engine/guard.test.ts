import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { plainWorld } from '../testing/plain-world.ts'
import { runOn, startWorld } from '../testing/start-run.ts'
import { MilieuError, NumericalError, isMilieuError } from './errors.ts'
import { checkFinite } from './guard.ts'
import type { World } from './world.ts'

function failureOf(action: () => void) {
  try {
    action()
  } catch (error) {
    if (error instanceof NumericalError) return error.failure
    throw error
  }
  return undefined
}

/** Sets one number of a column. */
function spoil(world: World, column: string, index: number, value: number): void {
  world.view(column)[index] = value
}

describe('the guard', () => {
  test.each([
    ['cell.x', 5, Number.NaN],
    ['cell.volume', 0, Number.POSITIVE_INFINITY],
    ['cell.z', 40, Number.NEGATIVE_INFINITY],
    ['field/oxygen', 119, Number.NaN],
    ['field/CXCL10', 0, Number.POSITIVE_INFINITY],
    ['interaction.damage', 3, Number.NaN],
    ['plasma/anti-PD-1', 0, Number.NaN],
  ])('finds column %s, index %d, at %d', (column, index, value) => {
    const world = startWorld(livingTissue())
    world.tick = 30
    spoil(world, column, index, value)
    expect(failureOf(() => checkFinite(world))).toMatchObject({ column, index, tick: 30, time: 30 })
  })

  test('finds the component and row of a wide column', () => {
    const columns = [
      { name: 'test.wide', group: 'cell', type: 'f64', unit: '1', doc: 'test', width: 3 },
    ] as const
    const world = plainWorld({ cells: 4, columns })
    spoil(world, 'test.wide', 2 * world.capacity + 1, Number.NaN)
    expect(failureOf(() => checkFinite(world))).toMatchObject({ column: 'test.wide', index: 1 })
  })

  test('lets pass what is finite, and what lies in rows that are not in use', () => {
    const world = startWorld(livingTissue())
    spoil(world, 'cell.x', world.count, Number.NaN)
    spoil(world, 'cell.y', 0, 1e308)
    spoil(world, 'cell.volume', 1, Number.MIN_VALUE)
    expect(failureOf(() => checkFinite(world))).toBeUndefined()
  })
})

describe('a run', () => {
  test('stops at the next decision after a number went wrong, and says where and when', () => {
    const world = startWorld(livingTissue())
    const failure = failureOf(() =>
      runOn(world, 60, (current) => {
        if (current.tick === 20) spoil(current, 'interaction.damage', 7, Number.NaN)
      }),
    )
    // Decisions are made in ticks 0, 6, 12, 18, 24.
    expect(failure).toMatchObject({ tick: 24, time: 24 })
    expect(failure?.column).toBeDefined()
    expect(world.tick).toBe(24)
  })
})

test('errors carry a code and say what happened', () => {
  const error = new NumericalError({ column: 'cell.x', index: 3, tick: 60, time: 6, recent: [] })
  expect(error.message).toBe(
    "the state is no longer a finite number: column 'cell.x', index 3, tick 60 (6 min)",
  )
  expect([
    isMilieuError(error),
    isMilieuError(error, 'NumericalFailure'),
    isMilieuError(error, 'Other'),
  ]).toEqual([true, true, false])
  expect(isMilieuError(new Error('x'))).toBe(false)
  expect(new MilieuError('Code', 'text', { cause: error }).cause).toBe(error)
})
