import { expect, test } from 'vitest'
import { startWorld } from '../testing/start-run.ts'
import { lesionSizes } from './lesions.ts'

const model = (points: string, boundary = 'closed'): string => `
format: 1
title: lesions
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um, boundary: ${boundary} }
time: { stop: 1 h }
cell types: { tumour: { display: { lineage: tumour } }, other: {} }
initial: { tumour: { points: [${points}] }, other: { points: [[20 um, 0 um, 0 um]] } }
`

test('cells near each other are one lesion, others are not', () => {
  const points =
    '[0 um, 0 um, 0 um], [29 um, 0 um, 0 um], [50 um, 20 um, 0 um], [0 um, 31 um, 0 um], [-100 um, -100 um, 0 um]'
  expect(lesionSizes(startWorld(model(points)))).toEqual([3, 1, 1])
  expect(lesionSizes(startWorld(model('')))).toEqual([])
})

test('a lesion goes on beyond a periodic face', () => {
  const points = '[-145 um, 140 um, 0 um], [140 um, -145 um, 0 um]'
  expect(lesionSizes(startWorld(model(points, 'periodic')))).toEqual([2])
  expect(lesionSizes(startWorld(model(points)))).toEqual([1, 1])
})
