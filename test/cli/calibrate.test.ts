import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CELLS, FIT } from './calibration-files.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

const AGAIN = `format: 1
question: What do the fitted numbers do?
model: model.yaml
replicates: 1
common: { include: [two/fitted.yaml] }
arms: { untreated: {} }
endpoints: { burden: { measure: tumour cells } }
`

/** One population, and no more. */
const ARGUMENTS = ['calibrate', 'fit.yaml', '--out', 'two', '--cores', '2', '--budget', '12']

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('cells.csv', CELLS)
  bench.write('fit.yaml', FIT)
  bench.write('again.yaml', AGAIN)
})
afterAll(() => bench.remove())

const text = (...parts: readonly string[]): string => readFileSync(bench.path(...parts), 'utf8')

describe('milieu calibrate', () => {
  test('answers, keeps runs small, and writes what can be used again', async () => {
    const { code, stdout, stderr } = await bench.milieu(ARGUMENTS)
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('cell types.tumour.cycle.rate')
    expect(stdout).toContain('held back  fast')
    const [run = ''] = readdirSync(bench.path('two', 'runs'))
    expect(existsSync(bench.path('two', 'runs', run, 'snapshots'))).toBe(false)
    for (const name of [
      'summary.json',
      'report.html',
      'tables/posterior.parquet',
      'tables/predictions.csv',
      'tables/scores.csv',
    ])
      expect(existsSync(bench.path('two', name)), name).toBe(true)
    expect(text('two', 'fitted.yaml')).toMatch(/rate: "?0\.00\d+ 1\/min \[fitted, calibration\]/)
    const checked = await bench.milieu(['check', 'again.yaml'])
    expect(checked.code, checked.stdout).toBe(0)
  })

  test('says what to do with an experiment that fits nothing', async () => {
    const { code, stderr } = await bench.milieu(['calibrate', 'trial.yaml'])
    expect(code).toBe(2)
    expect(stderr).toContain("it has no 'calibration'")
  })
})
