import { expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { standardProcesses } from '../compile/order.ts'
import { allSections, parseModel } from '../compile/parse-model.ts'
import { sectionOf, writeModel } from '../model/assemble.ts'
import { textReader } from '../model/include.ts'
import { vesselsSection } from '../processes/vasculature/schema.ts'
import { testKernels } from '../testing/kernels.ts'
import { TRAVEL } from '../testing/organism-model.ts'
import { branchWorld } from './branch.ts'
import { createWorld } from './create-world.ts'
import { BLOOD } from './organism.ts'
import { lineageText } from './population.ts'
import { loadSnapshot, saveSnapshot } from './snapshot.ts'
import { stateHash } from './state-hash.ts'
import { createStepper, runUntil } from './step.ts'
import { worldDifference } from './world-difference.ts'
import type { World } from './world.ts'

const MODEL = `
format: 1
title: two tissues
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 2 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
cell types:
  tumour: { traits: { grit: { value: "1 [assumed]", spread: "0.3 [assumed]" } } }
  hepatocyte: {}
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 30 um } }
sites:
  liver:
    domain: { size: [60 um, 60 um, 60 um], voxel: 20 um }
    initial: { hepatocyte: { points: [[10 um, 10 um, 0 um], [-10 um, 10 um, 0 um]] } }
  lung:
    domain: { size: [60 um, 60 um, 20 um], voxel: 20 um }
`

const processes = [...standardProcesses, ...TRAVEL]

function organism(text = MODEL) {
  const { model, issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }), { processes })
  expect(issues).toEqual([])
  if (model === undefined) throw new Error('no model')
  return { model, program: compile(model, processes), kernels: testKernels() }
}

const keys = (world: World): readonly string[] =>
  Array.from({ length: world.count }, (_, slot) => lineageText(world, slot))

test('cells keep who they are from one tissue to another', () => {
  const { program, kernels } = organism()
  const world = createWorld(program, { kernels, seed: 3 })
  const [first] = keys(world)
  const grit = world.f64('trait/grit')[0]
  const before = world.count
  const stepper = createStepper(world)
  stepper.step()
  expect(world.count).toBe(before - 1)
  const liver = world.inner.get('liver')
  expect(liver === undefined ? [] : keys(liver)).toContain(first)
  expect(liver?.f64('trait/grit')[2]).toBe(grit)
  expect(world.inner.has('lung')).toBe(false)
  expect(
    world.events.filter(({ site }) => site === 'liver').map(({ kind, cause }) => [kind, cause]),
  ).toContainEqual(['arrival', 'colony'])
})

test('worlds of an organism stay at one time', () => {
  const { program, kernels } = organism()
  const world = createWorld(program, { kernels, seed: 3 })
  runUntil(createStepper(world), 40)
  expect([...world.inner].map(([name, { tick }]) => [name, tick])).toEqual([
    [BLOOD, 40],
    ['liver', 40],
  ])
})

test('a snapshot holds the whole organism', () => {
  const { program, kernels } = organism()
  const straight = createWorld(program, { kernels, seed: 3 })
  runUntil(createStepper(straight), 50)
  const begun = createWorld(program, { kernels, seed: 3 })
  runUntil(createStepper(begun), 20)
  const resumed = loadSnapshot(program, saveSnapshot(begun), kernels)
  expect(stateHash(resumed)).toBe(stateHash(begun))
  runUntil(createStepper(resumed), 50)
  expect(stateHash(resumed)).toBe(stateHash(straight))
})

test('the hash speaks of every world', () => {
  const { program, kernels } = organism()
  const world = createWorld(program, { kernels, seed: 3 })
  runUntil(createStepper(world), 20)
  const before = stateHash(world)
  const liver = world.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  liver.cells.x[0] = 1
  expect(stateHash(world)).not.toBe(before)
})

test('two organisms are compared world by world', () => {
  const { program, kernels } = organism()
  const [a, b] = [createWorld(program, { kernels, seed: 3 }), createWorld(program, { kernels, seed: 3 })]
  expect(worldDifference(a, b)).toBeUndefined()
  runUntil(createStepper(a), 20)
  runUntil(createStepper(b), 20)
  expect(worldDifference(a, b)).toBeUndefined()
  const liver = b.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  liver.cells.x[1] = 7
  expect(worldDifference(a, b)).toMatchObject({ site: 'liver', column: 'cell.x', row: 1 })
  b.inner.delete('liver')
  expect(worldDifference(a, b)).toMatchObject({ site: 'liver', column: 'world.count' })
  expect(worldDifference(a, b)?.values[1]).toBeUndefined()
})

