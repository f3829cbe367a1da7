import { expect, test } from 'vitest'
import type { FormField } from '../model/assist/form.ts'
import { formOf } from '../model/assist/form.ts'
import type { ReadFile } from '../model/include.ts'
import { assistContext } from './assist-context.ts'

const text = `format: 1
title: a small model
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 day }
cell types:
  tumour:
    motility:
      speed: { value: 2 um/min, kind: fitted, source: key, note: at 37 C }
    rules:
      - pressure decreases cycle entry to 0 1/min, half at 1, hill 4 [assumed]
sources: { key: "somebody, 2020" }
`
const read: ReadFile = (path) =>
  path === 'm.yaml' ? { ok: true, text } : { ok: false, reason: 'no such file' }

function field(path: string): FormField {
  let found = formOf(assistContext('m.yaml', read))
  for (const key of path.split('/').filter(Boolean)) found = found?.fields.find(({ label }) => label === key)
  if (found === undefined) throw new Error(`no field ${path}`)
  return found
}

test('a quantity brings its text, its note, its units and its place', () => {
  const speed = field('cell types/tumour/motility/speed')
  expect(speed).toMatchObject({ kind: 'quantity', text: '2 um/min [fitted, key]', note: 'at 37 C' })
  expect(speed.units).toEqual(expect.arrayContaining(['um/min', 'um/h']))
  expect(speed.at).toMatchObject({ file: 'm.yaml', line: 8 })
})

test('rules are items, and groups say what could be added', () => {
  expect(field('cell types/tumour/rules/1').kind).toBe('sentence')
  const keys = field('cell types/tumour').missing.map(({ key }) => key)
  expect(keys).toContain('volume')
  expect(keys).not.toContain('motility')
})

test('keys stand in the order of the schema', () => {
  const labels = field('').fields.map(({ label }) => label)
  expect(labels.slice(0, 2)).toEqual(['format', 'title'])
  expect(labels.at(-1)).toBe('sources')
})
