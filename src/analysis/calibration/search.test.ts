import { describe, expect, test } from 'vitest'
import { type Experiment, parseExperiment } from '../../experiment/experiment.ts'
import { jobsOf } from '../../experiment/plan-runs.ts'
import type { Calibration } from '../../experiment/calibration.ts'
import type { RunPlan } from '../../experiment/run-plan.ts'
import { exp } from '../../math/elementary.ts'
import { runJob } from '../../experiment/run-job.ts'
import type { ReadFile } from '../../model/include.ts'
import { testEnvironment } from '../../testing/run-environment.ts'
import type { RunSeries } from './distance.ts'
import { type RunPlans, type Search, searchParameters } from './search.ts'
import { summariseCalibration } from './summarise.ts'

/** Thirty cells that divide at a rate [1/min] and do not die: their expected number is 30 e^(rate t). */
const MODEL = `format: 1
title: Growth
domain: { size: [400 um, 400 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 240 min, mechanics: 240 min, phenotype: 60 min }
cell types:
  tumour:
    mechanics: { adhesion: "0 um/min [assumed]", repulsion: "0 um/min [assumed]" }
    cycle: { model: live, rate: "0.0006 1/min [assumed]" }
    death: { apoptosis: { rate: "0 1/min [assumed]" } }
initial: { tumour: { box: { low: [-150 um, -150 um, 0 um], high: [150 um, 150 um, 0 um], count: 30 } } }
`

/** What the rate is in truth [1/min], and in the arm that is held back. */
const TRUTH = { control: 0.0009, slow: 0.00045 }

/** Ratios of a measurement to what is expected; their standard deviation is 9 % [1]. Chosen: symmetric, so that the mean is right. */
const ERRORS = [0.88, 0.95, 1.0, 1.05, 1.12]

function dataCsv(): string {
  const rows = Object.entries(TRUTH).flatMap(([condition, rate]) =>
    [6, 12, 18, 24].flatMap((hours) =>
      ERRORS.map((error, subject) => {
        const value = 30 * exp(rate * 60 * hours) * error
        return `${condition},${subject},${hours},cells,${value.toFixed(2)},`
      }),
    ),
  )
  return ['condition,subject,time [h],quantity,value,unit', ...rows, ''].join('\n')
}

const experimentText = (more: string): string => `format: 1
question: How fast do the cells divide?
model: model.yaml
replicates: 1
arms:
  untreated: {}
  slow: { scale: { cell types.tumour.cycle.rate: 0.5 } }
endpoints: { cells: { measure: tumour cells } }
calibration:
  data: { file: data.csv }
  conditions: { control: untreated, slow: slow }
  quantities: { cells: { measure: tumour cells, scale: log } }
  hold back: { conditions: [slow] }
  parameters: { cell types.tumour.cycle.rate: "uniform from 0.0002 to 0.0016 1/min [assumed]" }
${more}`

function opened(more: string): { readonly experiment: Experiment; readonly calibration: Calibration } {
  const files: Readonly<Record<string, string>> = {
    'fit.yaml': experimentText(more),
    'model.yaml': MODEL,
    'data.csv': dataCsv(),
  }
  const read: ReadFile = (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  }
  const { experiment, issues } = parseExperiment('fit.yaml', read)
  if (experiment?.calibration === undefined) throw new Error(issues.map(({ message }) => message).join('\n'))
  return { experiment, calibration: experiment.calibration }
}

/** Runs plans in memory and keeps what they gave, as the folder of a study does; stops before batch `until`. */
function runsInMemory(experiment: Experiment, kept: Map<string, RunSeries>, until = Infinity) {
  const asked: (readonly RunPlan[])[] = []
  let computed = 0
  const runPlans: RunPlans = (plans) => {
    if (asked.length >= until) return Promise.resolve(undefined)
    asked.push(plans)
    const found = jobsOf(experiment, plans).map((job): RunSeries => {
      const known = kept.get(job.plan.key)
      if (known !== undefined) return known
      const { recording, units } = runJob(job, testEnvironment())
      expect(recording.snapshots).toEqual([])
      const run = { times: recording.times, values: recording.values, units }
      kept.set(job.plan.key, run)
      computed += 1
      return run
    })
    return Promise.resolve(found)
  }
  return { runPlans, asked, computed: () => computed }
}

const OPTIONS = { seed: 3, population: 16, budget: 90 }
const LIMITS = '  population: 16\n  budget: 90\n  predictions: 12\n'

