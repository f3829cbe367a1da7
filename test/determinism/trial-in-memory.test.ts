import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planRuns } from '../../src/experiment/plan-runs.ts'
import type { RunFailure } from '../../src/experiment/run-failure.ts'
import { TrialExecution, type TrialRunner } from '../../src/platform/browser/trial-execution.ts'
import { concludeTrial, estimateTrial, openTrial } from '../../src/platform/browser/trial-study.ts'
import { memoryRuns, ownThreadRunner } from '../../src/testing/own-thread-runner.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { SMALL_MODEL, SMALL_TRIAL, type Workbench, createWorkbench } from '../cli/workbench.ts'

// A trial in a page, with files in memory and no claims, has to leave what the command leaves.

const PICTURED = `${SMALL_TRIAL}pictures: { at: [0 h, 6 h] }
times to event: { growth: tumour cells rises above 110 % of its start }
`
const TEXTS = { 'trial.yaml': PICTURED, 'model.yaml': SMALL_MODEL }

let bench: Workbench
beforeAll(async () => {
  bench = createWorkbench()
  bench.write('trial.yaml', PICTURED)
  expect(
    (await bench.milieu(['trial', 'trial.yaml', '--out', 'out', '--cores', '1', '--quiet'])).stderr,
  ).toBe('')
})
afterAll(() => bench.remove())

function opened() {
  const { experiment, issues } = openTrial('trial.yaml', TEXTS)
  if (experiment === undefined) throw new Error(JSON.stringify(issues))
  return { experiment, plans: planRuns(experiment) }
}

async function inMemory() {
  const { experiment, plans } = opened()
  const kept = memoryRuns()
  const startRunner = (): TrialRunner => ownThreadRunner(experiment)
  const outcomes = await new TrialExecution({ plans, places: 2, kept, startRunner }).run()
  const options = { kept, kernels: testKernels(), texts: TEXTS, command: 'milieu trial trial.yaml' }
  return { kept, outcomes, results: await concludeTrial(experiment, outcomes, options) }
}

const onDisk = (path: string): Uint8Array => readFileSync(bench.path('out', path))
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
/** What a file says beside the machine that made it and the time that it took. */
const withoutHost = (content: string): string =>
  content
    .replace(/"host":\s*\{[^}]*\}/g, '"host"')
    .replace(/"wallTime":\{[^}]*\}/g, '"wallTime"')
    .replace(/"(wallSeconds|peakMegabytes|peakMemory)":\s*[\d.]+/g, '"$1"')
    .replace(/<dt>(made on|run time|peak memory)<\/dt><dd>.*?<\/dd>/g, '<dt>$1</dt>')
    .replace(/(<td><code>[0-9a-f]{16}<\/code><\/td>)<td[^>]*>[^<]*<\/td>/g, '$1')

