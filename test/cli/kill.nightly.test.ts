import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killRepeatedly, runContents } from '../../src/testing/killed-runs.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* The same as kill.test.ts, long enough to hit what is rare. */

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))
const MODEL = livingTissue({
  more: 'record: { snapshots: every 5 h, series: [cell counts, mean oxygen], series every: every 17 min }',
}).replace('stop: 1 day', 'stop: 4 day')

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('model.yaml', MODEL)
})
afterAll(() => bench.remove())

test('killed sixty times, a run ends as if it never had been', async () => {
  await bench.milieu(['run', 'model.yaml', '--out', 'whole', '--quiet'])
  let hits = 0
  for (let round = 0; hits < 60; round++) {
    const out = `killed${round}`
    const args = ['run', 'model.yaml', '--out', out, '--checkpoint-every', '5ms']
    const how = { kills: 10, within: 700, begun: `${out}/runs` }
    const { instants, end } = await killRepeatedly(ENTRY, bench.folder, args, how)
    expect(end, `killed at ${instants.join(', ')} ms`).toMatchObject({ code: 0 })
    expect(runContents(bench.path(out, 'runs'))).toEqual(runContents(bench.path('whole', 'runs')))
    hits += instants.length
  }
})