test('a branch takes all worlds along', () => {
  const { program, kernels } = organism()
  const world = createWorld(program, { kernels, seed: 3 })
  runUntil(createStepper(world), 20)
  const { world: branch } = branchWorld(world, program, { kernels, seed: 3 })
  expect(stateHash(branch)).toBe(stateHash(world))
})

test('places of an organism hold different individuals with the same numbers', () => {
  const { program, kernels } = organism(
    MODEL.replace(
      'initial: { hepatocyte',
      'initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 15 um } }, hepatocyte',
    ),
  )
  const world = createWorld(program, { kernels, seed: 3 })
  const here = keys(world)
  createStepper(world).step()
  const liver = world.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  expect(keys(liver).filter((key) => here.includes(key))).toEqual([here[0]])
})

test('a site is the model with other places', () => {
  const { model } = organism()
  const liver = model.sites?.find(({ name }) => name === 'liver')?.model
  expect(liver?.data.cellTypes).toEqual(model.data.cellTypes)
  expect(liver?.initialCells).toHaveLength(2)
  const other = organism(MODEL.replace('size: [60 um, 60 um, 20 um]', 'size: [60 um, 80 um, 20 um]'))
  expect(other.model.hash).not.toBe(model.hash)
})

test('what the organism has once is not written at a site', () => {
  const text = MODEL.replace('  lung:\n', '  lung:\n    time: { stop: 1 h }\n')
  const { issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }), { processes })
  expect(issues.map(({ code, path }) => [code, path])).toEqual([['not-of-site', ['sites', 'lung', 'time']]])
})

test('vessels exchange the same everywhere, and are where each place has them', () => {
  const vessels =
    'vessels: { points: [[0 um, 0 um, 0 um]], exchange: { drug: { blood: "3 nM [assumed]", rate: "0.1 1/min [assumed]" } }, entry: { hepatocyte: { rate: "1 1/day [assumed]" } } }'
  const text = MODEL.replace(
    'cell types:',
    `${vessels}\nsubstrates: { drug: { unit: nM, diffusion: "10 um^2/s [assumed]" } }\ncell types:`,
  ).replace(
    '  lung:\n',
    '  lung:\n    vessels: { points: [[10 um, 0 um, 0 um], [20 um, 0 um, 0 um]], exchange: { drug: { rate: "0.2 1/min [assumed]" } } }\n',
  )
  const { model } = organism(text)
  const at = ['liver', 'lung'].map((name) => model.sites?.find((site) => site.name === name)?.model.data)
  const read = at.map((data) => {
    const section = data && sectionOf(data, vesselsSection)
    return [section?.points.length, section?.exchange['drug']?.rate.value, Object.keys(section?.entry ?? {})]
  })
  expect(read).toEqual([
    [0, 0.1, []],
    [2, 0.2, []],
  ])
})

test('who lives at one site is known everywhere', () => {
  const text = MODEL.replace(
    '  lung:\n',
    '  lung:\n    cell types: { pneumocyte: {}, tumour: { traits: { grit: { value: "2 [assumed]" } } } }\n    initial: { pneumocyte: { points: [[0 um, 0 um, 0 um]] } }\n',
  )
  const { model, program } = organism(text)
  const types = ['hepatocyte', 'pneumocyte', 'tumour']
  expect([
    program.cellTypes,
    ...(program.organism?.sites ?? []).map((site) => site.program.cellTypes),
  ]).toEqual([types, types, types])
  // What a site says of a type that all know holds there alone.
  const gritOf = (data: { readonly cellTypes: readonly { readonly sections: object }[] }): string =>
    JSON.stringify(data.cellTypes[2]?.sections)
  const [lung, liver] = ['lung', 'liver'].map(
    (name) => model.sites?.find((site) => site.name === name)?.model.data,
  )
  expect(gritOf(liver ?? model.data)).toBe(gritOf(model.data))
  expect(gritOf(lung ?? model.data)).not.toBe(gritOf(model.data))
})

test('a stored organism reads back as itself', () => {
  const { model } = organism()
  const text = writeModel(model.data, allSections(processes))
  const again = parseModel('again.yaml', textReader({ 'again.yaml': text }), { processes })
  expect(again.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(again.model?.hash).toBe(model.hash)
})
