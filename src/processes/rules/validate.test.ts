import { expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import type { Issue } from '../../model/issue.ts'
import { rulesSection } from './schema.ts'

const HEAD = [
  'format: 1',
  'title: rules',
  'domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }',
  'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
  'substrates:',
  '  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min }',
  '  drug: { unit: uM, diffusion: 100 um^2/min, decay: 0.1 1/min }',
  'cell types:',
  '  tumour:',
  '    motility: { speed: 1 um/min, persistence: 15 min }',
  '    rules:',
]

function issuesOf(files: Readonly<Record<string, string>>): readonly Issue[] {
  const parsed = parseModel('model.yaml', (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  })
  return parsed.issues.filter((issue) => issue.severity !== 'note')
}

/** What is said about rules: code, the text that is underlined, and the line (the first rule is on line 1). */
function complaints(...rules: readonly string[]): readonly (readonly [string, string, number])[] {
  const lines = [...HEAD, ...rules.map((rule) => `      - ${rule}`)]
  return issuesOf({ 'model.yaml': lines.join('\n') }).map(({ code, position }) => {
    const { line = 1, column = 1, length = 0 } = position ?? {}
    return [code, lines[line - 1]?.slice(column - 1, column - 1 + length) ?? '', line - HEAD.length]
  })
}

test('good rules raise no complaint', () => {
  expect(
    complaints(
      'oxygen decreases necrosis from 0.0028 1/min, half at 3.75 mmHg, hill 8 [assumed]',
      'oxygen gradient increases migration speed to 2 um/min, half at 0.1 mmHg/um, hill 1 [assumed]',
      'drug increases apoptosis to 1.2 1/h, half at 400 nM, hill 2 [assumed]',
      'contact with tumour decreases chemotactic response to oxygen to -1, half at 2, hill 4 [assumed]',
      'drug decreases drug export to -3 molecules/min, half at 1 uM, hill 1 [assumed]',
      'time decreases transition to tumour from 1 1/day, half at 1 day, hill 1 [assumed]',
    ),
  ).toEqual([])
})

test('unknown names are underlined, with the nearest one as a hint', () => {
  expect(complaints('oxigen increases cycle entri to 1 1/min, half at 1 mmHg, hill 1 [assumed]')).toEqual([
    ['unknown-name', 'oxigen', 1],
    ['unknown-name', 'cycle entri', 1],
  ])
  const lines = [...HEAD, '      - oxigen increases cycle entry to 1 1/min, half at 1 mmHg, hill 1 [assumed]']
  const [issue] = issuesOf({ 'model.yaml': lines.join('\n') })
  expect(issue?.message).toBe("unknown signal 'oxigen'")
  expect(issue?.hint).toContain("did you mean 'oxygen'?")
})

test('units must be those of the signal and of the behaviour', () => {
  expect(
    complaints(
      'oxygen increases cycle entry to 0.0033 1/min, half at 21.5 uM, hill 4 [assumed]',
      'drug increases apoptosis to 0.1, half at 1 uM, hill 4 [assumed]',
      'drug increases migration speed to 1 1/min, half at 1, hill 4 [assumed]',
      'oxygen decreases necrosis from 0.1 um, half at 1 mmHg, hill 4 [assumed]',
    ),
  ).toEqual([
    ['wrong-unit', '21.5 uM', 1],
    ['missing-unit', '0.1', 2],
    ['missing-unit', '1', 3],
    ['wrong-unit', '1 1/min', 3],
    ['wrong-unit', '0.1 um', 4],
  ])
})

test('rates, speeds and durations are not negative', () => {
  expect(
    complaints(
      'drug decreases migration speed to -1 um/min, half at 1 uM, hill 4 [assumed]',
      'drug decreases cycle entry from -1 1/min to 0 1/min, half at 1 uM, hill 4 [assumed]',
    ),
  ).toEqual([
    ['out-of-range', '-1 um/min', 1],
    ['out-of-range', '-1 1/min', 2],
  ])
})

test('a rule that cannot do what it says is a warning at its verb', () => {
  expect(
    complaints(
      'drug increases migration speed to 0.5 um/min, half at 1 uM, hill 4 [assumed]',
      'drug decreases transition to tumour to 0 1/min, half at 1 uM, hill 4 [assumed]',
    ),
  ).toEqual([
    ['rule-direction', 'increases', 1],
    ['rule-direction', 'decreases', 2],
  ])
})

test('rules on one behaviour agree about where it starts', () => {
  expect(
    complaints(
      'oxygen decreases necrosis from 0.002 1/min, half at 4 mmHg, hill 8 [assumed]',
      'drug increases necrosis from 0.003 1/min to 1 1/min, half at 1 uM, hill 8 [assumed]',
    ),
  ).toEqual([['conflicting-from', '0.003 1/min', 2]])
})

test('the same hypothesis twice in one file is an error; another direction or signal is not', () => {
  const rule = 'oxygen increases cycle entry to 0.0033 1/min, half at 21.5 mmHg, hill 4 [assumed]'
  const again = 'oxygen increases cycle entry to 0.004 1/min, half at 20 mmHg, hill 4 [assumed]'
  const other = 'oxygen decreases cycle entry to 0 1/min, half at 200 mmHg, hill 4 [assumed]'
  expect(complaints(rule, other, again)).toEqual([['duplicate-rule', again, 3]])
})

test('an including file replaces a hypothesis, and places still point into the right file', () => {
  const library = [
    'cell types:',
    '  tumour:',
    '    rules:',
    '      - oxygen increases cycle entry to 0.0033 1/min, half at 21.5 mmHg, hill 4 [assumed]',
    '      - oxygen decreases necrosis from 0.0028 1/min, half at 3.75 mmHg, hill 8 [assumed]',
  ]
  const own = [
    'include: [library]',
    ...HEAD,
    '      - oxygen increases cycle entry to 0.001 1/min, half at 10 mmHg, hill 2 [assumed]',
    '      - drugs increases apoptosis to 0.1 1/min, half at 1 uM, hill 2 [assumed]',
  ]
  const files = { 'model.yaml': own.join('\n'), 'library.yaml': library.join('\n') }
  const issues = issuesOf(files)
  expect(
    issues.map(({ code, position }) => [code, position?.file, position?.line, position?.column]),
  ).toEqual([['unknown-name', 'model.yaml', own.length, 9]])
  const read = (path: string) => {
    const text = path === 'model.yaml' ? own.slice(0, -1).join('\n') : library.join('\n')
    return { ok: true as const, text }
  }
  const parsed = parseModel('model.yaml', read)
  const rules = parsed.model?.data.cellTypes[0]?.sections[rulesSection.key] as readonly {
    half: { value: number }
  }[] // as its section read it
  expect(rules.map((rule) => rule.half.value)).toEqual([3.75, 10])
})

test('editors get a pattern and examples that the parser accepts', () => {
  const items = rulesSection.schema.jsonSchema()['items'] as { pattern: string; examples: readonly string[] } // the schema of one rule
  expect(items.examples.length).toBeGreaterThan(2)
  for (const example of items.examples) expect(example).toMatch(new RegExp(items.pattern))
  expect('oxygen increases').not.toMatch(new RegExp(items.pattern))
})
