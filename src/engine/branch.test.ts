import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { testKernels } from '../testing/kernels.ts'
import { modelFrom } from '../testing/run-model.ts'
import { runOn, runTo } from '../testing/start-run.ts'
import { branchWorld } from './branch.ts'
import { isMilieuError } from './errors.ts'
import { columnHashes } from './state-hash.ts'
import { worldDifference } from './world-difference.ts'

const TICK = 97
const program = compile(modelFrom(livingTissue()))
const from = runTo(program, TICK, { seed: 7 })
const before = columnHashes(from)

const branch = (yaml: string, seed = 7) =>
  branchWorld(from, compile(modelFrom(yaml)), { kernels: testKernels(), seed })

describe('a branch', () => {
  test('of the same model is the same world, and goes on as it would have', () => {
    const { world, added, removed } = branch(livingTissue())
    expect([added, removed]).toEqual([[], []])
    expect(columnHashes(world)).toEqual(before)
    expect(columnHashes(runOn(world, 200))).toEqual(columnHashes(runTo(program, 200, { seed: 7 })))
  })

  test('leaves the world that it comes from as it was', () => {
    runOn(branch(livingTissue()).world, 150)
    expect(columnHashes(from)).toEqual(before)
  })

  test('begins new fields with their initial values and keeps every other column', () => {
    const { world, added, removed } = branch(
      livingTissue({ substrates: '  x: { unit: nM, diffusion: 1 um^2/min, initial: 3 nM }' }),
    )
    expect(removed).toEqual([])
    expect(added).toContain('field/x')
    expect([...new Set(world.f32('field/x'))]).toEqual([3])
    for (const [name, hash] of before) expect(columnHashes(world).get(name), name).toBe(hash)
  })

  test('sets up what is new in a cell as if the cell had just come, and changes nothing else in it', () => {
    const trait = 'traits: { antigenicity: { value: 1, spread: 0.2, drift: 0.1, min: 0, max: 2 }'
    const { world, added } = branch(livingTissue().replace(trait, `${trait}, vigour: { value: 5 }`))
    const [column = ''] = added.filter((name) => name.includes('vigour'))
    const types = world.u16('cell.type')
    const states = world.u8('cell.state')
    const tumour = Array.from({ length: world.count }, (_, slot) => slot).filter(
      (slot) => types[slot] === program.cellTypes.indexOf('tumour') && states[slot] === 0,
    )
    expect(tumour.length).toBeGreaterThan(10)
    for (const slot of tumour) expect(world.view(column)[slot]).toBe(5)
    for (const [name, hash] of before) expect(columnHashes(world).get(name), name).toBe(hash)
    expect(world.events).toEqual([])
  })

  test('names what the changed model no longer has', () => {
    const without = livingTissue().replace(
      'mechanics: { springs: { attachment: 0.01 1/min, detachment: 0.01 1/min } }',
      '',
    )
    const { removed, world } = branch(without)
    expect(removed.length).toBeGreaterThan(0)
    expect(removed.every((name) => !world.has(name))).toBe(true)
    expect(world.count).toBe(from.count)
  })

  test('has the luck of its seed', () => {
    const other = branch(livingTissue(), 8).world
    expect(worldDifference(from, other)?.columns).toEqual(['world.seed'])
    expect(
      worldDifference(runOn(other, 200), runTo(program, 200, { seed: 7 }))?.columns.length,
    ).toBeGreaterThan(5)
  })

  test.each([
    ['voxels', livingTissue().replace('[240 um, 200 um,', '[240 um, 220 um,')],
    ['cell types: CD8, M2', livingTissue().replaceAll('M2', 'M1')],
    ['vessels', livingTissue().replace('points: [[-80', 'points: [[0 um, 0 um, 0 um], [-80')],
    ['length of a tick', livingTissue().replace('fields: 1 min', 'fields: 0.5 min')],
  ])('refuses other %s', (what, yaml) => {
    let message = 'no error'
    try {
      branch(yaml)
    } catch (error) {
      message = isMilieuError(error, 'SnapshotOfOtherModel') ? error.message : String(error)
    }
    expect(message).toContain(`has other ${what}`)
  })
})

describe('the first difference of two worlds', () => {
  test('is none between equals', () => {
    expect(worldDifference(from, branch(livingTissue()).world)).toBeUndefined()
  })

  test('is found to the cell and the component, with both values', () => {
    const { world } = branch(livingTissue())
    const was = world.f64('cell.y')[5] ?? 0
    world.f64('cell.y')[5] = was + 1
    world.f64('cell.y')[9] = 0
    expect(worldDifference(from, world)).toMatchObject({
      column: 'cell.y',
      group: 'cell',
      row: 5,
      component: 0,
      values: [was, was + 1],
      columns: ['cell.y'],
    })
    const [mine, theirs] = worldDifference(from, world)?.lineages ?? []
    expect(mine).toMatch(/^[0-9a-f]{16}$/)
    expect(theirs).toBe(mine)
  })

  test('tells zero from minus zero, as bits do', () => {
    const { world } = branch(livingTissue())
    const zero = world.f64('cell.z').subarray(0, world.count).indexOf(0)
    expect(zero).toBeGreaterThanOrEqual(0)
    world.f64('cell.z')[zero] = Object.is(from.f64('cell.z')[zero], -0) ? 0 : -0
    expect(worldDifference(from, world)).toMatchObject({ column: 'cell.z', row: zero })
  })

  test('is a cell that only one of them has, where all others are the same', () => {
    const { world } = branch(livingTissue())
    world.count -= 1
    const found = worldDifference(from, world)
    expect(found).toMatchObject({ group: 'cell', row: world.count })
    expect(found?.values[1]).toBeUndefined()
    expect(found?.lineages[1]).toBeUndefined()
  })
})
