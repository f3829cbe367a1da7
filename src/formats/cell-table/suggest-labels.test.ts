import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import { readFile } from '../../platform/node/read-file.ts'
import { extractCells } from './extract-cells.ts'
import { suggestLabels } from './suggest-labels.ts'
import { tissueTarget } from './tissue-target.ts'

const types = [
  'tumour',
  'CD8',
  'CD4',
  'Treg',
  'macrophage',
  'CAF',
  'plasma cell',
  'other immune cell',
  'mural cell',
]

function becomes(label: string): string | undefined {
  return suggestLabels([label], { types, hasVessels: true })[0]?.becomes
}

describe('labels of other people', () => {
  test.each([
    ['Tumor', 'tumour'],
    ['Malignant cells', 'tumour'],
    ['panCK+', 'tumour'],
    ['CK+', 'tumour'],
    ['CD8+ T', 'CD8'],
    ['CD3+CD8+', 'CD8'],
    ['CD3+ CD4- CD8+', 'CD8'],
    ['Cytotoxic T cells', 'CD8'],
    ['T_CD4', 'CD4'],
    ['CD3+CD4+FOXP3+', 'Treg'],
    ['Regulatory T cells', 'Treg'],
    ['Tregs', 'Treg'],
    ['Mac', 'macrophage'],
    ['CD68+', 'macrophage'],
    ['Macrophages', 'macrophage'],
    ['cancer-associated fibroblasts', 'CAF'],
    ['iCAF', 'CAF'],
    ['tumor endothelial', 'vessel'],
    ['CD31+', 'vessel'],
    ['Pericytes', 'mural cell'],
    ['artifact', 'ignore'],
  ])('%s becomes %s', (label, expected) => {
    expect(becomes(label)).toBe(expected)
  })

  test.each([
    'Unknown',
    'Unknown III (SM)',
    'cluster 7',
    'Other',
    'no label',
    'Neutrophils',
    'CD3+',
    'epithelial',
  ])('%s is left to the reader', (label) => {
    expect(becomes(label)).toBeUndefined()
  })

  test('what is nearest is offered, not chosen', () => {
    const [neutrophil] = suggestLabels(['Neutrophil'], { types, hasVessels: true })
    expect(neutrophil).toMatchObject({ confidence: 'none', near: ['other immune cell'] })
  })

  test('a model with two types of one kind asks which', () => {
    const [tumour] = suggestLabels(['Tumor'], { types: ['tumour a', 'tumour b'], hasVessels: false })
    expect(tumour?.becomes).toBeUndefined()
    expect(tumour?.near).toEqual(['tumour a', 'tumour b'])
  })
})

test('on the shipped slide no suggestion contradicts the model, and most cells get one', () => {
  const file = 'models/colorectal/model.yaml'
  const { model } = parseModel(file, readFile)
  if (model === undefined) throw new Error('the shipped model has errors')
  const { labels, types: names } = tissueTarget(file, model)
  const table = readFileSync('data/crc-visium-hd-p2/cells.csv', 'utf8')
  const points = extractCells(
    table,
    { delimiter: ',', decimal: '.', hasHeader: true },
    { x: 0, y: 1, label: 2 },
  )
  const said = suggestLabels(points.labels, { types: names.map(({ name }) => name), hasVessels: true })
  const decided = said.filter((suggestion) => suggestion.becomes !== undefined)
  expect(decided.filter((suggestion) => labels[suggestion.label] !== suggestion.becomes)).toEqual([])
  const cells = decided.map(({ label }) => points.counts[points.labels.indexOf(label)] ?? 0)
  expect(cells.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.95 * points.x.length)
})
