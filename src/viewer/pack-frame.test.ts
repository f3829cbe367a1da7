import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { createWorld } from '../engine/create-world.ts'
import { neighboursOf, rebuildNeighbours } from '../engine/neighbours.ts'
import { stateHash } from '../engine/state-hash.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from '../testing/kernels.ts'
import { placedWorld } from '../testing/placed-world.ts'
import { modelFrom } from '../testing/run-model.ts'
import { uniforms } from '../testing/scattered.ts'
import type { FrameRequest } from './frame.ts'
import { buffersOf, packFrame } from './pack-frame.ts'
import { sceneOf } from './scene.ts'

const colorectal = modelFrom(
  readFileSync('models/colorectal/model.yaml', 'utf8'),
  'models/colorectal/model.yaml',
)
const program = compile(colorectal)
const everything: FrameRequest = {
  number: 'interaction.damage',
  fields: ['oxygen', 'CXCL12', 'no such field'],
  clones: true,
  lineages: true,
  contacts: true,
}

function start(): World {
  return createWorld(program, { kernels: testKernels(), seed: 3 })
}

test('a frame is what the columns hold', () => {
  const world = start()
  runUntil(createStepper(world), 200)
  const frame = packFrame(world, everything)
  const { count, cells } = world
  expect([frame.count, frame.tick, frame.time]).toEqual([count, 200, world.time])
  for (let slot = 0; slot < count; slot++) {
    // Single precision: what a graphics card takes.
    expect([...frame.spheres.subarray(4 * slot, 4 * slot + 4)]).toEqual(
      [cells.x, cells.y, cells.z, cells.radius].map((column) => Math.fround(column[slot] ?? 0)),
    )
    expect(frame.numbers?.[slot]).toBe(Math.fround(world.f64('interaction.damage')[slot] ?? 0))
  }
  expect([...frame.type]).toEqual([...cells.type.subarray(0, count)])
  expect([...frame.state]).toEqual([...cells.state.subarray(0, count)])
  expect(frame.lineage?.[2 * 7]).toBe(cells.lineageLow[7])
  expect(frame.clone).toBeUndefined()
  expect(frame.fields.map(({ name }) => name)).toEqual(['oxygen', 'CXCL12'])
  const oxygen = world.f32('field/oxygen')
  expect(frame.fields[0]?.values).toEqual(Float32Array.from(oxygen))
  expect(frame.fields[0]?.range).toEqual([Math.min(...oxygen), Math.max(...oxygen)])
})

test('looking changes no bit, now or later', () => {
  const [plain, watched] = [start(), start()]
  runUntil(createStepper(plain), 300)
  runUntil(createStepper(watched), 300, (world) => {
    packFrame(world, everything)
    return true
  })
  expect(stateHash(watched)).toBe(stateHash(plain))
  const before = new Uint8Array(watched.memory.buffer).slice()
  packFrame(watched, everything)
  // Not even working memory is written: byte for byte the same.
  expect(Buffer.compare(Buffer.from(watched.memory.buffer), Buffer.from(before))).toBe(0)
})

test('buffers come back and serve again', () => {
  const world = start()
  const first = packFrame(world, everything)
  const buffers = buffersOf(first)
  expect(buffers).toHaveLength(3)
  const second = packFrame(world, everything, buffers)
  expect(new Set(buffersOf(second))).toEqual(new Set(buffers))
  const small = packFrame(world, { fields: [] }, [new ArrayBuffer(8)])
  expect(small.spheres.buffer.byteLength).toBe(world.count * (4 * 4 + 2))
})

