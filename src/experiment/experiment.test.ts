import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { stateHash } from '../engine/state-hash.ts'
import { sectionOf } from '../model/assemble.ts'
import type { ReadFile } from '../model/include.ts'
import { cycleSection } from '../processes/cycle/schema.ts'
import { motilitySection } from '../processes/motility/schema.ts'
import { therapySection } from '../processes/therapy/schema.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { runTo } from '../testing/start-run.ts'
import { type Experiment, parseExperiment } from './experiment.ts'
import { jobsOf, planRuns } from './plan-runs.ts'

const MODEL = livingTissue({ therapy: '{}' })

const head = (more = ''): string => `format: 1
question: Does it matter?
model: tissue.yaml
replicates: 3
${more}`
const tail = `endpoints: { burden: { measure: cell counts } }
`

/** A file system with one model; counts how often it is read. */
function disk(text: string, model = MODEL): { readonly read: ReadFile; readonly reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const files: Readonly<Record<string, string>> = { 'trials/a.yaml': text, 'trials/tissue.yaml': model }
  const read: ReadFile = (path) => {
    reads.set(path, (reads.get(path) ?? 0) + 1)
    const found = files[path]
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found }
  }
  return { read, reads }
}

function parsed(text: string, model?: string) {
  return parseExperiment('trials/a.yaml', disk(text, model).read)
}

function experimentOf(text: string): Experiment {
  const { experiment, issues } = parsed(text)
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (experiment === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return experiment
}

/** Errors with their place, as file:line:column and the text that stands there. */
function errorsOf(text: string, model = MODEL): readonly string[] {
  const { issues } = parsed(text, model)
  return issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, position }) => {
      if (position === undefined) return `nowhere ${code}`
      const { file, line, column, length } = position
      const source = (file === 'trials/a.yaml' ? text : model).split('\n')[line - 1] ?? ''
      return `${file}:${line} ${code} '${source.slice(column - 1, column - 1 + length)}'`
    })
}

const typeOf = ({ arms }: Experiment, arm: string, name: string) => {
  const type = arms.find((one) => one.name === arm)?.model.data.cellTypes.find((one) => one.name === name)
  if (type === undefined) throw new Error(`no ${name} in ${arm}`)
  return type
}

describe('arms', () => {
  const experiment = experimentOf(`${head()}
common: { set: { cell types.CD8.motility.speed: 5 um/min } }
arms:
  untreated: {}
  treated: { therapy: { now: { drug: anti-PD-1, dose: 3 mg/kg } } }
  fast:
    set:
      cell types.macrophage.motility.speed: 9 um/min
      cell types.CD8.motility.speed: 6 um/min
  also ruled: { cell types: { M2: { rules: ["oxygen increases migration speed to 1 um/min, half at 5 mmHg, hill 2 [assumed]"] } } }
${tail}`)

  test('stand in the order of the author', () => {
    expect(experiment.arms.map(({ name }) => name)).toEqual(['untreated', 'treated', 'fast', 'also ruled'])
  })

  test('lay their changes over the model, and over what is common', () => {
    const speed = (arm: string, type: string): number =>
      sectionOf(typeOf(experiment, arm, type), motilitySection).speed.value
    expect(['untreated', 'treated', 'fast'].map((arm) => speed(arm, 'CD8'))).toEqual([5, 5, 6])
    expect(['untreated', 'fast'].map((arm) => speed(arm, 'macrophage'))).toEqual([1, 9])
    const therapies = experiment.arms.map(({ model }) => Object.keys(sectionOf(model.data, therapySection)))
    expect(therapies).toEqual([[], ['now'], [], []])
  })

  test('leave everything else as it is', () => {
    const cycles = experiment.arms.map(({ name }) =>
      sectionOf(typeOf(experiment, name, 'tumour'), cycleSection),
    )
    expect(new Set(cycles.map((cycle) => JSON.stringify(cycle))).size).toBe(1)
    const hashes = experiment.arms.map(({ model }) => model.hash)
    expect(new Set(hashes).size).toBe(4)
  })

  test('without changes are the model itself', () => {
    const plain = experimentOf(`${head()}\narms: { a: {}, b: }\n${tail}`)
    expect(plain.arms[0]?.model.hash).toBe(plain.arms[1]?.model.hash)
  })
})

