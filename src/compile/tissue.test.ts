import { expect, test } from 'vitest'
import type { ReadFile } from '../model/include.ts'
import { parseModel } from './parse-model.ts'

const model = (tissue: string): string => `format: 1
title: a slide
domain: { size: [100 um, 100 um, 20 um], corner: [0 um, 0 um, -10 um] }
time: { stop: 1 h }
tissue: { file: cells.txt, labels: { T: tumour }, ${tissue} }
cell types: { tumour: {} }
`

/** Reads a model with a table of cells. */
function cellsOf(table: string, tissue: string) {
  const files: Readonly<Record<string, string>> = { 'model.yaml': model(tissue), 'cells.txt': table }
  const read: ReadFile = (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  }
  const parsed = parseModel('model.yaml', read)
  expect(parsed.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  return parsed.model
}

test('a table of pixels, separated by tabs, gives the cells of one in micrometres', () => {
  const plain = cellsOf('x_um,y_um,cell_type\n10,20,T\n30,45.5,T\n', 'corner: [0 um, 0 um]')
  const pixels = cellsOf(
    'x\ty\tClass\n20\t40\tT\n60\t91\tT\n',
    'separator: tab, scale: 0.5 um, x: x, y: y, label: Class, corner: [0 um, 0 um]',
  )
  expect(pixels?.initialCells).toEqual(plain?.initialCells)
  expect(plain?.initialCells.length).toBe(2)
})

test('the corner of a field is in micrometres, whatever the unit of the table', () => {
  const { initialCells } =
    cellsOf(
      'x_um;y_um;cell_type\n200;200;T\n1;1;T\n',
      'separator: semicolon, scale: 0.5 um, corner: [90 um, 90 um]',
    ) ?? {}
  expect(initialCells?.map(({ x, y }) => [x, y])).toEqual([[10, 10]])
})
