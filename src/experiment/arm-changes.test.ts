import { describe, expect, test } from 'vitest'
import { armDescription } from '../analysis/arm-description.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { type ReadFile, textReader } from '../model/include.ts'
import { sectionOf } from '../model/assemble.ts'
import { vesselsSection } from '../processes/vasculature/schema.ts'
import { type Experiment, parseExperiment, readerOf } from './experiment.ts'
import { numberAt } from './model-numbers.ts'
import { SPREADING } from '../testing/spreading-model.ts'

const FILES: Readonly<Record<string, string>> = {
  'models/tissue.yaml': `include: [library/part]\n${livingTissue({ therapy: '{}' })}`,
  'models/library/part.yaml': 'format: 1\nsubstrates: { oxygen: { initial: 5 mmHg } }\n',
  'models/library/low-oxygen.yaml':
    'format: 1\ninclude: [library/part]\nsubstrates: { oxygen: { boundary: 7 mmHg } }\n',
  'models/library/wrong.yaml': 'format: 1\nsubstrates: { oxygen: { boundary: 7 um } }\n',
}

function read(text: string): ReadFile {
  return (path) => {
    const found = path === 'trials/a.yaml' ? text : FILES[path]
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found }
  }
}

function parsed(arm: string, more = '') {
  const text = `format: 1
question: What does the arm do?
model: tissue.yaml
replicates: 1
${more}arms: { untreated: {}, treated: ${arm} }
endpoints: { burden: { measure: cell counts } }
`
  return parseExperiment('trials/a.yaml', read(text))
}

