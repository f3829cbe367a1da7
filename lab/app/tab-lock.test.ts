import { afterEach, expect, test, vi } from 'vitest'

/** The module as another tab loads it. */
async function tab(): Promise<typeof import('./tab-lock.ts')> {
  vi.resetModules()
  return import('./tab-lock.ts')
}

afterEach(() => vi.unstubAllGlobals())

test('a project belongs to one tab until that takes another', async () => {
  const [first, second] = [await tab(), await tab()]
  expect(await first.takeProject('a')).toBe(true)
  expect(await second.takeProject('a')).toBe(false)
  expect(await second.takeProject('b')).toBe(true)
  expect(await first.takeProject('c')).toBe(true)
  expect(await second.takeProject('a')).toBe(true)
})

test('a page that comes by plain http has no locks, and works', async () => {
  vi.stubGlobal('navigator', {})
  const [first, second] = [await tab(), await tab()]
  expect(await first.takeProject('a')).toBe(true)
  expect(await second.takeProject('a')).toBe(true)
})
