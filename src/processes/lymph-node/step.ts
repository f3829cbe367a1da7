import { LIVE } from '../../engine/columns.ts'
import { emit } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import type { Space } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { PRIMED, activate, advance } from './chain.ts'
import { DENDRITIC_COLUMN } from './columns.ts'
import { type CompiledPriming, EMIGRATION, type LymphNodeTables, type PlasmaLevel } from './compile.ts'
import type { Faces } from './kernels.ts'

const LEAVE = stream('lymph node.emigration')

/** Naive cells at rest, and in the blood what is there without priming. */
export function startLymphNode(world: World, { primes }: LymphNodeTables): void {
  for (const { column, blood, resting, baseline } of primes) {
    world.f64(column)[PRIMED.naive] = resting
    world.f64(blood)[0] = baseline
  }
}

/** Binds the decision of cells to leave within `dt` [min]. */
export function bindEmigration(world: World, { type, margin }: LymphNodeTables, dt: number): () => void {
  const names = ['x', 'y', 'z', 'type', 'class', 'lineageLow', 'lineageHigh', 'request']
  const cells = names.map((name) => world.pointer(`cell.${name}`))
  const others = ['lymph.leaving', 'world.pending'].map((name) => world.pointer(name))
  const { low, high } = facesOf(world.program.space, margin)
  const rate = world.behaviour(EMIGRATION)
  const [seedLow = 0, seedHigh = 0] = world.u32('world.seed')
  const scalars = [rate.pointer, rate.perCell, dt, seedLow, seedHigh, LEAVE, 0]
  const args = argumentList([...cells, ...others, type, margin, ...low, ...high, ...scalars])
  const tickAt = args.length - 1
  return () => {
    args[tickAt] = world.tick
    world.pool.run('lymph_node_leave', args, world.count)
  }
}

/** The closed faces of a domain; axes that are periodic, and the one that a slice lacks, have none. */
export function facesOf({ corner, size, boundary, dimensions }: Space, margin: number): Faces {
  const hasFace = (axis: 0 | 1 | 2): boolean =>
    boundary[axis] === 'closed' && !(axis === 2 && dimensions === 2)
  const low = (axis: 0 | 1 | 2): number => (hasFace(axis) ? corner[axis] : -Infinity)
  const high = (axis: 0 | 1 | 2): number => (hasFace(axis) ? corner[axis] + size[axis] : Infinity)
  return { low: [low(0), low(1), low(2)], high: [high(0), high(1), high(2)], margin }
}

/** Binds what becomes of dendritic cells and T cells outside of the tissue in `dt` [min]. */
export function bindNode(world: World, { stages, step, primes }: LymphNodeTables, dt: number): () => void {
  const dendritic = world.f64(DENDRITIC_COLUMN)
  const before = new Float64Array(step.width)
  const types = primes.map((priming) => bindPriming(world, priming, dt))
  return () => {
    const first = dendritic[stages] ?? 0
    advance(dendritic, 0, step, before)
    // The mean over the step, so that activation is of second order in it.
    const presenting = (first + (dendritic[stages] ?? 0)) / 2
    for (let k = 0; k < types.length; k++) types[k]?.(presenting)
  }
}

function bindPriming(world: World, priming: CompiledPriming, dt: number): (presenting: number) => void {
  const states = world.f64(priming.column)
  const blood = world.f64(priming.blood)
  const factor = bindFactor(world, priming)
  const before = new Float64Array(priming.step.width)
  const { activation, half, step, inBlood, baseline } = priming
  return (presenting) => {
    activate(states, priming, (activation * factor() * presenting) / (half + presenting), dt)
    advance(states, PRIMED.flow, step, before)
    blood[0] = baseline + (states[inBlood] ?? 0)
  }
}

/** Binds the factor on activation of what holds back and of what raises, at the free levels in plasma. */
function bindFactor(world: World, { holds, raises }: CompiledPriming): () => number {
  const ratio = (level: PlasmaLevel): (() => number) => bindRatio(world, level)
  const held = holds.map(({ share, blockers }) => ({ share, ratios: blockers.map(ratio) }))
  const raised = raises.map((raise) => ({ more: raise.to - 1, ratio: ratio(raise) }))
  return () => {
    let factor = 1
    for (let k = 0; k < held.length; k++) {
      let share = held[k]?.share ?? 0
      const ratios = held[k]?.ratios ?? []
      for (let b = 0; b < ratios.length; b++) share /= 1 + (ratios[b]?.() ?? 0)
      factor *= 1 - share
    }
    for (let k = 0; k < raised.length; k++) {
      const level = raised[k]?.ratio() ?? 0
      factor *= 1 + ((raised[k]?.more ?? 0) * level) / (1 + level)
    }
    return factor
  }
}

/** Level in plasma over its constant; 0 where no drug brings it. */
function bindRatio(world: World, { substrate, constant }: PlasmaLevel): () => number {
  const column = `plasma/${substrate}`
  if (!world.has(column)) return () => 0
  const level = world.f64(column)
  return () => (level[0] ?? 0) / constant
}

/** Who leaves sets out for the node before its row disappears. */
export function lymphNodeHooks(world: World, { weight, stages }: LymphNodeTables): PopulationHooks {
  return {
    removed: (slot) => {
      if (world.u8('lymph.leaving')[slot] !== 1 || world.cells.state[slot] !== LIVE) return
      emit(world, 'emigration', slot)
      const dendritic = world.f64(DENDRITIC_COLUMN)
      dendritic[0] = (dendritic[0] ?? 0) + weight
      dendritic[stages + 2] = (dendritic[stages + 2] ?? 0) + 1
    },
  }
}
