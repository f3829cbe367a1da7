import { LIFE_STATES } from '../../engine/columns.ts'
import { inOrder } from '../../engine/in-order.ts'
import { neighbourPointers } from '../../engine/neighbour-calls.ts'
import { periods } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import type { SensingTables } from './compile.ts'

/** Places per block where neighbours are looked at. Chosen: some 10 us, so that threads share those of a thousand cells. */
const PAIR_BLOCK = 128

/** Binds the sensing of all signals in use; each call fills their columns for every cell. */
export function bindSensing(world: World, tables: SensingTables): () => void {
  return inOrder([
    ...bindFields(world, tables),
    ...bindGradients(world, tables),
    ...bindTimes(world, tables),
    ...bindStates(world, tables),
    ...bindNeighbours(world, tables),
  ])
}

function bindFields(world: World, { fields }: SensingTables): readonly (() => void)[] {
  return fields.map(({ substrate, column }) => {
    const args = [world.pointer(`field/${substrate}`), world.pointer('cell.voxel'), world.pointer(column)]
    return () => world.pool.run('sensing_field', args, world.count)
  })
}

function bindGradients(world: World, { gradients }: SensingTables): readonly (() => void)[] {
  const { shape, boundary, voxel } = world.program.space
  const isPeriodic = boundary.map((side) => (side === 'periodic' ? 1 : 0))
  return gradients.map(({ substrate, column }) => {
    const columns = [world.pointer(`field/${substrate}`), world.pointer('cell.voxel'), world.pointer(column)]
    const args = [...columns, ...shape, ...isPeriodic, voxel]
    return () => world.pool.run('sensing_gradient', args, world.count)
  })
}

function bindTimes(world: World, { times }: SensingTables): readonly (() => void)[] {
  return times.map(({ column }) => {
    const signal = world.pointer(column)
    return () => world.pool.run('sensing_constant', [signal, world.time], world.count)
  })
}

function bindStates(world: World, { states }: SensingTables): readonly (() => void)[] {
  const classes = world.program.cellTypes.length * LIFE_STATES
  return states.map(({ column }, row) => {
    const weights = world.pointer('sensing.states') + row * classes * 8
    const args = [world.pointer('cell.class'), weights, world.pointer(column)]
    return () => world.pool.run('sensing_state', args, world.count)
  })
}

function bindNeighbours(world: World, { contacts, markers }: SensingTables): readonly (() => void)[] {
  if (contacts.length + markers.length === 0 || world.program.isSpaceless === true) return []
  world.u32('sensing.pairSignals').set([...contacts, ...markers].map(({ column }) => world.pointer(column)))
  const expressions = markers.map(({ marker }) => world.behaviour(`${marker} expression`))
  world.u32('sensing.markerPointers').set(expressions.flatMap(({ pointer, perCell }) => [pointer, perCell]))
  const types = world.program.cellTypes.length
  const { packed, ends, lists } = neighbourPointers(world)
  const args = [
    packed,
    ends,
    lists,
    world.pointer('sensing.contacts'),
    contacts.length,
    types * LIFE_STATES,
    types,
    world.pointer('sensing.markerPointers'),
    markers.length,
    world.pointer('sensing.pairSignals'),
    ...periods(world.program.space),
  ]
  return [() => world.pool.run('sensing_neighbours', args, world.count, PAIR_BLOCK)]
}
