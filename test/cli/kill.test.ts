import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killRepeatedly, runContents, startMilieu } from '../../src/testing/killed-runs.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* Real processes, really killed. Where exactly on disk a kill can hit is gone through one by one in stored-run.test.ts. */

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))
/** More computing than the first kill waits for on any machine, with rows, events and snapshots all the time. */
const MODEL = livingTissue({
  more: 'record: { snapshots: every 5 h, series: [cell counts, mean oxygen], series every: every 17 min }',
}).replace('stop: 1 day', 'stop: 4 day')
const OFTEN = ['--checkpoint-every', '30ms']

let bench: Workbench
beforeAll(async () => {
  bench = createWorkbench()
  bench.write('model.yaml', MODEL)
  await bench.milieu(['run', 'model.yaml', '--out', 'whole', '--quiet'])
})
afterAll(() => bench.remove())
const runs = (folder: string): string => bench.path(folder, 'runs')

describe('a run that is killed again and again', () => {
  test('ends in the same folder as one that never was', async () => {
    const args = ['run', 'model.yaml', '--out', 'killed', ...OFTEN]
    const { instants, end } = await killRepeatedly(ENTRY, bench.folder, args, {
      kills: 3,
      within: 500,
      begun: 'killed/runs',
    })
    expect(end, `killed at ${instants.join(', ')} ms`).toMatchObject({ code: 0 })
    expect(instants.length).toBeGreaterThan(0)
    expect(runContents(runs('killed'))).toEqual(runContents(runs('whole')))
    expect(readdirSync(runs('killed')).length).toBe(1)
  })

  test('goes on by milieu resume too, in its own or its results folder', async () => {
    const args = ['run', 'model.yaml', '--out', 'resumed', ...OFTEN]
    const { child, ended } = startMilieu(ENTRY, bench.folder, args)
    const timer = setInterval(() => {
      const [key] = existsSync(runs('resumed')) ? readdirSync(runs('resumed')) : []
      if (key !== undefined && existsSync(`${runs('resumed')}/${key.split('.')[0]}.partial/checkpoint.json`))
        child.kill('SIGKILL')
    }, 5)
    expect(await ended).toMatchObject({ signal: 'SIGKILL' })
    clearInterval(timer)
    const early = await bench.milieu(['hash', 'resumed'])
    expect(early).toMatchObject({ code: 3, stdout: '' })
    expect(early.stderr).toMatch(/was killed before its end; 'milieu resume .*' goes on with it/)
    const half = await bench.milieu(['resume', 'resumed', '--until', '20 h'])
    expect(half.code, half.stderr).toBe(0)
    expect(half.stderr).toMatch(/goes on from/)
    expect(half.stdout).toMatch(/\(stopped\)\n {2}go on {4}milieu resume resumed\/runs/)
    const { code, stdout, stderr } = await bench.milieu(['resume', 'resumed'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('goes on from day 0.83')
    expect(stdout).toContain('report   resumed/report.html')
    expect(runContents(runs('resumed'))).toEqual(runContents(runs('whole')))
    expect(await bench.milieu(['resume', 'resumed'])).toMatchObject({
      code: 0,
      stdout: '  nothing to do: the run is finished\n',
    })
  })

  test('is not computed by two processes at once', async () => {
    bench.write('long.yaml', MODEL.replace('stop: 4 day', 'stop: 400 day'))
    const args = ['run', 'long.yaml', '--out', 'twice', ...OFTEN]
    const first = startMilieu(ENTRY, bench.folder, args)
    while (
      !existsSync(runs('twice')) ||
      !readdirSync(runs('twice')).some((name) => name.endsWith('.partial'))
    )
      await new Promise((resolve) => setTimeout(resolve, 5))
    const second = await startMilieu(ENTRY, bench.folder, args).ended
    expect(second.code).toBe(3)
    expect(second.stderr).toMatch(/process \d+ on .* is computing the run/)
    first.child.kill('SIGKILL')
    await first.ended
  })
})

test('a trial that is killed goes on when it is started again', async () => {
  // Half a day: untreated, the tissue grows too crowded later on.
  bench.write('half-day.yaml', livingTissue().replace('stop: 1 day', 'stop: 12 h'))
  bench.write(
    'trial.yaml',
    `format: 1
question: Does the drug matter?
model: half-day.yaml
replicates: 1
arms: { treated: {}, untreated: { set: { therapy: {} } } }
endpoints: { burden: { measure: tumour cells, at: end } }
compare: [treated against untreated]
`,
  )
  const args = ['trial', 'trial.yaml', '--cores', '2', ...OFTEN]
  const { instants, end } = await killRepeatedly(ENTRY, bench.folder, [...args, '--out', 't1'], {
    kills: 1,
    within: 700,
    begun: 't1/runs',
  })
  expect(end, `killed at ${instants.join(', ')} ms`).toMatchObject({ code: 0 })
  await bench.milieu(['trial', 'trial.yaml', '--out', 't2', '--quiet'])
  expect(runContents(runs('t1'))).toEqual(runContents(runs('t2')))
})
