import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import type { ReadFile } from '../../model/include.ts'
import { modelNetwork } from './model-network.ts'

const read: ReadFile = (path) => {
  try {
    return { ok: true, text: readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8') }
  } catch {
    return { ok: false, reason: 'no such file' }
  }
}

test('every rule of the colorectal model knows its line, and some the claims that it carries', () => {
  const { model, root } = parseModel('models/colorectal/model.yaml', read)
  if (model === undefined || root === undefined) throw new Error('the shipped model has errors')
  const { graph, edges } = modelNetwork(model, root, read)
  const rules = graph.edges.flatMap((edge, index) => (edge.path?.[2] === 'rules' ? [{ edge, index }] : []))
  expect(rules.length).toBeGreaterThan(5)
  for (const { edge, index } of rules) {
    const { at } = edges[index] ?? {}
    const file = read(at?.file ?? '')
    const line = file.ok ? (file.text.split('\n')[(at?.line ?? 0) - 1] ?? '') : ''
    const [signal = ''] = (edge.text.split(': ')[1] ?? '').split(/ (?:increases|decreases)/)
    expect(line).toContain(signal)
  }
  const carried = edges.flatMap(({ claims }) => claims)
  expect(edges.filter(({ at }) => at === undefined)).toEqual([])
  expect(carried.length).toBeGreaterThan(3)
  expect(carried[0]?.statement).toMatch(/\w+/)
})
