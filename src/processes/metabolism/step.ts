import { LIVE } from '../../engine/columns.ts'
import { inOrder } from '../../engine/in-order.ts'
import { SOLVED_TO, controlColumn, sourcePointers } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { LIGHT_BLOCK } from '../../parallel/pool.ts'
import {
  GLUCOSE,
  GLUCOSE_FACTOR,
  LACTATE,
  type MetabolismTables,
  OXYGEN,
  OXYGEN_FACTOR,
  POOL,
  YIELDS,
} from './compile.ts'

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
const VOXEL_BLOCK = 8192

const CELLS = ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'cell.class', 'cell.volume']

const nothing = (): void => undefined

function pointersOf(world: World, names: readonly string[]): readonly number[] {
  return names.map((name) => world.pointer(name))
}

function factorOf(world: World, name: string): readonly [number, number] {
  const { pointer, perCell } = world.behaviour(name)
  return [pointer, perCell]
}

/** Writes the rates per volume of each class, which depend on the resting volumes of the program; only the living have some. */
function fillTables(world: World, tables: MetabolismTables): void {
  const { volumes } = world.program
  const types = volumes.length
  for (const what of [OXYGEN, GLUCOSE] as const) {
    const uptakes = tables[what]
    if (uptakes === undefined) continue
    const rates = world.f64(`metabolism.${what}Rates`)
    const halves = world.f64(`metabolism.${what}Halves`)
    for (let cls = LIVE * types; cls < (LIVE + 1) * types; cls++) {
      const { most, half } = uptakes[cls % types] ?? { most: 0, half: 0 }
      rates[cls] = most / (volumes[cls % types] ?? 1)
      halves[cls] = half
    }
  }
}

/** Binds what cells take from oxygen and glucose, and the lactate that they made of it before. */
export function bindSources(world: World, tables: MetabolismTables): () => void {
  fillTables(world, tables)
  return inOrder([
    tables.oxygen === undefined ? nothing : bindOxygen(world),
    tables.glucose === undefined ? nothing : bindGlucose(world, tables),
    tables.hasLactate ? bindRelease(world) : nothing,
  ])
}

function cubed(edge: number): number {
  return edge * edge * edge
}

function bindOxygen(world: World): () => void {
  const due = world.f64(`transport.due/${OXYGEN}`)
  const voxels = world.layout.sizes.voxel
  const args = argumentList([
    ...sourcePointers(world, OXYGEN),
    voxels,
    ...pointersOf(world, CELLS),
    ...factorOf(world, OXYGEN_FACTOR),
    ...pointersOf(world, ['metabolism.oxygenRates', 'metabolism.oxygenHalves', `field/${OXYGEN}`]),
    cubed(world.program.space.voxel),
  ])
  return () => {
    if ((due[0] ?? 0) > 0) world.pool.run('metabolism_oxygen', args, voxels, VOXEL_BLOCK)
  }
}

function bindGlucose(world: World, tables: MetabolismTables): () => void {
  const due = world.f64(`transport.due/${GLUCOSE}`)
  const voxels = world.layout.sizes.voxel
  const args = argumentList([
    ...sourcePointers(world, GLUCOSE),
    voxels,
    ...pointersOf(world, CELLS),
    ...factorOf(world, GLUCOSE_FACTOR),
    ...pointersOf(world, ['metabolism.glucoseRates', 'metabolism.glucoseHalves', `field/${GLUCOSE}`]),
    world.pointer('metabolism.oxygenHalves'),
    tables.oxygen === undefined ? 0 : world.pointer(`field/${OXYGEN}`),
    ...pointersOf(world, ['metabolism.pasteurs', 'metabolism.lactates']),
    tables.hasLactate ? world.pointer(YIELDS) : 0,
    cubed(world.program.space.voxel),
  ])
  return () => {
    if ((due[0] ?? 0) > 0) world.pool.run('metabolism_glucose', args, voxels, VOXEL_BLOCK)
  }
}

