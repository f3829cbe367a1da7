import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { planRun } from '../../src/experiment/plan-runs.ts'
import { serialExecutor } from '../../src/platform/node/serial-executor.ts'
import { modelFrom } from '../../src/testing/run-model.ts'

const root = mkdtempSync(join(tmpdir(), 'milieu-flat-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // what the flag gives

/** Bytes that are in use when everything that can go has gone. */
function inUse(): number {
  for (let round = 0; round < 3; round++) collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Growth that is allowed from run 50 to run 200 [byte]: 20 kB per run, a tenth of a world of this model. */
const BOUND = 3e6

test('a long trial holds no more memory after 200 runs than after 50', async () => {
  const model = modelFrom(livingTissue().replace('stop: 1 day', 'stop: 2 h'))
  const jobs = Array.from({ length: 200 }, (_, replicate) => ({
    plan: planRun(model, { arm: 'a', replicate, seed: replicate + 1, measures: ['cell counts'] }),
    model,
  }))
  const execute = async (part: typeof jobs): Promise<number> => {
    const outcomes = await serialExecutor().execute(part, { folder: root, isStopping: () => false })
    expect(outcomes.every(({ manifest }) => manifest?.status === 'finished')).toBe(true)
    return inUse()
  }
  const early = await execute(jobs.slice(0, 50))
  const late = await execute(jobs.slice(50))
  expect(late - early).toBeLessThan(BOUND)
})