test('leaves the runs of the command, byte for byte but for host and wall time', async () => {
  const { kept } = await inMemory()
  const keys = readdirSync(bench.path('out', 'runs')).toSorted()
  expect([...kept.runs.keys()].toSorted()).toEqual(keys)
  expect(keys).toHaveLength(6)
  for (const key of keys) {
    const files = kept.runs.get(key)?.files ?? {}
    const names = readdirSync(bench.path('out', 'runs', key), { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name !== 'snapshots')
    expect(Object.keys(files).toSorted()).toEqual(names.map((name) => `${key}/${name}`).toSorted())
    for (const name of names) {
      const [here, there] = [files[`${key}/${name}`], onDisk(join('runs', key, name))]
      if (name === 'manifest.json') expect(withoutHost(text(here))).toBe(withoutHost(text(there)))
      else expect(Buffer.from(here ?? []).equals(there), name).toBe(true)
    }
  }
})

test('leaves the study, tables, figures and report of the command', async () => {
  const { results } = await inMemory()
  const names = readdirSync(bench.path('out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(bench.path('out').length + 1)
        .replaceAll('\\', '/'),
    )
    // What each process writes of itself is no part of the answer.
    .filter((name) => !name.startsWith('runs/') && !name.startsWith('workers/'))
    .toSorted()
  expect(Object.keys(results.files).toSorted()).toEqual(names)
  expect(names).toContain('tables/series.csv')
  expect(results.summary.tissue.length).toBeGreaterThan(0)
  for (const name of names) {
    const isHosted = ['summary.json', 'report.html'].includes(name) || name.startsWith('tables/runs')
    if (!isHosted) expect(Buffer.from(results.files[name] ?? []).equals(onDisk(name)), name).toBe(true)
    else if (!name.endsWith('.parquet') && !name.startsWith('tables/runs'))
      expect(withoutHost(text(results.files[name])), name).toBe(withoutHost(text(onDisk(name))))
  }
})

test('goes on where it was stopped, and computes nothing twice', async () => {
  const { experiment, plans } = opened()
  const kept = memoryRuns()
  let begun = 0
  const first = new TrialExecution({
    plans,
    places: 1,
    kept,
    startRunner: () => {
      const runner = ownThreadRunner(experiment)
      return {
        ...runner,
        run: (plan, watch) => {
          begun += 1
          if (begun === 3) first.stop()
          return runner.run(plan, watch)
        },
      }
    },
  })
  const outcomes = await first.run()
  const states = outcomes.map(({ manifest }) => manifest?.status)
  // Runs of this size end before they are asked whether to stop.
  expect(states.filter((status) => status !== undefined)).toHaveLength(3)
  let again = 0
  const startRunner = (): TrialRunner => {
    const runner = ownThreadRunner(experiment)
    return { ...runner, run: (plan, watch) => ((again += 1), runner.run(plan, watch)) }
  }
  const second = await new TrialExecution({ plans, places: 1, kept, startRunner }).run()
  expect(second.map(({ manifest }) => manifest?.status)).toEqual(plans.map(() => 'finished'))
  expect(again + states.filter((status) => status === 'finished').length).toBe(plans.length)
  const whole = await inMemory()
  expect(second.map(({ manifest }) => manifest?.stateHash)).toEqual(
    whole.outcomes.map(({ manifest }) => manifest?.stateHash),
  )
})

test('tries a run again with another runner, and says why when that fails, too', async () => {
  const { experiment, plans } = opened()
  const broken = plans[1]?.key
  const failure: RunFailure = { message: 'no memory', lines: [] }
  let runners = 0
  const startRunner = (): TrialRunner => {
    runners += 1
    const runner = ownThreadRunner(experiment)
    return {
      ...runner,
      run: (plan, watch) =>
        plan.key === broken ? Promise.resolve({ kind: 'failed', failure }) : runner.run(plan, watch),
    }
  }
  const kept = memoryRuns()
  const outcomes = await new TrialExecution({ plans, places: 1, kept, startRunner }).run()
  expect(outcomes.map(({ error }) => error)).toEqual(
    plans.map(({ key }) => (key === broken ? 'no memory' : undefined)),
  )
  expect(runners).toBe(2)
  const options = { kept, kernels: testKernels(), texts: TEXTS, command: '' }
  const { summary } = await concludeTrial(experiment, outcomes, options)
  expect(summary.runs?.finished).toBe(plans.length - 1)
})

test('is estimated from a probe; what is kept costs nothing', async () => {
  const { experiment } = opened()
  const { kept } = await inMemory()
  const options = { kernels: testKernels(), cores: 4, memory: 1e9, kept: memoryRuns() }
  const before = await estimateTrial(experiment, options)
  expect(before).toMatchObject({ runs: 6, left: 6, places: 4 })
  expect(before.seconds).toBeGreaterThan(0)
  expect(before.memory).toBeGreaterThan(4 * 50e6)
  const after = await estimateTrial(experiment, { ...options, kept })
  expect(after).toMatchObject({ runs: 6, left: 0, seconds: 0, kept: 0 })
  const narrow = await estimateTrial(experiment, { ...options, memory: 2.5 * before.memoryPerRun })
  expect(narrow.places).toBe(2)
  expect((await estimateTrial(experiment, { ...options, memory: 1e6 })).places).toBe(0)
})

test('is refused for mistakes of the file and for measures that the model does not have', () => {
  const wrong = openTrial('trial.yaml', {
    ...TEXTS,
    'trial.yaml': PICTURED.replace('tumour cells, at', 'tumor cells, at'),
  })
  expect(wrong.experiment).toBeUndefined()
  expect(wrong.issues.filter(({ severity }) => severity === 'error')[0]?.message).toMatch(/unknown measure/)
  expect(openTrial('trial.yaml', {}).issues[0]?.message).toMatch(/no such file/)
})