async function search(
  kept = new Map<string, RunSeries>(),
  until?: number,
): Promise<{ found: Search | undefined; computed: number; asked: readonly (readonly RunPlan[])[] }> {
  const { experiment, calibration } = opened(LIMITS)
  const runs = runsInMemory(experiment, kept, until)
  const found = await searchParameters(experiment, calibration, OPTIONS, runs.runPlans)
  return { found, computed: runs.computed(), asked: runs.asked }
}

describe('a calibration', async () => {
  const whole = await search()
  const { experiment, calibration } = opened(LIMITS)
  if (whole.found === undefined) throw new Error('the search was not stopped')
  const answer = summariseCalibration({
    experiment,
    calibration,
    search: whole.found,
    seed: OPTIONS.seed,
    command: 'milieu calibrate fit.yaml',
  })

  test('finds the rate that made the data', () => {
    const [rate] = answer.parameters
    expect(rate?.posterior.low).toBeLessThan(TRUTH.control)
    expect(rate?.posterior.high).toBeGreaterThan(TRUTH.control)
    // The prior is 0.0014 wide; thirty cells that double three or four times tell the rate far better than that.
    expect(rate?.posterior.shrinkage).toBeGreaterThan(0.3)
    expect(answer.remarks).toEqual([])
  })

  test('predicts the condition that it has not seen', () => {
    const held = answer.scores.find(({ isHeldBack }) => isHeldBack)
    expect(held).toMatchObject({ condition: 'slow', quantity: 'cells', measurements: 20 })
    // Of 20 measurements at least 15: fewer have a probability below 0.1 % when each is inside with 95 %.
    expect(held?.coverage95).toBeGreaterThanOrEqual(0.75)
    expect(held?.relativeError).toBeLessThan(0.25)
    expect(whole.asked.slice(0, -1).every((plans) => plans.every(({ arm }) => arm === 'untreated'))).toBe(
      true,
    )
    expect(new Set(whole.asked.at(-1)?.map(({ arm }) => arm))).toEqual(new Set(['untreated', 'slow']))
  })

  test('lowers its tolerance within its budget', () => {
    const tolerances = answer.generations.map(({ tolerance }) => tolerance)
    expect(tolerances.length).toBeGreaterThan(1)
    expect(tolerances.toSorted((a, b) => b - a)).toEqual(tolerances)
    expect(whole.found?.runs.fit).toBeLessThanOrEqual(OPTIONS.budget)
    expect(answer.simulations).toBe((whole.found?.runs.fit ?? 0) + 24)
  })

  test('that was stopped goes on to the same posterior, to the bit, and computes nothing twice', async () => {
    const kept = new Map<string, RunSeries>()
    const half = await search(kept, 4)
    expect(half.found).toBeUndefined()
    const rest = await search(kept)
    expect(rest.found).toEqual(whole.found)
    expect(half.computed + rest.computed).toBe(whole.computed)
    expect(half.computed).toBeGreaterThan(0)
  })

  test('records little', () => {
    const [plan] = whole.asked[0] ?? []
    expect(plan).toMatchObject({
      series: ['tumour cells'],
      // The greatest divisor of the times at which something was measured: six hours.
      seriesEvery: 360,
      snapshotEvery: 0,
      events: [],
    })
  })

  test('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  })
})

test('runs that fail count as too far away', async () => {
  const { experiment, calibration } = opened(LIMITS)
  const { runPlans } = runsInMemory(experiment, new Map())
  let index = 0
  const failing: RunPlans = async (plans, stage) =>
    (await runPlans(plans, stage))?.map((run) => (index++ % 5 === 0 ? undefined : run))
  const found = await searchParameters(experiment, calibration, { ...OPTIONS, budget: 40 }, failing)
  const runs = found === undefined ? 0 : found.runs.fit + found.runs.check
  expect(found?.failures).toBe(Math.ceil(runs / 5))
  expect(found?.populations[0]?.particles.length).toBe(16)
})

test('a point estimate comes near the truth', async () => {
  const { experiment, calibration } = opened('  method: cma-es\n  budget: 48\n  predictions: 10\n')
  const { runPlans } = runsInMemory(experiment, new Map())
  const found = await searchParameters(experiment, calibration, { ...OPTIONS, budget: 48 }, runPlans)
  // Thirty founders that double: the number of cells scatters by about a sixth, and so a rate over a day by 0.0001.
  expect(Math.abs((found?.point?.values[0] ?? 0) - TRUTH.control)).toBeLessThan(0.0003)
})
