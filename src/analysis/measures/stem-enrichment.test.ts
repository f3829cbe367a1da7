import { expect, test } from 'vitest'
import { runModel } from '../../testing/run-model.ts'
import { measure } from '../measure.ts'

const model = (more: string): string => `format: 1
title: where stem cells are
domain: { size: [200 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day }
substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/s, decay: 0 1/min, initial: 40 mmHg }
cell types:
  tumour: { display: { lineage: tumour }, mechanics: { movable: false }, hierarchy: { stem share: 0 } }
initial:
  tumour:
    points: [[-90 um, 0 um, 0 um], [-50 um, 0 um, 0 um], [50 um, 0 um, 0 um], [90 um, 0 um, 0 um]]
${more}`

/** Two of four cells without oxygen; one of them, and one with oxygen, is a stem cell. */
function placed(stem: readonly number[]) {
  const { world } = runModel(model('vessels: { points: [[90 um, 0 um, 0 um]] }\n'))
  world.f64('hierarchy.stemness').set(stem)
  const field = world.f32('field/oxygen')
  field.fill(1, 0, 5)
  field.fill(40, 5)
  return (name: string): number => measure(world, name).value
}

test('stem cells that are as frequent there as elsewhere have an enrichment of one', () => {
  const value = placed([1, 0, 1, 0])
  expect(value('stem enrichment below 10 mmHg oxygen')).toBe(1)
  expect(value('stem enrichment below 50 mmHg oxygen')).toBe(1)
})

test('those that are only there have that of all cells over those there', () => {
  const value = placed([0, 1, 0, 0])
  expect(value('stem enrichment below 10 mmHg oxygen')).toBe(2)
  expect(value('stem enrichment within 30 um of vessels')).toBe(0)
  expect(value('stem enrichment within 150 um of vessels')).toBeCloseTo(4 / 3, 12)
})

test('without stem cells, or without a cell in such a place, it is not a number', () => {
  expect(placed([0, 0, 0, 0])('stem enrichment below 10 mmHg oxygen')).toBeNaN()
  expect(placed([1, 0, 0, 0])('stem enrichment below 1 mmHg oxygen')).toBeNaN()
})