/**
 * Lactate is given at the pace at which it is made. Where a step of glucose begins, what it will make is known but for the fall of glucose within it;
 * what it then came to, less what was given, is given until it ends: steps of lactate may be shorter, or longer.
 */
function bindRelease(world: World): () => void {
  const [due, dueOfGlucose] = [world.f64(`transport.due/${LACTATE}`), world.f64(`transport.due/${GLUCOSE}`)]
  const leftOf = bindTimeLeft(world)
  const voxels = world.layout.sizes.voxel
  const pointers = pointersOf(world, [POOL, YIELDS, `field/${GLUCOSE}`])
  const args = argumentList([...sourcePointers(world, LACTATE), voxels, ...pointers, 0, 0, 0])
  const place = args.length - 3
  return () => {
    const step = due[0] ?? 0
    if (step === 0) return
    args[place] = (dueOfGlucose[0] ?? 0) > 0 ? 1 : 0
    args[place + 1] = step / Math.max(step, leftOf())
    args[place + 2] = step
    world.pool.run('metabolism_release', args, voxels, VOXEL_BLOCK)
  }
}

/** Time until the present step of glucose ends [min]; 0 where fields take one step after the other. */
function bindTimeLeft(world: World): () => number {
  const control = controlColumn(GLUCOSE)
  if (!world.has(control)) return () => 0
  const state = world.f64(control)
  const { tick } = world.program.clock
  return () => ((state[SOLVED_TO] ?? 0) - world.tick) * tick
}

/** Binds the lactate that becomes of the glucose that was taken up in the step. */
export function bindTurning(world: World, { hasLactate }: MetabolismTables): () => void {
  if (!hasLactate) return nothing
  const due = world.f64(`transport.due/${GLUCOSE}`)
  const voxels = world.layout.sizes.voxel
  const args = argumentList([...pointersOf(world, [POOL, YIELDS, `transport.mean/${GLUCOSE}`]), 0])
  const length = args.length - 1
  return () => {
    args[length] = due[0] ?? 0
    if ((due[0] ?? 0) > 0) world.pool.run('metabolism_turn', args, voxels, VOXEL_BLOCK)
  }
}

/** Binds the signals that something listens to. */
export function bindSensing(world: World, tables: MetabolismTables): () => void {
  return inOrder([bindEnergy(world, tables), bindPh(world, tables)])
}

function bindEnergy(world: World, { oxygen, glucose, glycolysis, atp }: MetabolismTables): () => void {
  if (glycolysis === undefined && atp === undefined) return nothing
  const pointer = (name: string | undefined): number => (name === undefined ? 0 : world.pointer(name))
  const args = [
    pointer(glycolysis),
    pointer(atp),
    ...pointersOf(world, ['cell.voxel', 'cell.class']),
    ...factorOf(world, OXYGEN_FACTOR),
    ...factorOf(world, GLUCOSE_FACTOR),
    pointer(oxygen === undefined ? undefined : `field/${OXYGEN}`),
    world.pointer('metabolism.oxygenHalves'),
    pointer(glucose === undefined ? undefined : `field/${GLUCOSE}`),
    ...pointersOf(world, ['metabolism.glucoseHalves', 'metabolism.pasteurs']),
    ...pointersOf(world, ['metabolism.fromGlucose', 'metabolism.fromOxygen']),
  ]
  return () => world.pool.run('metabolism_sense', args, world.count, LIGHT_BLOCK)
}

function bindPh(world: World, { ph, acidity }: MetabolismTables): () => void {
  if (ph === undefined || acidity === undefined) return nothing
  const { lactate, buffer, bicarbonate, dissolved, floor } = acidity
  const fields = [
    world.pointer(`field/${lactate}`),
    buffer === undefined ? 0 : world.pointer(`field/${buffer}`),
  ]
  const columns = pointersOf(world, [ph, 'cell.voxel'])
  const args = [...columns, ...fields, bicarbonate, dissolved, floor]
  return () => world.pool.run('metabolism_ph', args, world.count, LIGHT_BLOCK)
}
