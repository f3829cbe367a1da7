import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { cdfOf } from '../math/sampling/distribution.ts'
import type { ReadFile } from '../model/include.ts'
import { overridesAt } from './design.ts'
import { designOf } from './design-of.ts'
import { type Experiment, amendedModel, parseExperiment } from './experiment.ts'
import { jobsOf, planRuns } from './plan-runs.ts'
import { numberAt } from './model-numbers.ts'
import type { Varied } from './varied-schema.ts'

const MODEL = livingTissue({ therapy: '{}' })

/** Reads an experiment on the living tissue; counts the files that are read. */
function experimentOf(more: string, arms = '{ untreated: {}, treated: {} }'): Experiment {
  const text = `format: 1
question: What varies?
model: tissue.yaml
replicates: 2
arms: ${arms}
endpoints: { burden: { measure: cell counts } }
${more}`
  const read: ReadFile = (path) => {
    const found = { 'a.yaml': text, 'tissue.yaml': MODEL }[path]
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found }
  }
  const { experiment, issues } = parseExperiment('a.yaml', read)
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (experiment === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return experiment
}

function pointsOf(experiment: Experiment, seed?: number) {
  const design = designOf(experiment, seed)
  if (design === undefined) throw new Error('nothing varies')
  return design.points
}

const RATE = 'cell types.tumour.cycle.rate'
const SPEED = 'cell types.CD8.motility.speed'

const numberIn = (experiment: Experiment, arm: string, path: string, point = 0): number => {
  const plan = planRuns(experiment).find((one) => one.arm === arm && one.point === point)
  const [job] = plan === undefined ? [] : jobsOf(experiment, [plan])
  const found = job === undefined ? undefined : numberAt(job.model.data, path)
  return found?.kind === 'number' ? found.number.canonical : Number.NaN
}

describe('sweeps', () => {
  const grid = experimentOf(`sweep:
  layout: grid
  levels: 3
  parameters:
    ${SPEED}: one of 1, 4 um/min [assumed]
    ${RATE}: log-uniform from 0.0001 to 0.01 1/min [assumed]
`)

  test('a grid has every combination, in the order of names', () => {
    const points = pointsOf(grid)
    expect(points.map(({ index, setting }) => [index, setting])).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => [i, i]),
    )
    expect(points.map(({ values }) => values[0])).toEqual([1, 1, 1, 4, 4, 4])
    // Ends and the geometric middle; exp and log are accurate to some units of the last digit.
    for (const [index, value] of [1e-4, 1e-3, 1e-2].entries())
      expect(Math.abs((points[index]?.values[1] ?? 0) / value - 1)).toBeLessThan(1e-14)
  })

  test('every arm runs at every setting, with the luck of its replicate', () => {
    const plans = planRuns(grid)
    expect(plans).toHaveLength(2 * 6 * 2)
    expect(new Set(plans.map(({ key }) => key)).size).toBe(plans.length / 2) // the arms are the same model here
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(2)
  })

  test('the model of a point has its numbers', () => {
    expect(numberIn(grid, 'treated', SPEED, 5)).toBe(4)
    expect(numberIn(grid, 'treated', RATE, 5)).toBeCloseTo(0.01, 15)
  })

  test.each(['latin hypercube', 'sobol'])('%s fills each range', (layout) => {
    const experiment = experimentOf(`sweep:
  layout: ${layout}
  points: 16
  parameters: { ${SPEED}: "uniform from 1 to 5 um/min [assumed]", ${RATE}: "uniform from 0.5 to 2 times [assumed]" }
`)
    const points = pointsOf(experiment)
    for (const dimension of [0, 1]) {
      const low = [1, 0.5][dimension] ?? 0
      const width = [4, 1.5][dimension] ?? 0
      const strata = points.map(({ values }) => Math.floor((16 * ((values[dimension] ?? 0) - low)) / width))
      expect(strata.toSorted((a, b) => a - b)).toEqual(points.map((_, i) => i))
    }
    expect(pointsOf(experiment)).toEqual(points)
    expect(pointsOf(experiment, 2)).not.toEqual(points)
  })
})

