import { describe, expect, test } from 'vitest'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { World } from '../../engine/world.ts'
import { setPair } from '../../kernels/field-pair.ts'
import type { Pool } from '../../parallel/pool.ts'
import { testSequence } from '../../testing/kernel-arrays.ts'
import { startWorld } from '../../testing/start-run.ts'
import { WHOLE_VOXELS } from './compile.ts'
import { transportStep } from './kernels.ts'

interface Mesh {
  readonly shape: readonly [number, number, number]
  readonly boundary: string
}

// On both sides of the size up to which a mesh is done in one call; with three substrates of which one only decays.
const meshes: readonly Mesh[] = [
  { shape: [25, 30, 1], boundary: 'closed' },
  { shape: [31, 7, 5], boundary: 'periodic' },
  { shape: [131, 130, 1], boundary: 'closed' },
  { shape: [300, 61, 1], boundary: 'periodic' },
  { shape: [33, 29, 26], boundary: 'closed' },
  { shape: [18, 17, 60], boundary: 'periodic' },
]

function model({ shape, boundary }: Mesh): string {
  const held = boundary === 'closed' ? '{ x low: 3 nM, y high: 1 nM }' : 'closed'
  const size = shape.map((n) => `${20 * n} um`).join(', ')
  return `
format: 1
title: medium
domain: { size: [${size}], voxel: 20 um, boundary: ${boundary} }
time: { stop: 1 day, fields: 0.01 min, mechanics: 1 min, phenotype: 6 min }
transport: { scheme: lod, held sides: overwritten }
substrates:
  a: { unit: nM, diffusion: 100000 um^2/min, decay: 0.1 1/min, boundary: ${held}, fixed: [{ at: [5 um, 5 um, 0 um], value: 9 nM }] }
  b: { unit: nM, diffusion: 0 um^2/min, decay: 0.3 1/min }
  c: { unit: nM, diffusion: 600 um^2/min, boundary: ${held} }
`
}

/** Fills all fields with the same arbitrary values. */
function fillFields(world: World): void {
  for (const name of ['a', 'b', 'c']) {
    const random = testSequence(name.codePointAt(0) ?? 0)
    const pair = pairOf(world, name)
    for (let v = 0; v < pair.field.length; v++) setPair(pair, v, 40 * random())
  }
}

function pairOf(world: World, name: string) {
  return { field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }
}

/** Binds transport as a run does. */
function bound(world: World): () => void {
  const { activities, clock } = world.program
  const actions = activities.fields
    .filter(({ process }) => process === 'transport')
    .map((activity) => activity.bind(world, cadenceMinutes(clock, 'fields')))
  return () => {
    for (const action of actions) action()
  }
}

/** What the plain form needs, from the world's own tables. */
function planOf(world: World, name: string, { shape, boundary }: Mesh) {
  const factors = world.f64(`transport.factors/${name}`)
  const strides = [1, shape[0], shape[0] * shape[1]]
  const count = shape[2] === 1 ? 2 : 3
  const axes = shape.slice(0, count).map((n, axis) => {
    const offset = 3 * shape.slice(0, axis).reduce((sum, before) => sum + before, 0)
    const lines = { n, stride: strides[axis] ?? 1, isPeriodic: boundary === 'periodic' }
    return { lines, factors: factors.slice(offset, offset + 3 * n) }
  })
  const hasFixed = world.has(`transport.fixedVoxels/${name}`)
  const indices = hasFixed ? world.u32(`transport.fixedVoxels/${name}`).slice() : new Uint32Array()
  const values = hasFixed ? world.f64(`transport.fixedValues/${name}`).slice() : new Float64Array()
  return { axes, fixed: { indices, values } }
}

describe.each(meshes)('a step on $shape, $boundary', (mesh) => {
  test('gives the bits of the plain form, however blocks are cut and in any order', () => {
    const worlds = [startWorld(model(mesh)), startWorld(model(mesh), { block: 7 }), startWorld(model(mesh))]
    const [world] = worlds
    if (world === undefined) throw new Error('no world')
    backwards(worlds[2])
    for (const each of worlds) fillFields(each)
    const expected = ['a', 'c'].map((name) => {
      const { field, remainder } = pairOf(world, name)
      return { name, pair: { field: field.slice(), remainder: remainder.slice() } }
    })
    for (const { name, pair } of expected) {
      const plan = planOf(world, name, mesh)
      for (let step = 0; step < 2; step++) transportStep(pair, plan)
    }
    for (const each of worlds) {
      const step = bound(each)
      step()
      step()
      for (const { name, pair } of expected) expect(isSame(pairOf(each, name), pair)).toBe(true)
      expect(isSame(pairOf(each, 'b'), pairOf(world, 'b'))).toBe(true)
    }
  })
})

/** Lets the calls of a batch, and their blocks, run from the last to the first. */
function backwards(world: World | undefined): void {
  if (world === undefined) return
  const { kernels } = world
  const run: Pool['run'] = (kernel, args, count, block = count) => {
    for (let number = Math.ceil(count / block) - 1; number >= 0; number--) {
      kernels.call(kernel, [...args, number * block, Math.min(count, (number + 1) * block)])
    }
  }
  const batch: Pool['batch'] = (calls) => {
    for (const { kernel, args, count, block } of calls.toReversed()) run(kernel, args, count, block)
  }
  world.pool = { workers: 1, run, batch }
}

/** Equal numbers in both arrays; far faster than a matcher's comparison of a hundred thousand elements. */
function isSame(found: ReturnType<typeof pairOf>, expected: ReturnType<typeof pairOf>): boolean {
  return (
    found.field.every((value, v) => Object.is(value, expected.field[v])) &&
    found.remainder.every((value, v) => Object.is(value, expected.remainder[v]))
  )
}

test('meshes on both sides of the limit are among them', () => {
  const sizes = meshes.map(({ shape }) => shape[0] * shape[1] * shape[2])
  expect(sizes.filter((voxels) => voxels <= WHOLE_VOXELS)).toHaveLength(2)
})