function experimentOf(arm: string, more?: string): Experiment {
  const { experiment, issues } = parsed(arm, more)
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (experiment === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return experiment
}

function numberIn({ arms }: Experiment, path: string, arm = 'treated'): number | undefined {
  const found = arms.find(({ name }) => name === arm)
  const number = found === undefined ? undefined : numberAt(found.model.data, path)
  return number?.kind === 'number' ? number.number.value : undefined
}

function described({ arms }: Experiment): readonly string[] {
  const [control, arm] = arms
  if (control === undefined || arm === undefined) throw new Error('two arms')
  return armDescription(control.model, arm.model, arm.changes)
}

const countOf = ({ arms }: Experiment, type: string, arm = 1): number => {
  const model = arms[arm]?.model
  const index = model?.data.cellTypes.findIndex(({ name }) => name === type)
  return model?.initialCells.filter((cell) => cell.type === index).length ?? Number.NaN
}

const EXPORT = 'cell types.tumour.exchange.CXCL10.export'

describe('numbers that an arm scales', () => {
  test('a knock-down leaves the rest, and says so', () => {
    const experiment = experimentOf(`{ knock down: { ${EXPORT}: 90 % } }`)
    // 50 molecules/min, of which the tenth part is left; 1 - 0.9 is not exactly 0.1.
    expect(numberIn(experiment, EXPORT)).toBeCloseTo(5, 12)
    expect(described(experiment)).toEqual([
      'export of CXCL10 by tumour cells knocked down by 90 % (5 molecules/min instead of 50 molecules/min)',
    ])
  })

  test('over-expression and scaling multiply', () => {
    const experiment = experimentOf(
      `{ overexpress: { ${EXPORT}: 3 times }, scale: { cell types.CD8.motility.speed: 0.5 } }`,
    )
    expect(numberIn(experiment, EXPORT)).toBe(150)
    expect(numberIn(experiment, 'cell types.CD8.motility.speed')).toBe(1.5)
    expect(described(experiment)).toEqual([
      'motility speed of CD8 cells times 0.5 (1.5 um/min instead of 3 um/min)',
      'export of CXCL10 by tumour cells overexpressed 3 times (150 molecules/min instead of 50 molecules/min)',
    ])
  })

  test('defaults are scaled, and numbers inside of rules', () => {
    const adhesion = 'cell types.CD8.mechanics.repulsion'
    const rule = 'cell types.CD8.rules.1.hill'
    const experiment = experimentOf(`{ scale: { ${adhesion}: 2, ${rule}: 0.5 } }`)
    expect(numberIn(experiment, adhesion)).toBe(2 * (numberIn(experiment, adhesion, 'untreated') ?? 0))
    expect(numberIn(experiment, rule)).toBe(4)
    expect(described(experiment)).toEqual([
      'mechanics repulsion of CD8 cells times 2 (20 um/min instead of 10 um/min)',
      "'hill' of rule 2 of CD8 cells times 0.5 (4 instead of 8)",
    ])
  })

  test('what is common is scaled first, and what is set is what is scaled', () => {
    const experiment = experimentOf(
      `{ set: { ${EXPORT}: 20 molecules/min }, scale: { ${EXPORT}: 0.5 } }`,
      `common: { scale: { ${EXPORT}: 3 } }\n`,
    )
    expect(numberIn(experiment, EXPORT)).toBe(30)
    expect(numberIn(experiment, EXPORT, 'untreated')).toBe(150)
  })

  test('whole numbers stay whole', () => {
    const experiment = experimentOf('{ scale: { initial.CD8.box.count: 0.4 } }')
    expect(countOf(experiment, 'CD8')).toBe(5)
  })

  test('a scaled number keeps the source of what it was', () => {
    const { arms } = experimentOf('{ scale: { cell types.tumour.rules.0.half: 0.5 } }')
    const found = arms.map(({ model }) => numberAt(model.data, 'cell types.tumour.rules.0.half'))
    expect(found.map((one) => (one.kind === 'number' ? one.number.provenance?.kind : ''))).toEqual([
      'assumed',
      'assumed',
    ])
  })
})

describe('cells that an arm leaves out', () => {
  const experiment = experimentOf('{ without: [CD8] }')

  test('none stand there at the start, none arrive, and all others stay', () => {
    expect(countOf(experiment, 'CD8', 0)).toBe(12)
    expect(countOf(experiment, 'CD8')).toBe(0)
    expect(countOf(experiment, 'tumour')).toBe(countOf(experiment, 'tumour', 0))
    const entries = experiment.arms.map(({ model }) =>
      Object.keys(sectionOf(model.data, vesselsSection)?.entry ?? {}),
    )
    expect(entries).toEqual([['CD8'], []])
  })

  test('the arm is described in one line', () => {
    expect(described(experiment)).toEqual(['without CD8 cells: none at the start, none arrive'])
  })
})

describe('fragments that an arm includes', () => {
  test('lie over the model, and do not bring along what the model has', () => {
    const experiment = experimentOf('{ include: [library/low-oxygen] }')
    expect(numberIn(experiment, 'substrates.oxygen.boundary')).toBe(7)
    // The part says 5 mmHg, the model over it 30 mmHg; the fragment includes the part and must not undo that.
    expect(numberIn(experiment, 'substrates.oxygen.initial')).toBe(30)
    expect(described(experiment)).toEqual(['substrates.oxygen.boundary: 7 mmHg instead of 38 mmHg'])
  })

  test('belong to the documents of the experiment', () => {
    const { origin } = experimentOf('{ include: [library/low-oxygen] }')
    expect(origin?.files.map(({ file }) => file)).toContain('models/library/low-oxygen.yaml')
  })

  test('are found again in what a study keeps of the documents', () => {
    const { origin, arms, file } = experimentOf('{ include: [library/low-oxygen] }')
    const again = parseExperiment(file, readerOf(origin?.files ?? [])).experiment
    expect(again?.arms.map(({ model }) => model.hash)).toEqual(arms.map(({ model }) => model.hash))
  })

  test('an arm may change what it includes', () => {
    const experiment = experimentOf(
      '{ include: [library/low-oxygen], substrates: { oxygen: { boundary: 9 mmHg } } }',
    )
    expect(numberIn(experiment, 'substrates.oxygen.boundary')).toBe(9)
  })

  test('mistakes in them have their place', () => {
    const [mistake] = parsed('{ include: [library/wrong] }').issues.filter(
      ({ severity }) => severity === 'error',
    )
    expect(mistake?.position).toMatchObject({ file: 'models/library/wrong.yaml', line: 2, column: 25 })
  })
})

test.each([
  ['knock down: { cell types.tumour.traits.grit.value: 80 % }', 0.2],
  ['scale: { cell types.tumour.traits.grit.value: 3 }', 3],
])('numbers of an organism with sites are scaled: %s', (change, expected) => {
  const files: Readonly<Record<string, string>> = {
    'trials/a.yaml': `format: 1
question: What does the arm do?
model: body.yaml
replicates: 1
arms: { untreated: {}, treated: { ${change} } }
endpoints: { burden: { measure: tumour cells } }
`,
    'trials/body.yaml': SPREADING,
  }
  const { experiment, issues } = parseExperiment('trials/a.yaml', textReader(files))
  if (experiment === undefined) throw new Error(issues.map(({ message }) => message).join('\n'))
  const path = 'cell types.tumour.traits.grit.value'
  expect(numberIn(experiment, path)).toBeCloseTo(expected, 12)
  const site = experiment.arms[1]?.model.data.sites?.['liver']
  expect(site === undefined ? undefined : numberAt(site, path)).toMatchObject({
    kind: 'number',
    number: { value: expect.closeTo(expected, 12) },
  })
})