test.each(['closed', 'periodic'] as const)(
  'contacts are those of the neighbour lists that touch (%s)',
  (boundary) => {
    const next = uniforms(5)
    const cells = Array.from(
      { length: 400 },
      () => ['tumour', 200 * next() - 100, 200 * next() - 100] as const,
    )
    const world = placedWorld({ cells, boundary })
    rebuildNeighbours(world)
    const { x, y, reach } = world.cells
    const expected: string[] = []
    for (let slot = 0; slot < world.count; slot++)
      for (const other of neighboursOf(world, slot)) {
        const distance = Math.hypot((x[slot] ?? 0) - (x[other] ?? 0), (y[slot] ?? 0) - (y[other] ?? 0))
        if (other > slot && distance < (reach[slot] ?? 0) + (reach[other] ?? 0))
          expected.push(`${slot} ${other}`)
      }
    const pairs = packFrame(world, { fields: [], contacts: true }).contacts ?? new Uint32Array()
    const found = Array.from(
      { length: pairs.length / 2 },
      (_, pair) => `${pairs[2 * pair]} ${pairs[2 * pair + 1]}`,
    )
    expect(found.length).toBeGreaterThan(400)
    expect(found.toSorted()).toEqual(expected.toSorted())
  },
)

test('cells on two sides of a membrane have no contact', () => {
  const more = 'membranes: { gel: { axis: x, at: 0 um } }'
  const world = placedWorld({
    more,
    cells: [
      ['tumour', -4, 0],
      ['tumour', 4, 0],
      ['tumour', 10, 0],
    ],
  })
  const pairs = packFrame(world, { fields: [], contacts: true }).contacts
  expect([...(pairs ?? [])]).toEqual([1, 2])
})

test('an empty world has an empty frame', () => {
  const frame = packFrame(placedWorld({ cells: [] }), { fields: ['oxygen'], contacts: true, lineages: true })
  expect([frame.count, frame.spheres.length, frame.contacts?.length]).toEqual([0, 0, 0])
  expect(frame.fields[0]?.range).toEqual([20, 20])
})

test('a scene names types, layers and what cells may be coloured by', () => {
  const scene = sceneOf(colorectal, program)
  expect(scene.types.find(({ name }) => name === 'CD8')).toEqual({
    name: 'CD8',
    lineage: 'lymphoid',
    colour: '#68e18a',
  })
  expect(
    scene.layers.map((layer) =>
      layer.kind === 'field' ? `${layer.name} ${layer.unit} ${layer.map}` : layer.kind,
    ),
  ).toEqual([
    'CXCL10 nM cividis',
    'CXCL12 nM cividis',
    'IFN-gamma nM cividis',
    'anti-PD-1 nM viridis',
    'oxygen mmHg mako',
    'vessels',
  ])
  const numbers = scene.colourings.filter((colouring) => colouring.kind === 'number')
  expect(numbers.find(({ name }) => name === 'oxygen')).toEqual({
    kind: 'number',
    key: 'signal/oxygen',
    name: 'oxygen',
    unit: 'mmHg',
    group: 'signal',
  })
  expect(new Set(numbers.map(({ key }) => key)).size).toBe(numbers.length)
  // Whatever is offered can be had.
  const world = start()
  for (const { key } of numbers)
    expect(packFrame(world, { number: key, fields: [] }).numbers).toHaveLength(world.count)
})

test('membranes and clones are part of the scene where a model has them', () => {
  const model = modelFrom(`format: 1
title: parted
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 day }
cell types: { tumour: { display: { lineage: tumour, colour: '#123456' } } }
initial: { tumour: { points: [[0 um, 0 um, 0 um], [30 um, 0 um, 0 um]] } }
membranes: { insert: { axis: y, at: 20 um } }
clones: { founders: [tumour] }
`)
  const scene = sceneOf(model, compile(model))
  expect(scene.types[0]?.colour).toBe('#123456')
  expect(scene.layers).toEqual([{ kind: 'membrane', name: 'insert', axis: 'y', at: 20 }])
  expect(scene.colourings.map(({ kind }) => kind)).toContain('clone')
  const frame = packFrame(createWorld(compile(model), { kernels: testKernels(), seed: 1 }), {
    fields: [],
    clones: true,
  })
  expect(new Set(frame.clone).size).toBe(2)
})

