import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { standardProcesses } from '../../src/compile/order.ts'
import { defineProcess } from '../../src/engine/process.ts'
import { decayedDeclaration, meanDeclaration } from '../../src/engine/source-columns.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'

/** A process that does nothing but ask what decayed. */
const asking = defineProcess<object>({
  name: 'asking',
  doc: 'asks what decayed',
  sections: [],
  compile: (_model, context) => {
    context.column(meanDeclaration('s'))
    context.column(decayedDeclaration('s'))
    return {}
  },
  activities: [],
})

function medium(shape: readonly number[], substrate: string): string {
  return `
format: 1
title: what decays
domain: { size: [${shape.map((n) => `${n * 20} um`).join(', ')}], voxel: 20 um, corner: [0 um, 0 um, 0 um] }
time: { stop: 10 day, fields: 1 min, mechanics: 1 min, phenotype: 12 min }
substrates: { s: { unit: nM, initial: 3 nM, ${substrate} } }
`
}

function amountOf(world: World): number {
  const pair = { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
  return pair.field.reduce((sum, _, v) => sum + pairAt(pair, v), 0) * 20 ** 3
}

describe('what decayed', () => {
  test.each([
    ['by diffusion, flat', [23, 14, 1], 'diffusion: 600 um^2/min, decay: 0.02 1/min'],
    ['by diffusion, deep', [9, 8, 7], 'diffusion: 600 um^2/min, decay: 0.02 1/min'],
    ['without diffusion', [23, 14, 1], 'diffusion: 0 um^2/min, decay: 0.02 1/min'],
  ] as const)('and what is left are what there was: %s', (_, shape, substrate) => {
    const program = compile(modelFrom(medium(shape, substrate)), [...standardProcesses, asking])
    const world = startWorld(program)
    const field = world.f32('field/s')
    field.forEach((value, v) => (field[v] = value + (v % 7)))
    const before = amountOf(world)
    // In the middle of a step the field is ahead of the clock, and the account with it.
    for (const tick of [1, 5, 50, 240]) {
      runOn(world, tick)
      const decayed = world.f64('transport.decayed/s')[0] ?? 0
      // What the shift of each step leaves: f32 of a change, 6e-8 of what moved.
      expect(Math.abs((amountOf(world) + decayed) / before - 1)).toBeLessThan(1e-7)
    }
    expect(amountOf(world) / before).toBeLessThan(0.05)
  })

  test('moves no bit of the field', () => {
    const yaml = medium([23, 14, 1], 'diffusion: 600 um^2/min, decay: 0.02 1/min, boundary: 5 nM')
    const asked = runOn(startWorld(compile(modelFrom(yaml), [...standardProcesses, asking])), 100)
    const plain = runOn(startWorld(compile(modelFrom(yaml))), 100)
    expect(asked.f32('field/s')).toEqual(plain.f32('field/s'))
    expect(asked.f32('remainder/s')).toEqual(plain.f32('remainder/s'))
    expect(stateHash(plain)).toBe(stateHash(runOn(startWorld(yaml), 100)))
  })
})
