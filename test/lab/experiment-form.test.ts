import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import {
  addChange,
  addTo,
  compareWithFirst,
  removeArm,
  removeAt,
  renameArm,
  renameEndpoint,
  setAt,
} from '../../lab/ask/experiment-edit.ts'
import { placeAt, readForm } from '../../lab/ask/experiment-form.ts'
import { newExperiment } from '../../lab/ask/new-experiment.ts'

const shipped = globSync('experiments/*.yaml').map((path) => [path, readFileSync(path, 'utf8')] as const)
const start = newExperiment('../models/first/model.yaml', {
  question: 'Does it grow?',
  measure: 'tumour cells',
})
const data = (text: string): unknown => parseDocument(text).toJS()

describe('the form of a shipped experiment', () => {
  test.each(shipped)('%s: shows arms and endpoints, and names what it does not show', (_path, text) => {
    const form = readForm(text)
    const { arms, endpoints, ...rest } = data(text) as Record<string, Record<string, unknown>> // an experiment
    expect(form?.arms.map(({ name }) => name)).toEqual(Object.keys(arms ?? {}))
    expect(form?.endpoints.map(({ name }) => name)).toEqual(Object.keys(endpoints ?? {}))
    for (const key of ['sweep', 'cohort', 'synergy', 'limits', 'sources', 'times to event'])
      expect(form?.others.includes(key)).toBe(key in rest)
  })

  test.each(shipped)('%s: a changed number changes nothing else, and no comment goes', (_path, text) => {
    const changed = setAt(text, ['replicates'], 3)
    expect(data(changed)).toEqual({ ...(data(text) as object), replicates: 3 }) // an experiment
    const lines = new Set(text.split('\n'))
    const added = changed.split('\n').filter((line) => !lines.has(line))
    expect(added.length).toBeLessThanOrEqual(1)
    expect(changed.match(/#/g)?.length).toBe(text.match(/#/g)?.length)
  })
})

describe('an experiment that is built', () => {
  const dose = {
    kind: 'dose',
    at: ['therapy', 'anti-PD-1'],
    what: 'anti-PD-1',
    value: '3 mg/kg',
    start: '2 day',
  } as const

  test('has an arm with a dose, which the form shows again', () => {
    const text = addChange(setAt(start, ['arms', 'anti-PD-1'], {}), 'anti-PD-1', dose)
    expect(text).toContain('therapy: { anti-PD-1: { dose: 3 mg/kg, start: 2 day } }')
    expect(readForm(text)?.arms[1]?.changes).toEqual([{ ...dose, every: '' }])
  })

  test('takes knock-downs, numbers and cell types, and lets them go', () => {
    const path = 'cell types.tumour.cycle.rate'
    let text = setAt(start, ['arms', 'b'], {})
    text = addChange(text, 'b', {
      kind: 'set',
      at: ['set', path],
      what: path,
      value: '0.001 1/min [assumed]',
    })
    text = addChange(text, 'b', { kind: 'without', at: [], what: 'CD8', value: '' })
    expect(data(text)).toMatchObject({
      arms: { b: { set: { [path]: '0.001 1/min [assumed]' }, without: ['CD8'] } },
    })
    text = removeAt(removeAt(text, ['arms', 'b', 'set', path]), ['arms', 'b', 'without', 0])
    expect(data(text)).toMatchObject({ arms: { b: {} } })
    expect(readForm(text)?.arms[1]?.yaml).toBe('{}')
  })

  test('compares treatments with the control once each', () => {
    const two = setAt(setAt(start, ['arms', 'a'], {}), ['arms', 'b'], {})
    const text = compareWithFirst(compareWithFirst(two, ['untreated', 'a']), ['untreated', 'a', 'b'])
    expect(readForm(text)?.compare).toEqual(['a against untreated', 'b against untreated'])
  })
})

describe('a name', () => {
  const text = `arms: { a: {}, a + b: {}, c: {} }
endpoints: { x: { measure: m } }
compare: [a against c, a + b against c, a + b against a]
expect: ["x is lower in a than in c [assumed]", x is unchanged in a + b against a]
`
  test('changes wherever the arm is spoken of, and in no longer name', () => {
    const form = readForm(renameArm(text, 'a', 'z'))
    expect(form?.arms.map(({ name }) => name)).toEqual(['z', 'a + b', 'c'])
    expect(form?.compare).toEqual(['z against c', 'a + b against c', 'a + b against z'])
    expect(form?.expect).toEqual(['x is lower in z than in c [assumed]', 'x is unchanged in a + b against z'])
  })

  test('that is taken changes nothing', () => {
    expect(readForm(renameArm(text, 'a', 'c'))?.arms.map(({ name }) => name)).toEqual(['a', 'a + b', 'c'])
  })

  test('of an endpoint changes in what is expected of it', () => {
    const form = readForm(renameEndpoint(text, 'x', 'y'))
    expect(form?.endpoints[0]?.name).toBe('y')
    expect(form?.expect).toEqual(['y is lower in a than in c [assumed]', 'y is unchanged in a + b against a'])
  })

  test('goes with its arm, and so does what is said of it', () => {
    const form = readForm(removeArm(text, 'a'))
    expect(form?.compare).toEqual(['a + b against c'])
    expect(form?.expect).toEqual([])
  })
})

test('lists are begun where there are none', () => {
  expect(readForm(addTo(start, ['expect'], 'x is higher in a than in b [assumed]'))?.expect).toEqual([
    'x is higher in a than in b [assumed]',
  ])
})

test('a line of the text belongs to an entry of the form', () => {
  expect(placeAt(start, 2)).toEqual(['question'])
  expect(placeAt(start, 7)).toEqual(['arms', 'untreated'])
  expect(placeAt(start, 9)).toEqual(['endpoints', 'tumour cells'])
})
