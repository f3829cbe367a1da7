import { expect, test } from 'vitest'
import { organismModel } from '../../test/lab/organism-picture-model.ts'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'
import { BLOOD } from '../engine/organism.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import { readFile } from '../platform/node/read-file.ts'
import { startWorld } from '../testing/start-run.ts'
import { bodyMeasures, bodyNumbers } from './body-numbers.ts'
import { resolveMeasure } from './measures.ts'

const PATH = 'models/own/model.yaml'

function programOf(text: string) {
  const { model } = parseModel(PATH, (path) => (path === PATH ? { ok: true, text } : readFile(path)))
  if (model === undefined) throw new Error('the model has errors')
  return compile(model)
}

const organism = programOf(organismModel())

test('numbers say where they belong', () => {
  const numbers = bodyNumbers(organism)
  expect(numbers).toContainEqual({
    name: 'dormant cells in liver',
    unit: 'cells',
    role: 'dormant',
    organ: 'liver',
  })
  expect(numbers).toContainEqual({
    name: 'monocytes in marrow',
    unit: '1',
    role: 'reserve',
    of: 'monocytes',
  })
  expect(numbers).toContainEqual({ name: 'CCL2 in plasma', unit: 'nM', role: 'factor', of: 'CCL2' })
  expect(numbers).toContainEqual({
    name: 'niche in lung',
    unit: '1',
    role: 'niche',
    organ: 'lung',
    of: 'niche',
  })
  expect(numbers.filter(({ role }) => role === 'pool').map(({ of }) => of)).toEqual([
    'monocytes',
    'platelets',
  ])
})

test('each number is what its measure says, in the same order', () => {
  const world = startWorld(organism)
  runUntil(createStepper(world), 1440)
  const numbers = bodyNumbers(organism)
  const measures = bodyMeasures(organism)
  expect(measures.map(({ name }) => name)).toEqual(numbers.map(({ name }) => name))
  for (const measure of measures) {
    const own = resolveMeasure(measure.name, organism)?.[0]
    if (own !== undefined) expect(measure.evaluate(world)).toBe(own.evaluate(world))
  }
  const value = (name: string) => measures.find((each) => each.name === name)?.evaluate(world)
  expect(value('monocytes in blood')).toBe(world.inner.get(BLOOD)?.f64('level/monocytes in blood')[0])
  // Whoever is arrested now was so at some time.
  expect(value('cells arrested so far in liver')).toBeGreaterThanOrEqual(
    value('arrested cells in liver') ?? 0,
  )
  expect(value('cells arrested so far in liver')).toBeGreaterThan(0)
})

test('a model of one tissue has none', () => {
  const tissue = programOf(
    'format: 1\ntitle: t\ndomain: { size: [60 um, 60 um, 20 um], voxel: 20 um }\ntime: { stop: 1 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }\ncell types: { tumour: {} }\n',
  )
  expect(bodyNumbers(tissue)).toEqual([])
})
