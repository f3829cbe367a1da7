import { expect, test } from 'vitest'
import { runModel } from '../../testing/run-model.ts'
import { measure } from '../measure.ts'

const model = (type: string): string => `format: 1
title: shares
domain: { size: [600 um, 600 um, 20 um] }
time: { stop: 1 day }
cell types:
  tumour: { display: { lineage: tumour }${type} }
initial:
  tumour: { box: { low: [-200 um, -200 um, 0 um], high: [200 um, 200 um, 0 um], count: 4 } }
`

test('stem and differentiated cells are counted among the live ones', () => {
  const { world } = runModel(model(', hierarchy: { stem share: 0 }'))
  world.f64('hierarchy.stemness').set([1, 0, 0, 0])
  world.f64('hierarchy.divisionsLeft').set([0, 3, 0, 0])
  const value = (name: string): number => measure(world, name).value
  expect(value('stem fraction')).toBe(1 / 4)
  expect(value('differentiated fraction of tumour')).toBe(1 / 2)
  expect(value('mean stemness of tumour cells')).toBe(1 / 4)
})

test('a model without a hierarchy is told what it lacks', () => {
  const { world } = runModel(model(''))
  expect(() => measure(world, 'stem fraction')).toThrow(/no cell type of the model has a hierarchy/)
})
