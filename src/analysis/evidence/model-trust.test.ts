import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import type { ReadFile } from '../../model/include.ts'
import { modelTrust } from './model-trust.ts'

const PATH = 'models/colorectal/model.yaml'
const CD8 = 'models/library/cd8.yaml'

const shipped: ReadFile = (path) => {
  try {
    return { ok: true, text: readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8') }
  } catch {
    return { ok: false, reason: 'no such file' }
  }
}

/** The colorectal model with `change` made to its CD8 part, and as it ships. */
function trustWith(change: (text: string) => string) {
  const read: ReadFile = (path) => {
    const result = shipped(path)
    return path === CD8 && result.ok ? { ok: true, text: change(result.text) } : result
  }
  const { model, root, issues } = parseModel(PATH, read)
  const before = parseModel(PATH, shipped).model
  if (model === undefined || root === undefined || before === undefined) throw new Error('it has errors')
  return { trust: modelTrust({ model, root, issues, shipped: before }, read), read }
}

test('every number of the author knows the line where it is written, and its part', () => {
  const { trust, read } = trustWith((text) => text)
  const own = trust.parameters.filter(({ isDefault }) => isDefault !== true)
  expect(own.length).toBeGreaterThan(100)
  expect(own.filter(({ at }) => at === undefined)).toEqual([])
  const speed = own.find(
    ({ part, within, name }) => part === 'CD8' && within === 'motility' && name === 'speed',
  )
  expect(speed).toMatchObject({ partOf: 'cell types', unit: 'um/min', kind: 'measured' })
  const file = read(speed?.at?.file ?? '')
  expect(file.ok && file.text.split('\n')[(speed?.at?.line ?? 0) - 1]).toMatch(/speed: 3\.6 um\/min/)
  // A claim of the ledger stands beside a number of the rule that carries it.
  const carried = own.filter(({ claims }) => claims.length > 0)
  expect(carried.length).toBeGreaterThan(0)
  expect(trust.evidence.claims.map(({ claim }) => claim)).toEqual(
    expect.arrayContaining([...(carried[0]?.claims ?? [])]),
  )
})

test('a model as it ships has no changes', () => {
  const { trust } = trustWith((text) => text)
  expect(trust.changes).toEqual({ numbers: [], added: [], removed: [] })
  expect(trust.parameters.filter(({ shipped: was }) => was !== undefined)).toEqual([])
})

test('numbers and rules of the reader are told from those that ship, whatever stands before them', () => {
  const rule = '  - oxygen increases migration speed to 4 um/min, half at 20 mmHg, hill 2 [assumed]'
  const { trust } = trustWith((text) =>
    text
      .replace('speed: 3.6 um/min', 'speed: 4.5 um/min')
      .replace(/^( *)rules:.*$/m, (line, space: string) => `${line}\n${space}${rule}`),
  )
  expect(trust.changes?.added).toEqual([
    'CD8: oxygen increases migration speed to 4 um/min, half at 20 mmHg, hill 2',
  ])
  expect(trust.changes?.removed).toEqual([])
  expect(trust.changes?.numbers).toContainEqual({
    name: 'cell types.CD8.motility.speed',
    was: '3.6 um/min',
    is: '4.5 um/min',
  })
  const marked = trust.parameters.filter(({ shipped: was }) => was !== undefined)
  expect(marked.map(({ part, shipped: was }) => [part, was])).toContainEqual(['CD8', '3.6 um/min'])
  // The rule's own numbers, and the changed one: the other rules are as they were.
  expect(
    marked.every(({ name, within }) => name === 'speed' || within.includes('oxygen increases migration')),
  ).toBe(true)
})
