import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killRepeatedly } from '../../src/testing/killed-runs.ts'
import { CELLS, FIT } from './calibration-files.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('cells.csv', CELLS)
  bench.write('fit.yaml', FIT)
})
afterAll(() => bench.remove())

const text = (...parts: readonly string[]): string => readFileSync(bench.path(...parts), 'utf8')

test('a calibration gives the same posterior on one core, on two, and when it was killed', async () => {
  const two = await bench.milieu(['calibrate', 'fit.yaml', '--out', 'two', '--cores', '2'])
  expect(two.code, two.stderr).toBe(0)
  await bench.milieu(['calibrate', 'fit.yaml', '--out', 'one', '--cores', '1', '--quiet'])
  expect(text('one', 'tables/posterior.csv')).toBe(text('two', 'tables/posterior.csv'))
  const how = { kills: 4, within: 900, begun: 'killed/runs' }
  const args = ['calibrate', 'fit.yaml', '--out', 'killed', '--cores', '2']
  const { end } = await killRepeatedly(ENTRY, bench.folder, args, how)
  expect(end).toMatchObject({ code: 0 })
  expect(text('killed', 'tables/posterior.csv')).toBe(text('two', 'tables/posterior.csv'))
}, 600_000)
