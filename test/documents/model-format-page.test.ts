import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocument } from '../../src/model/document.ts'
import { createReader } from '../../src/model/reader.ts'
import { optional, record } from '../../src/model/schema.ts'
import { quantity } from '../../src/model/schema-quantity.ts'
import { sourcesSchema } from '../../src/model/schema-sources.ts'

const page = readFileSync(new URL('../../docs/model-format.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```yaml\n([^`]*)```/g)].map((match) => match[1] ?? '')

test('every example of the page is good YAML', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(3)
  for (const block of blocks) expect(parseDocument(block, 'model-format.md').issues).toEqual([])
})

test('every way of writing a source reads', () => {
  const block = blocks.find((text) => text.startsWith('a: 10 um/min')) ?? ''
  const speed = optional(quantity({ unit: 'um/min', doc: 'a speed' }))
  const keys = {
    a: speed,
    b: speed,
    c: speed,
    d: speed,
    e: speed,
    f: speed,
    g: record({ h: speed }, { doc: '' }),
  }
  const reader = createReader(new Map([['source', ['key']]]))
  const { root } = parseDocument(block, 'model-format.md')
  expect(root && record(keys, { doc: '' }).read(root, [], reader)).toMatchObject({ g: { h: { value: 10 } } })
  expect(reader.issues).toEqual([])
})

test('every way of writing a list of sources reads', () => {
  const block = blocks.find((text) => text.startsWith('sources:')) ?? ''
  const reader = createReader(new Map())
  const { root } = parseDocument(block, 'model-format.md')
  const value = root && record({ sources: sourcesSchema }, { doc: '' }).read(root, [], reader)
  expect(Object.keys(value?.sources ?? {})).toEqual(['book', 'key', 'other'])
})
