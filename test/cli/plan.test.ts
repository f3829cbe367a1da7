import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { batchIds, readBatch } from '../../src/experiment/batch.ts'
import { planRuns } from '../../src/experiment/plan-runs.ts'
import { openStudy } from '../../src/experiment/open-study.ts'
import { nodeFiles } from '../../src/platform/node/files.ts'
import { SMALL_TRIAL, type Workbench, createWorkbench } from './workbench.ts'

const SWEEP = `${SMALL_TRIAL}sweep:
  layout: grid
  parameters:
    speed of T cells: { path: cell types.CD8.motility.speed, is: "one of 1, 2, 4 um/min [assumed]" }
`

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('sweep.yaml', SWEEP)
})
afterAll(() => bench.remove())

const planOf = async (...args: readonly string[]) => {
  const { code, stdout } = await bench.milieu(['plan', 'sweep.yaml', '--json', ...args])
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

describe('milieu plan', () => {
  test('says what would run, in words', async () => {
    const { code, stdout, stderr } = await bench.milieu(['plan', 'sweep.yaml', '--cores', '2'])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toContain('2 arms x 3 settings x 3 twins = 18 runs, none finished')
    expect(stdout).toMatch(
      /arm +fast +cell types\.tumour\.cycle\.rate: 0\.004 1\/min instead of 0\.001 1\/min/,
    )
    expect(stdout).toMatch(
      /varies +speed of T cells +one of 1, 2, 4 um\/min at cell types\.CD8\.motility\.speed/,
    )
    expect(stdout).toMatch(/time +about \d+ s on 2 cores, from one run, computed just now/)
    expect(stdout).toMatch(/cluster +1 task of about \d+ s with --executor slurm/)
    expect(stdout).toMatch(/disk +about [\d.]+ (kB|MB)/)
    expect(existsSync(bench.path('results'))).toBe(false)
  })

  test('--json lists every run', async () => {
    const plan = await planOf('--replicates', '1', '--seed', '7')
    expect(plan).toMatchObject({ arms: 2, settings: 3, patients: 0, replicates: 1, seed: 7, finished: 0 })
    expect(plan.runs).toHaveLength(6)
    expect(plan.runs[1]).toMatchObject({ arm: 'slow', setting: 1, replicate: 0, isFinished: false })
    expect(new Set(plan.runs.map(({ key }: { key: string }) => key)).size).toBe(6)
  })

  test('--out lays a study that any worker can open', async () => {
    const { stdout } = await bench.milieu(['plan', 'sweep.yaml', '--out', 'laid'])
    expect(stdout).toContain('milieu work laid --share 1/18')
    const study = openStudy(nodeFiles, bench.path('laid'))
    const [id = ''] = batchIds(nodeFiles, bench.path('laid'))
    expect(readBatch(nodeFiles, bench.path('laid'), id).plans).toEqual(planRuns(study.experiment))
    expect(readFileSync(bench.path('laid', 'experiment.yaml'), 'utf8')).toBe(SWEEP)
  })

  test('counts finished runs, and estimates from them', async () => {
    await bench.milieu(['trial', 'trial.yaml', '--replicates', '2', '--out', 'done'])
    const { stdout } = await bench.milieu(['plan', 'trial.yaml', '--out', 'done'])
    expect(stdout).toContain('= 6 runs, 4 finished')
    expect(stdout).toContain('from 4 finished runs of this folder')
    await bench.milieu(['trial', 'trial.yaml', '--out', 'done'])
    const all = await bench.milieu(['plan', 'trial.yaml', '--out', 'done'])
    expect(all.stdout).toContain('every run is finished')
  })

  test('mistakes are found before anything is planned', async () => {
    bench.write('wrong.yaml', SWEEP.replace('CD8.motility', 'CD9.motility'))
    const { code, stderr } = await bench.milieu(['plan', 'wrong.yaml'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/unknown key 'CD9'/)
  })
})