describe('set', () => {
  const set = (path: string, value = '1'): string => `${head()}
arms:
  control: {}
  changed:
    set: { ${path}: ${value} }
${tail}`

  test('makes what was not written but has a place', () => {
    const experiment = experimentOf(set('cell types.M2.motility.persistence', '42 min'))
    expect(sectionOf(typeOf(experiment, 'changed', 'M2'), motilitySection).persistence.value).toBe(42)
  })

  test.each([
    ['cell types.tumor.motility.speed', 'tumor'],
    ['cell type.tumour.motility.speed', 'cell type'],
    ['cell types.CD8.motilty.speed', 'motilty'],
    ['cell types.CD8.motility.sped', 'sped'],
    ['cell types.CD8.motility.speed.value', 'speed'],
  ])('names the part of %s that is not there, at its place in the experiment', (path, part) => {
    const errors = errorsOf(set(path))
    expect(errors.length).toBeGreaterThan(0)
    expect(errors[0]).toMatch(/^trials\/a\.yaml:9 /)
    expect(errors[0]).toContain(`'${part}'`)
  })

  test('reports a wrong value where it is written', () => {
    expect(errorsOf(set('cell types.CD8.motility.speed', '5 mmHg'))).toEqual([
      expect.stringMatching(/^trials\/a\.yaml:9 .*5 mmHg/),
    ])
  })
})

describe('mistakes', () => {
  test('in the model are reported in the model, once for all arms', () => {
    const model = MODEL.replace('speed: 3 um/min', 'speed: 3 mg')
    const errors = errorsOf(`${head()}\narms: { a: {}, b: {}, c: {} }\n${tail}`, model)
    const line = model.split('\n').findIndex((text) => text.includes('speed: 3 mg')) + 1
    expect(errors).toEqual([expect.stringMatching(new RegExp(`^trials/tissue\\.yaml:${line} .*3 mg`))])
  })

  test('in the experiment and in the model come together', () => {
    const text = `${head('pairing: sisters')}\narms: { a: { cell types: { CD8: { motility: { speed: 3 } } } } }\n${tail}`
    const files = errorsOf(text, MODEL.replace('persistence: 10 min, bias', 'persistence: 10 um, bias')).map(
      (error) => error.split(':')[0],
    )
    expect(new Set(files)).toEqual(new Set(['trials/a.yaml', 'trials/tissue.yaml']))
  })

  test('of the file itself have a place, too', () => {
    const { read } = disk('')
    expect(parseExperiment('trials/none.yaml', read).issues[0]).toMatchObject({
      severity: 'error',
      position: { line: 1 },
    })
    expect(errorsOf(`${head().replace('tissue.yaml', 'tisue.yaml')}\narms: { a: {} }\n${tail}`)).toEqual([
      expect.stringMatching(/^trials\/a\.yaml:3 .*tisue\.yaml/),
    ])
  })

  test.each([
    ['compare: [b against c]', "'c'"],
    ['expect: [burden is heavier in b than in a]', 'burden is heavier'],
    ['expect: [weight is higher in b than in a]', "'weight"],
  ])('in sentences are found: %s', (line, words) => {
    const errors = errorsOf(`${head()}\narms: { a: {}, b: {} }\n${line}\n${tail}`)
    expect(errors.length).toBe(1)
    expect(errors[0]).toContain(words)
  })
})

