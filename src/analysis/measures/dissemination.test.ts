import { expect, test } from 'vitest'
import { sendPacket } from '../../engine/packets.ts'
import { runOn, startWorld } from '../../testing/start-run.ts'
import { bloodOf } from '../../testing/packets.ts'
import { adviseMeasure, measureNames, resolveMeasure } from '../measures.ts'
import type { World } from '../../engine/world.ts'

const MODEL = `
format: 1
title: measures of cells on their way
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
body: { tissue stands for: 1 mm^3, blood: "15 mL [assumed]" }
cell types: { tumour: { display: { lineage: tumour } } }
dissemination:
  ways: { portal: [liver] }
  shear death: 0.01 1/min
  clusters: { size: 3 }
  organs:
    liver:
      arrest: 1
      extravasation: 0.1 1/min
      initiation: 0.05 1/min
      outgrowth: 0.02 1/min
      loss of micrometastases: 0.02 1/min
      growth: 0.01 1/min
      field: { lesions: 3 }
    primary: { share of output: 10 %, arrest: 1, extravasation: 1 1/min }
sites:
  liver: { domain: { size: [400 um, 400 um, 20 um], voxel: 20 um } }
`

const value = (world: World, name: string): number => {
  const found = resolveMeasure(name, world.program)?.[0]
  if (found === undefined) throw new Error(`no measure '${name}'`)
  return found.evaluate(world)
}

function sent(): World {
  const world = startWorld(MODEL)
  const more = { way: 'portal', from: 'primary', cause: 'injection' }
  sendPacket(bloodOf(world), { cell: { type: 0, source: 0 }, count: 1000, ...more })
  sendPacket(bloodOf(world), { cell: { type: 0, source: 1 }, count: 50, size: 3, ...more })
  return world
}

test('the blood is counted by cell, by cluster and by sample', () => {
  const world = runOn(sent(), 1)
  const names = [
    'cells shed',
    'circulating cells',
    'circulating clusters',
    'CTC per 7.5 mL',
    'arrested cells in liver',
  ]
  expect(names.map((name) => value(world, name))).toEqual([1150, 1150, 50, 525, 0])
})

test('steps of the cascade add up', () => {
  const world = runOn(sent(), 200)
  const lost = value(world, 'cells that died of shear death')
  const inLiver = value(world, 'arrested fraction in liver') * 1150
  const home = value(world, 'cells that returned to primary') + value(world, 'arrested cells in primary')
  expect(lost + inLiver + home + value(world, 'circulating cells')).toBeCloseTo(1150, 6)
  expect(value(world, 'survival to extravasation in liver')).toBe(1)
  expect(value(world, 'initiation fraction in liver')).toBeGreaterThan(0.95)
  // One of two grows out; some 690 have begun and few wait.
  expect(Math.abs(value(world, 'outgrowth fraction in liver') - 0.5)).toBeLessThan(0.15)
  const metastases = value(world, 'metastases in liver')
  expect(Math.abs(metastases - value(world, 'expected metastases in liver'))).toBeLessThan(
    5 * Math.sqrt(metastases),
  )
  expect(value(world, 'probability of metastasis in liver')).toBe(1)
  expect(value(world, 'probability of any metastasis')).toBe(1)
  expect(value(world, 'size of the largest metastasis in liver')).toBeGreaterThan(3)
  expect(value(world, 'tumour cells of metastases in liver')).toBeGreaterThan(metastases)
  expect(value(world, 'expected efficiency in liver')).toBeGreaterThan(0.2)
})

test('what grows in the tissue of an organ counts by its size', () => {
  const world = runOn(sent(), 200)
  const liver = world.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  const micro = value(world, 'micrometastases in liver')
  const metastases = value(world, 'metastases in liver')
  const place = (x: number, count: number): void => {
    for (let k = 0; k < count; k++)
      liver.arrivals.push({
        type: 0,
        x: x + 5 * (k % 20),
        y: -150 + 5 * Math.floor(k / 20),
        z: 0,
        source: k,
        cause: `at ${x}`,
      })
  }
  place(-190, 210)
  place(60, 12)
  runOn(world, 201)
  expect(value(world, 'metastases in liver') - metastases).toBeGreaterThanOrEqual(1)
  expect(value(world, 'size of the largest metastasis in liver')).toBeGreaterThanOrEqual(210)
  expect(value(world, 'micrometastases in liver')).toBeGreaterThan(micro - 20)
  expect(resolveMeasure('tumour cells in liver', world.program)?.[0]?.evaluate(world)).toBe(liver.count)
})

test('names are listed, and wrong ones explained', () => {
  const { program } = startWorld(MODEL)
  const names = measureNames(program)
  for (const name of [
    'cells shed',
    'metastases in liver',
    'cells that died of NK killing',
    'cells that returned to primary',
  ])
    expect(names).toContain(name)
  expect(names.filter((name) => resolveMeasure(name, program) === undefined)).toEqual([])
  expect(names).not.toContain('metastases in primary')
  expect(adviseMeasure('expected metastases in livr', program).problem ?? '').toContain('livr')
  const without = startWorld(MODEL.slice(0, MODEL.indexOf('dissemination:')).replace(/body:.*\n/, '')).program
  expect(resolveMeasure('cells shed', without)).toBeUndefined()
  expect(adviseMeasure('metastases in liver', without).problem ?? '').toContain('body')
})
