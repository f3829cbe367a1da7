import { randomInt } from 'node:crypto'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runContents, startMilieu } from '../../src/testing/killed-runs.ts'
import { type Workbench, SMALL_MODEL, SMALL_TRIAL, createWorkbench } from './workbench.ts'

/* The same as in failure.test.ts, at many instants. */

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write(
    'model.yaml',
    SMALL_MODEL.replace('stop: 6 h', 'stop: 6 day').replace('rate: 0.001', 'rate: 0.0001'),
  )
  bench.write('trial.yaml', SMALL_TRIAL.replace('0.004', '0.0004'))
})
afterAll(() => bench.remove())

test('two workers of which one or the other is killed forty times leave what an undisturbed trial leaves', async () => {
  const runs = (folder: string): string => bench.path(folder, 'runs')
  expect((await bench.milieu(['trial', 'trial.yaml', '--out', 'whole'])).code).toBe(0)
  for (let round = 0; round < 5; round++) {
    const out = `killed${round}`
    cpSync(bench.path('whole'), bench.path(out), { recursive: true })
    for (const part of ['runs', 'workers']) rmSync(bench.path(out, part), { recursive: true })
    const work = ['work', out, '--cores', '1', '--checkpoint-every', '10ms']
    const instants: number[] = []
    for (let kill = 0; kill < 4; kill++) {
      const pair = [1, 2].map((k) => startMilieu(ENTRY, bench.folder, [...work, '--share', `${k}/2`]))
      for (const { child } of pair) {
        instants.push(randomInt(400, 1500))
        await wait(instants.at(-1))
        child.kill('SIGKILL')
      }
      await Promise.all(pair.map(({ ended }) => ended))
    }
    const { code, stderr } = await startMilieu(ENTRY, bench.folder, ['work', out, '--wait']).ended
    expect(code, `${stderr}; killed at ${instants.join(', ')} ms`).toBe(0)
    expect(runContents(runs(out)), `killed at ${instants.join(', ')} ms`).toEqual(runContents(runs('whole')))
    expect(readdirSync(runs(out)).length).toBe(6)
  }
})