describe('the plan', () => {
  const text = (pairing: string, replicates = 3): string =>
    `${head(`pairing: ${pairing}`).replace('replicates: 3', `replicates: ${replicates}`)}
arms: { untreated: {}, treated: { therapy: { now: { drug: anti-PD-1, dose: 3 mg/kg } } } }
${tail}`
  const twins = planRuns(experimentOf(text('twins')))

  test('runs arm by arm, replicate by replicate, always in the same order', () => {
    expect(twins.map(({ arm, replicate }) => `${arm} ${replicate}`)).toEqual([
      'untreated 0',
      'untreated 1',
      'untreated 2',
      'treated 0',
      'treated 1',
      'treated 2',
    ])
    expect(planRuns(experimentOf(text('twins')))).toEqual(twins)
  })

  test('gives twins one seed and strangers two, and every run of an arm its own', () => {
    const seeds = twins.map(({ seed }) => seed)
    expect(seeds.slice(3)).toEqual(seeds.slice(0, 3))
    expect(new Set(seeds).size).toBe(3)
    const strangers = planRuns(experimentOf(text('independent'))).map((plan) => plan.seed)
    expect(new Set(strangers).size).toBe(6)
  })

  test('has a key for every run, which a further replicate does not change', () => {
    expect(new Set(twins.map(({ key }) => key)).size).toBe(6)
    const more = planRuns(experimentOf(text('twins')), { replicates: 5 }).map((plan) => plan.key)
    expect(more.slice(0, 3)).toEqual(twins.slice(0, 3).map(({ key }) => key))
    const reseeded = planRuns(experimentOf(text('twins')), { seed: 2 }).map((plan) => plan.key)
    expect(reseeded.filter((key) => more.includes(key))).toEqual([])
  })

  test('records what the endpoints need', () => {
    expect(twins[0]?.series).toContain('cell counts')
  })

  test('of 10,000 runs reads each model once per arm and shares it', () => {
    const { read, reads } = disk(text('twins', 5000))
    const { experiment } = parseExperiment('trials/a.yaml', read)
    if (experiment === undefined) throw new Error('has mistakes')
    const before = new Map(reads)
    const jobs = jobsOf(experiment, planRuns(experiment))
    expect(jobs.length).toBe(10_000)
    expect(reads).toEqual(before)
    expect(new Set(jobs.map(({ model }) => model)).size).toBe(2)
    // One look for the file, and one reading per arm.
    expect(reads.get('trials/tissue.yaml')).toBeLessThanOrEqual(3)
  })
})

test('twins are the same to the bit until the treatment begins, and then differ', () => {
  const experiment = experimentOf(`${head()}
arms: { untreated: {}, treated: { therapy: { later: { drug: anti-PD-1, dose: 3 mg/kg, start: 1 h } } } }
${tail}`)
  const hashes = (ticks: number): readonly string[] =>
    jobsOf(experiment, planRuns(experiment, { replicates: 1 })).map(({ plan, model }) =>
      stateHash(runTo(compile(model), ticks, { seed: plan.seed })),
    )
  const [a, b] = hashes(60)
  expect(a).toBe(b)
  const [c, d] = hashes(120)
  expect(c).not.toBe(d)
})

test('signals that endpoints and events name are kept in every arm and at every point, and nowhere else', () => {
  const text = `${head('sweep: { layout: grid, levels: 2, parameters: { time.phenotype: "uniform from 6 to 12 min [assumed]" } }\n')}arms: { a: {}, b: {} }
endpoints: { burden: { measure: cell counts }, oxygen: { measure: mean oxygen of live cells } }
times to event: { far: fraction of live cells with displacement above 50 um rises above 0.5 }
`
  const experiment = experimentOf(text)
  const models = [
    ...experiment.arms.map(({ model }) => model),
    ...jobsOf(experiment, planRuns(experiment)).map(({ model }) => model),
  ]
  expect(models).toHaveLength(2 + 2 * 2 * 3)
  for (const model of models)
    expect([...compile(model).signals.keys()]).toEqual(expect.arrayContaining(['oxygen', 'displacement']))
  const plain = experimentOf(`${head()}arms: { a: {} }\n${tail}`)
  expect(plain.arms.flatMap(({ model }) => [...compile(model).signals.keys()])).not.toContain('displacement')
})
