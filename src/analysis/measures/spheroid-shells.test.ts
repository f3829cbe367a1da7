import { describe, expect, test } from 'vitest'
import { LYSED } from '../../engine/columns.ts'
import type { World } from '../../engine/world.ts'
import { runModel } from '../../testing/run-model.ts'
import { resolveMeasure } from '../measures.ts'
import { spheroidRadii } from './spheroid-shells.ts'

/** A ball of cells 16 um apart, or the eighth of it that lies in the corner of the domain. */
function ball(radius: number, part: 'whole' | 'eighth'): World {
  const isWhole = part === 'whole'
  return runModel(`
format: 1
title: a ball
domain: { size: [${isWhole ? '600 um, 600 um, 600 um' : '300 um, 300 um, 300 um'}], voxel: 60 um ${isWhole ? '' : ', corner: [0 um, 0 um, 0 um]'} }
time: { stop: 1 h, fields: 6 min, mechanics: 6 min }
cell types:
  cell: { display: { lineage: tumour }, cycle: { model: flow cytometry } }
initial:
  # Half of the spacing off the faces, as cells lie against a wall.
  cell: { disc: { centre: [${isWhole ? '0 um, 0 um, 0 um' : '8 um, 8 um, 8 um'}], radius: ${radius} um, spacing: 16 um, cut: true } }
`).world
}

/** Kills what lies within one radius [um] and sets cycling what lies beyond another. */
function stain(world: World, necrotic: number, cycling: number): World {
  const { x, y, z, state } = world.cells
  const phase = world.u8('cycle.phase')
  for (let slot = 0; slot < world.count; slot++) {
    const distance = Math.hypot(x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0)
    if (distance < necrotic) state[slot] = LYSED
    // Every third cell: in a rim where nearly all cycle nobody could miss it.
    else if (distance > cycling && slot % 3 === 0) phase[slot] = 1
  }
  return world
}

describe.each(['whole', 'eighth'] as const)('radii of a %s ball', (part) => {
  /** Shells of 10 um and a lattice of 16 um place a sharp edge to about half of their sum [um]. */
  const tolerance = 13

  test('of 220 um with a rim in cycle and a necrotic core', () => {
    const radii = spheroidRadii(stain(ball(220, part), 110, 170))
    expect(Math.abs(radii.outer - 220)).toBeLessThan(tolerance)
    expect(Math.abs(radii.inhibited - 170)).toBeLessThan(tolerance)
    expect(Math.abs(radii.necrotic - 110)).toBeLessThan(tolerance)
  })

  test('that lives and cycles throughout has no core', () => {
    const radii = spheroidRadii(stain(ball(150, part), 0, 0))
    expect(Math.abs(radii.outer - 150)).toBeLessThan(tolerance)
    expect(radii.necrotic).toBe(0)
    // A third of the cells, in an eighth of a ball: chance may leave the innermost few without one.
    expect(radii.inhibited).toBeLessThan(60)
  })
})

test('without a cell in cycle the inhibited region is not a number', () => {
  expect(spheroidRadii(ball(100, 'whole')).inhibited).toBeNaN()
})

test('the measures are the radius and shares of it', () => {
  const world = stain(ball(220, 'eighth'), 110, 170)
  const [radius, inhibited, necrotic, rim] = [
    'spheroid radius',
    'inhibited fraction of the radius',
    'necrotic fraction of the radius',
    'viable rim',
  ].map((name) => resolveMeasure(name, world.program)?.[0]?.evaluate(world))
  const radii = spheroidRadii(world)
  expect(radius).toBe(radii.outer)
  expect(inhibited).toBe(radii.inhibited / radii.outer)
  expect(necrotic).toBe(radii.necrotic / radii.outer)
  expect(rim).toBe(radii.outer - radii.necrotic)
})
