import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { collectDictionary } from '../../compile/dictionary.ts'
import { standardProcesses } from '../../compile/order.ts'
import { APOPTOTIC, LYSED, NECROTIC } from '../../engine/columns.ts'
import { rebuildBins } from '../../engine/neighbours.ts'
import { setClass } from '../../engine/population.ts'
import { voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { modelFrom } from '../../testing/run-model.ts'

const MODEL = `
format: 1
title: what cells feel
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/min, initial: 10 mmHg }
  drug: { unit: uM, diffusion: 0 um^2/min, initial: 1 uM }
cell types:
  killer: {}
  tumour:
    markers: { PD-L1: 0.25, MHC: 1 }
initial:
  killer: { points: [[0 um, 0 um, 0 um], [90 um, 90 um, 0 um]] }
  tumour: { points: [[15 um, 0 um, 0 um], [-15 um, 0 um, 0 um], [0 um, 15 um, 0 um], [0 um, -60 um, 0 um]] }
`

const SIGNALS = [
  'contact with killer',
  'contact with tumour',
  'contact with live cell',
  'contact with dead cell',
  'contact with apoptotic cell',
  'contact with necrotic cell',
  'PD-L1 on neighbours',
  'MHC on neighbours',
  'apoptotic',
  'necrotic',
]

function sensed(world: World): Readonly<Record<string, readonly number[]>> {
  rebuildBins(world)
  runPhase(world, 'sensing', 'sensing')
  const columns = [...world.program.signals.values()].filter(({ column }) => column.startsWith('signal/'))
  return Object.fromEntries(
    columns.map(({ name, column }) => [name, [...world.f64(column).subarray(0, world.count)]]),
  )
}

describe('contacts and markers', () => {
  // Slots: 0, 1 killers; 2, 3, 4 tumour cells around killer 0; 5 a tumour cell far away. Cells of default size reach
  // 10.5 um: 0 touches 2, 3 and 4 at 15 um; 2 and 4, as 3 and 4, are 21.2 um apart, just beyond 21.03 um.
  const world = probedWorld(MODEL, { signals: SIGNALS })

  test('count the touching neighbours, the cell itself left out', () => {
    const signals = sensed(world)
    expect(signals['contact with tumour']).toEqual([3, 0, 0, 0, 0, 0])
    expect(signals['contact with killer']).toEqual([0, 0, 1, 1, 1, 0])
    expect(signals['contact with live cell']).toEqual([3, 0, 1, 1, 1, 0])
    expect(signals['contact with dead cell']).toEqual([0, 0, 0, 0, 0, 0])
    expect(signals['PD-L1 on neighbours']).toEqual([0.75, 0, 0, 0, 0, 0])
    expect(signals['MHC on neighbours']).toEqual([3, 0, 0, 0, 0, 0])
  })

  test('tell the dead by how they died; the dead still count as their type, but show no markers', () => {
    setClass(world, 2, 1, APOPTOTIC)
    setClass(world, 3, 1, NECROTIC)
    setClass(world, 4, 1, LYSED)
    const signals = sensed(world)
    expect(signals['contact with tumour']?.[0]).toBe(3)
    expect(signals['contact with live cell']?.[0]).toBe(0)
    expect(signals['contact with dead cell']?.[0]).toBe(3)
    expect(signals['contact with apoptotic cell']?.[0]).toBe(1)
    expect(signals['contact with necrotic cell']?.[0]).toBe(2)
    expect(signals['MHC on neighbours']?.[0]).toBe(0)
    expect(signals['apoptotic']).toEqual([0, 0, 1, 0, 0, 0])
    expect(signals['necrotic']).toEqual([0, 0, 0, 1, 1, 0])
  })
})

test('a marker that rules modulate is felt as it is on each cell', () => {
  const world = probedWorld(MODEL, { signals: ['PD-L1 on neighbours'], behaviours: ['PD-L1 expression'] })
  world.f64('behaviour/PD-L1 expression').set([9, 9, 1, 2, 4, 8])
  expect(sensed(world)['PD-L1 on neighbours']).toEqual([7, 0, 9, 9, 9, 0])
})

test('concentration and gradient are those of the voxel of the cell; time is that of the world', () => {
  const world = probedWorld(MODEL, { signals: ['oxygen', 'oxygen gradient', 'drug', 'time'] })
  const { space } = world.program
  const field = world.f32('field/oxygen')
  field.forEach((_, v) => (field[v] = v % space.shape[0]))
  world.tick = 5
  const signals = sensed(world)
  const voxels = [...world.f64('cell.x').subarray(0, world.count)].map((x, slot) =>
    voxelAt(space, x, world.f64('cell.y')[slot] ?? 0, world.f64('cell.z')[slot] ?? 0),
  )
  expect(signals['oxygen']).toEqual(voxels.map((v) => v % space.shape[0]))
  expect(signals['drug']).toEqual(voxels.map(() => 1000)) // nM
  // One unit per voxel of 20 um along x, also at the closed end.
  expect(signals['oxygen gradient']).toEqual(voxels.map(() => 1 / 20))
  expect(signals['time']).toEqual(voxels.map(() => 30)) // five ticks of 6 min
})

test('signals have the units of their substrates', () => {
  const { signals } = collectDictionary(modelFrom(MODEL), standardProcesses)
  const units = ['oxygen', 'oxygen gradient', 'drug', 'drug gradient'].map((name) => signals.get(name)?.unit)
  expect(units).toEqual(['mmHg', 'mmHg/um', 'nM', 'nM/um'])
})

test('nothing is stored when nobody listens', () => {
  const columns = compile(modelFrom(MODEL)).columns.map((column) => column.name)
  expect(columns.filter((name) => name.startsWith('signal/') || name.startsWith('sensing.'))).toEqual([])
})

test('types without a marker have none of it; a negative expression is refused', () => {
  const { behaviours } = collectDictionary(modelFrom(MODEL), standardProcesses)
  expect(behaviours.get('PD-L1 expression')?.base).toEqual([0, 0.25])
  expect(() => modelFrom(MODEL.replace('MHC: 1', 'MHC: -1'))).toThrow('out of range')
})
