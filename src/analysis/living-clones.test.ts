import { expect, test } from 'vitest'
import { LIVE } from '../engine/columns.ts'
import { cloneColour } from '../viewer/cell-colours.ts'
import { cloneKeyColour } from '../figures/clone-colour.ts'
import { packFrame } from '../viewer/pack-frame.ts'
import { modelFrom, runModel } from '../testing/run-model.ts'
import { livingClones } from './living-clones.ts'

/** Two cells whose offspring mutates at most divisions, and a bystander that belongs to no clone. */
const tissue = (clones: string): string => `format: 1
title: clones
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  tumour:
    cycle: { model: live, rate: 0.0015 1/min }
    traits: { grade: { value: 1 } }
    mutations: { grade: { rate: 0.4, change: 0.5 } }
  CAF: {}
initial:
  tumour: { points: [[0 um, 0 um, 0 um], [40 um, 0 um, 0 um]] }
  CAF: { points: [[90 um, 90 um, 0 um]] }
${clones}
`
const SUBCLONES = 'clones: { founders: [tumour], subclones: true }'
/** Two days. */
const TICKS = 480

test('all live cells of clones are counted once, among the largest or the rest', () => {
  const { world, model } = runModel(tissue(SUBCLONES), { ticks: TICKS })
  const found = livingClones(world, model, { most: 3 })
  const tumour = model.data.cellTypes.findIndex(({ name }) => name === 'tumour')
  const live = [...Array(world.count).keys()].filter(
    (slot) => world.cells.state[slot] === LIVE && world.cells.type[slot] === tumour,
  )
  expect(found).toMatchObject({ time: 2880, cells: live.length, hasDescent: true, traits: ['grade'] })
  const drawn = found?.tree.nodes ?? []
  expect(drawn).toHaveLength(3)
  expect(found?.left).toBe((found?.clones ?? 0) - 3)
  expect(drawn.reduce((sum, { sizes }) => sum + (sizes[0] ?? 0), 0) + (found?.rest[0] ?? 0)).toBe(live.length)
})

test('colours of keys are those of the cells', () => {
  const { world, model } = runModel(tissue(SUBCLONES), { ticks: TICKS })
  const { clone = [] } = packFrame(world, { fields: [], clones: true })
  const ofCells = new Set([...clone].filter((number) => number !== 0).map((number) => cloneColour(number)))
  const nodes = livingClones(world, model, { most: 1000 })?.tree.nodes ?? []
  // Cells that die may be the last of a clone: no clone of the living lacks a colour, though.
  expect(nodes.every(({ key }) => ofCells.has(cloneKeyColour(key)))).toBe(true)
})

test('subclones of one are those that it is an ancestor of, however far', () => {
  const { world, model } = runModel(tissue(SUBCLONES), { ticks: TICKS })
  const all = livingClones(world, model, { most: 1000 })
  const founders = (all?.tree.nodes ?? []).filter(({ generation }) => generation === 0)
  const families = founders.map(({ key }) => livingClones(world, model, { most: 1, of: key }))
  const counted = families.map((family) => (family?.subclones ?? []).length)
  // A founder whose own cells are all gone is not drawn, but its family is.
  expect(founders.length).toBeGreaterThan(0)
  expect(Math.max(...counted)).toBeGreaterThan(1)
  const members = families.flatMap((family) => family?.subclones ?? [])
  expect(new Set(members).size).toBe(members.length)
  expect(families[0]?.own).toBe(founders[0]?.sizes[0])
  const young = (all?.tree.nodes ?? []).toSorted((a, b) => b.generation - a.generation)[0]
  expect(livingClones(world, model, { most: 1, of: young?.key ?? '' })?.subclones).toEqual([])
})

test('clones whose mutants found none are counted by founder, without a descent', () => {
  const { world, model } = runModel(tissue('clones: { founders: [tumour] }'), { ticks: TICKS })
  const found = livingClones(world, model, { most: 12 })
  expect(found).toMatchObject({ clones: 2, hasDescent: false, left: 0 })
  expect(found?.tree.nodes.every(({ parent }) => parent === undefined)).toBe(true)
})

test('a model without clones has none to count', () => {
  const model = modelFrom(tissue(''))
  const { world } = runModel(tissue(''), { ticks: 1 })
  expect(livingClones(world, model, { most: 12 })).toBeUndefined()
})
