import { LEVEL_PREFIX, PLASMA_PREFIX, bindLevels } from '../../engine/body-levels.ts'
import { type Organism, PRIMARY, type Tissue } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { setPair } from '../../kernels/field-pair.ts'
import { type CompiledFactor, FACTOR, type FactorsTables, freeInPlasma } from './compile.ts'

/** The plasma of a healthy body. */
export function startFactors(world: World, { factors }: FactorsTables): void {
  for (const factor of factors) {
    world.f64(factor.column)[FACTOR.total] = factor.normal
    writeLevel(world, factor, factor.normal)
  }
}

/** At a meeting: what tissues gave since the last one, and the levels that follow from it. */
export function gatherFactors({ blood, tissues }: Organism, tables: FactorsTables): void {
  for (const factor of tables.factors) {
    const source = tissues().reduce((sum, tissue) => sum + outflow(tissue, factor, tables), 0) / tables.plasma
    writeLevel(blood, factor, advance(blood, factor, source, tables.dt) * freeShare(blood, factor))
  }
}

/** What a tissue gives to the blood [ymol/min]: the mean of its medium, in the volume that it stands for. */
function outflow({ name, world }: Tissue, factor: CompiledFactor, { standsFor }: FactorsTables): number {
  if (!factor.isSubstrate || factor.leaves === 0) return 0
  const voxels = world.layout.sizes.voxel
  const field = [`field/${factor.name}`, `remainder/${factor.name}`].map((column) => world.pointer(column))
  const mean = world.kernels.call('ledger_field', [...field, 0, voxels]) / voxels
  const [width, height, depth] = world.program.space.size
  return factor.leaves * mean * (name === PRIMARY ? standsFor : width * height * depth)
}

/** One step of the total, whose source goes evenly from what it was at the last meeting to what it is; returns the total. */
function advance(blood: World, factor: CompiledFactor, source: number, dt: number): number {
  const state = blood.f64(factor.column)
  const [total = 0, before = 0, entered = 0, cleared = 0] = state
  const steady = factor.clearance * factor.normal + givenIn(factor, blood.time, dt) + before
  const rise = source - before
  const next = total + factor.change * total + steady * factor.steady + rise * factor.rising
  const came = (steady + rise / 2) * dt
  state.set([next, source, entered + came, cleared + (total + came - next)])
  return next
}

/** What is given per minute, on the mean of a step. */
function givenIn({ given }: CompiledFactor, from: number, dt: number): number {
  let rate = 0
  for (const time of given)
    rate += (time.rate * Math.max(Math.min(time.until, from + dt) - Math.max(time.from, from), 0)) / dt
  return rate
}

/** What drugs leave free, from 0 to 1. */
function freeShare(blood: World, { binders }: CompiledFactor): number {
  let share = 1
  for (const { column, half } of binders) share /= 1 + (blood.f64(column)[0] ?? 0) / half
  return share
}

/** Writes a free level where others in the blood read it, its rows included. */
function writeLevel(blood: World, { name, isSubstrate }: CompiledFactor, level: number): void {
  blood.f64(LEVEL_PREFIX + freeInPlasma(name))[0] = level
  blood.f64(PLASMA_PREFIX + name)[0] = level
  if (!isSubstrate) return
  setPair({ field: blood.f32(`field/${name}`), remainder: blood.f32(`remainder/${name}`) }, 0, level)
}

/** At the end of a meeting: vessels of all tissues have the level of the plasma. */
export function deliverFactors({ blood, tissues }: Organism, { factors }: FactorsTables): void {
  for (const { name } of factors) {
    const [level = 0] = blood.f64(PLASMA_PREFIX + name)
    for (const { world } of tissues()) world.f64(PLASMA_PREFIX + name)[0] = level
  }
}

/** Binds what rows of the blood sense of the plasma. */
export function bindFactorSignals(world: World, { signals }: FactorsTables): () => void {
  return bindLevels(world, signals)
}