describe('cohorts', () => {
  const cohort = (patients: number, more = ''): Experiment =>
    experimentOf(`cohort:
  patients: ${patients}
  parameters:
    growth: { path: ${RATE}, is: "lognormal, median 1 times, cv 30 % [assumed]" }
    speed: { path: ${SPEED}, is: "normal, mean 4 um/min, sd 1 um/min, from 1 to 7 um/min [assumed]" }
${more}`)

  test('patients stay who they are when there are more of them', () => {
    expect(pointsOf(cohort(8)).slice(0, 5)).toEqual(pointsOf(cohort(5)))
  })

  test('a patient has luck of their own, shared by the arms', () => {
    const plans = planRuns(cohort(3))
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(3 * 2)
    const seeds = (arm: string): readonly number[] =>
      plans.filter((plan) => plan.arm === arm).map(({ seed }) => seed)
    expect(seeds('treated')).toEqual(seeds('untreated'))
  })

  test('ranks correlate as asked', () => {
    const experiment = cohort(2000, '  correlations: { speed with growth: "0.7 [assumed]" }\n')
    const design = designOf(experiment)
    const parameters = (design?.parameters ?? []) as readonly Varied[] // what designOf makes
    const u = (design?.points ?? []).map(({ values }) =>
      values.map((value, k) => {
        const distribution = parameters[k]?.distribution
        return distribution === undefined ? 0 : cdfOf(distribution, value)
      }),
    )
    // Spearman's rho of uniform variables is 12 E[(u - 1/2)(v - 1/2)]; its standard error is about (1 - rho^2)/sqrt(n) = 0.011.
    const rho = (12 * u.reduce((sum, [a = 0, b = 0]) => sum + (a - 0.5) * (b - 0.5), 0)) / u.length
    expect(Math.abs(rho - 0.7)).toBeLessThan(4 * 0.0115)
  })

  test('settings and patients multiply', () => {
    const both = cohort(
      3,
      'sweep: { layout: grid, parameters: { time.stop: "one of 1, 2 day [assumed]" } }\n',
    )
    expect(pointsOf(both).map(({ setting, patient }) => [setting, patient])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
    expect(pointsOf(both)[4]?.values.slice(1)).toEqual(pointsOf(both)[1]?.values.slice(1))
  })
})

describe('what a value becomes', () => {
  test('a factor multiplies what stands in each arm', () => {
    const experiment = experimentOf(
      `sweep: { layout: grid, parameters: { ${RATE}: "one of 0.5, 2 times [assumed]" } }\n`,
      `{ slow: { set: { ${RATE}: 0.001 1/min } }, fast: { set: { ${RATE}: 0.6 1/h } } }`,
    )
    expect(numberIn(experiment, 'slow', RATE, 1)).toBe(0.002)
    expect(numberIn(experiment, 'fast', RATE, 0)).toBe(0.005)
  })

  test('an arm scales what a patient has', () => {
    const experiment = experimentOf(
      `sweep: { layout: grid, parameters: { ${RATE}: "one of 0.001, 0.002 1/min [assumed]", ${SPEED}: "one of 2, 3 times [assumed]" } }\n`,
      `{ untreated: {}, treated: { knock down: { ${RATE}: 50 % }, scale: { ${SPEED}: 0.1 } } }`,
    )
    expect(numberIn(experiment, 'untreated', RATE, 3)).toBe(0.002)
    expect(numberIn(experiment, 'treated', RATE, 3)).toBe(0.001)
    const factor = numberIn(experiment, 'treated', SPEED, 3) / numberIn(experiment, 'untreated', SPEED, 3)
    expect(factor).toBeCloseTo(0.1, 14)
  })

  test('whole numbers are rounded', () => {
    const parameter: Varied = {
      name: 'n',
      paths: ['initial.CD8.box.count'],
      unit: 'times',
      text: '',
      provenance: { kind: 'assumed' },
      distribution: { kind: 'uniform', low: 0.5, high: 2 },
      standing: { a: [{ value: 9, unit: '', isCount: true }] },
    }
    const design = { parameters: [parameter], points: [] }
    expect(overridesAt(design, { index: 0, values: [0.5] }, 'a')).toEqual([
      { path: 'initial.CD8.box.count', value: '5' },
    ])
  })

  test('a number inside of a rule is a number like any other', () => {
    const experiment = experimentOf('')
    const { model } = experiment.arms[0] ?? {}
    const rules = model?.data.cellTypes.flatMap(({ name, sections }) =>
      (sections['rules'] as readonly unknown[]).map((_, k) => `cell types.${name}.rules.${k}.half`),
    )
    const path = rules?.[0] ?? ''
    const before = model === undefined ? undefined : numberAt(model.data, path)
    if (before?.kind !== 'number') throw new Error('the tissue has no rule')
    const unit = before.number.unit === '' ? '' : ` ${before.number.unit}`
    const amended = amendedModel(experiment, 'treated', [
      { path, value: `${2 * before.number.value}${unit} [assumed]` },
    ])
    const after = amended.model === undefined ? undefined : numberAt(amended.model.data, path)
    expect(after?.kind === 'number' ? after.number.value : undefined).toBe(2 * before.number.value)
    // Nothing else is different: putting the number back gives the same model.
    const back = amendedModel(experiment, 'treated', [
      { path, value: `${before.number.value}${unit} [assumed]` },
    ])
    expect(back.model?.hash).toBe(model?.hash)
    expect(amended.model?.hash).not.toBe(model?.hash)
  })
})

test('ten thousand runs are planned without making a model', () => {
  const experiment = experimentOf(`sweep:
  layout: sobol
  points: 2500
  parameters: { ${SPEED}: "uniform from 1 to 5 um/min [assumed]", ${RATE}: "uniform from 0.5 to 2 times [assumed]" }
`)
  const { origin } = experiment
  if (origin === undefined) throw new Error('no origin')
  // A model could only be made from these: whoever tries fails.
  const barren: Experiment = {
    ...experiment,
    origin: {
      ...origin,
      get loaded(): never {
        throw new Error('a model was made')
      },
    },
  }
  const plans = planRuns(barren)
  expect(plans).toHaveLength(10_000)
  expect(() => jobsOf(barren, plans)).not.toThrow()
  expect(() => jobsOf(barren, plans.slice(0, 1))[0]?.model).toThrow('a model was made')
})
