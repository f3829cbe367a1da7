import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GOLDEN_CASES, type GoldenRun, goldenRun } from '../../src/testing/golden-runs.ts'

/**
 * Pinned runs: a difference says that results moved, not that they are wrong. README.md says what to do then.
 * Bits are the same on every machine, so nothing is compared with a tolerance.
 */
describe.each(GOLDEN_CASES.map((one) => [one.name, one] as const))('the pinned run %s', (name, one) => {
  const pinned = JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8')) as GoldenRun // written by scripts/golden.ts
  const found = JSON.parse(JSON.stringify(goldenRun(one))) as GoldenRun // as it would be written: -0 becomes 0

  test('is a run in which something happens', () => {
    expect(Object.values(pinned.events).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
    expect(pinned.times.length).toBeGreaterThan(5)
  })

  test('is of the same model', () => {
    expect(found.modelHash).toBe(pinned.modelHash)
  })

  test('has the same series and events', () => {
    expect(found.times).toEqual(pinned.times)
    expect(found.series).toEqual(pinned.series)
    expect(found.events).toEqual(pinned.events)
  })

  test('has the same state, to the bit', () => {
    expect(found.stateHashes).toEqual(pinned.stateHashes)
  })
})