test('a frame says which vessels are tied, from the step on in which they are', () => {
  const tied = modelFrom(`format: 1
title: tied
domain: { size: [200 um, 40 um, 20 um], voxel: 20 um }
time: { stop: 1 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates: { drug: { unit: nM, diffusion: 1 um^2/min, decay: 0.01 1/min } }
cell types: { CD8: {} }
vessels:
  points: [[-90 um, 5 um, 0 um], [10 um, 5 um, 0 um], [-80 um, 5 um, 0 um]]
  exchange: { drug: { blood: 5 nM, rate: 0.02 1/min } }
initial: { CD8: { points: [[0 um, 0 um, 0 um]] } }
ligations: { left: { at: 10 min, centre: [-100 um, 0 um, 0 um], radius: 60 um } }
`)
  const world = createWorld(compile(tied), { kernels: testKernels(), seed: 3 })
  const stepper = createStepper(world)
  const open = (recycled: readonly ArrayBuffer[] = []) =>
    packFrame(world, { fields: [], lineages: true }, recycled)
  runUntil(stepper, 10)
  const before = open()
  expect([...(before.vesselsOpen ?? [])]).toEqual([1, 1, 1])
  runUntil(stepper, 11)
  const after = open(buffersOf(before))
  expect([...(after.vesselsOpen ?? [])]).toEqual([0, 1, 0])
  expect([after.type[0], after.spheres[3]]).toEqual([0, Math.fround(world.cells.radius[0] ?? 0)])
  expect(packFrame(start(), everything)).not.toHaveProperty('vesselsOpen')
})

test('vessels that live are packed where they are now, with what they carry', () => {
  const living = compile(
    modelFrom(`
format: 1
title: vessels that live
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 h, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
cell types: { CD8: {} }
vessel network:
  lines:
    - { points: [[-20 um, 0 um, 0 um], [0 um, 0 um, 0 um], [20 um, 0 um, 0 um]], pressures: [25 mmHg, 15 mmHg], radius: 3 um }
    - { points: [[0 um, 0 um, 0 um], [0 um, 20 um, 0 um]], radius: 3 um }
initial: { CD8: { points: [[0 um, 0 um, 0 um]] } }
`),
  )
  const world = createWorld(living, { kernels: testKernels(), seed: 3 })
  const request = { fields: [], lineages: true }
  const frame = packFrame(world, request)
  expect([...(frame.vesselNodes ?? [])]).toEqual([-20, 0, 0, 0, 0, 0, 20, 0, 0, 0, 20, 0])
  // Blood comes in and leaves outside of the picture; the dead end carries nothing.
  expect([...(frame.vesselsOpen ?? [])]).toEqual([1, 1, 1, 0])
  const flow = Math.fround(world.f64('segment.flow')[0] ?? 0)
  expect(flow).toBeGreaterThan(0)
  expect([...(frame.vesselTubes?.subarray(0, 9) ?? [])]).toEqual([-20, 0, 0, 0, 0, 0, 3, flow, 1])
  expect([...(frame.vesselTubes?.subarray(18) ?? [])]).toEqual([0, 0, 0, 0, 20, 0, 3, 0, 1])
  expect([...(frame.vesselKinds ?? [])]).toEqual([1, 2, 1, 2])
  expect(frame.vesselTips).toHaveLength(0)
  expect(packFrame(world, { ...request, vessels: false })).not.toHaveProperty('vesselTubes')
  world.f64('vessel.x')[0] = -30
  const next = packFrame(world, request, buffersOf(frame))
  expect([next.vesselNodes?.[0], next.vesselTubes?.[0], next.type[0]]).toEqual([-30, -30, 0])
  // Rows that are free are left out; what sprouts has a head.
  world.u8('vessel.kind')[0] = 0
  world.u32('segment.first')[0] = 0xffffffff
  world.u8('vessel.kind')[3] = 3
  const last = packFrame(world, request)
  expect([...(last.vesselKinds ?? [])]).toEqual([2, 1, 3])
  expect([...(last.vesselTubes?.subarray(0, 3) ?? [])]).toEqual([0, 0, 0])
  expect([...(last.vesselTips ?? [])]).toEqual([0, 20, 0, 0, 0, 0])
})
