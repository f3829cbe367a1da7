import type { World } from '../engine/world.ts'
import { runModel, type TestRun } from './run-model.ts'

/** How free walkers are set up: `n` cells that do not feel each other. */
export interface WalkerSetting {
  readonly cells: number
  readonly motility: string
  /** Extent of the box [um]; periodic unless said. */
  readonly size?: readonly [number, number, number]
  readonly boundary?: string
  readonly substrates?: string
  readonly seed?: number
  /** Positions [um]; a grid of cells that do not touch when absent. */
  readonly points?: readonly (readonly [number, number, number])[]
}

/** A world of walkers without forces; steps of 0.1 min. */
export function startWalkers(setting: WalkerSetting): TestRun {
  const size = setting.size ?? [4000, 4000, 20]
  const points = setting.points ?? gridPoints(setting.cells, size[2] > SPACING ? 3 : 2)
  return runModel(
    `
format: 1
title: walkers
domain: { size: [${size.map((s) => `${s} um`).join(', ')}], boundary: ${setting.boundary ?? 'closed'} }
time: { stop: 600 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
transport: { scheme: lod }
mechanics: { wall: false }
substrates: ${setting.substrates ?? '{}'}
cell types:
  walker:
    mechanics: { adhesion: 0 um/min, repulsion: 0 um/min }
    motility: ${setting.motility}
initial:
  walker: { points: [${points.map((p) => `[${p.map((c) => `${c} um`).join(', ')}]`).join(', ')}] }
`,
    { seed: setting.seed ?? 1 },
  )
}

/** Distance between walkers at the start [um]: more than the reach of two default cells. */
const SPACING = 40

/** Coordinate of number `index` of `count` points in a row around the origin [um]. */
function placeOf(index: number, count: number): number {
  return (index - (count - 1) / 2) * SPACING
}

/** A square or cubic grid of `n` points around the origin [um]. */
function gridPoints(n: number, dimensions: 2 | 3): readonly (readonly [number, number, number])[] {
  const side = Math.ceil(n ** (1 / dimensions))
  const layers = dimensions === 3 ? side : 1
  return Array.from({ length: n }, (_, k) => [
    placeOf(k % side, side),
    placeOf(Math.floor(k / side) % side, side),
    placeOf(Math.floor(k / (side * side)), layers),
  ])
}

/** Positions of all cells, copied: x of each, y of each, z of each [um]. */
export function positionsOf(world: World): readonly Float64Array[] {
  return ['x', 'y', 'z'].map((axis) => world.f64(`cell.${axis}`).slice(0, world.count))
}

/** Squared displacement of each cell between two sets of positions [um^2]. */
export function squaredDisplacements(from: readonly Float64Array[], to: readonly Float64Array[]): number[] {
  return Array.from({ length: from[0]?.length ?? 0 }, (_, slot) =>
    from.reduce((sum, before, axis) => sum + ((to[axis]?.[slot] ?? 0) - (before[slot] ?? 0)) ** 2, 0),
  )
}

/** Mean of a sample and the standard error of that mean. */
export function meanAndError(sample: readonly number[]): { readonly mean: number; readonly error: number } {
  const n = sample.length
  const mean = sample.reduce((sum, value) => sum + value, 0) / n
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  return { mean, error: Math.sqrt(variance / n) }
}
