import type { CellEvent } from '../engine/events.ts'
import type { World } from '../engine/world.ts'
import type { TestRun } from './run-model.ts'

/** Sizes stand still, so that volume changes by ingestion and fusion only. */
const FROZEN = `
    volume: { fluid change: 0 1/min, nuclear growth: 0 1/min, cytoplasmic growth: 0 1/min }
    mechanics: { movable: false }
    cycle: { model: live, rate: 0 1/min }`

export interface Placed {
  /** What the type does, as YAML under `interaction`. */
  readonly interaction?: string
  /** Further sections of the type. */
  readonly more?: string
  readonly points: readonly (readonly [number, number])[]
}

/** A flat world with steps of one minute and cells that stand still. */
export function scene(
  types: Readonly<Record<string, Placed>>,
  options: { boundary?: string; size?: number } = {},
): string {
  const size = options.size ?? 1400
  const named = Object.entries(types)
  const definitions = named.map(
    ([name, { interaction, more }]) =>
      `  ${name}:${FROZEN}\n    interaction: ${interaction ?? '{}'}\n${more === undefined ? '' : `    ${more}\n`}`,
  )
  const placements = named.map(
    ([name, { points }]) =>
      `  ${name}: { points: [${points.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }`,
  )
  return `
format: 1
title: cells that touch
domain: { size: [${size} um, ${size} um, 20 um], voxel: 20 um, boundary: ${options.boundary ?? 'closed'} }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
cell types:
${definitions.join('')}
initial:
${placements.join('\n')}
`
}

/** 400 places, 60 um apart: pairs there do not meet each other. */
export const GRID = Array.from(
  { length: 400 },
  (_, k) => [(k % 20) * 60 - 570, Math.floor(k / 20) * 60 - 570] as const,
)
/** Number of places on the grid. */
export const PAIRS = GRID.length

/** Places beside the grid, within touch: two cells of 2494 um^3 touch below 2 x 1.25 x 8.41 = 21 um. */
export const beside = (dx: number, dy = 0): readonly (readonly [number, number])[] =>
  GRID.map(([x, y]) => [x + dx, y + dy])

/** Five standard deviations of a binomial count: a failure means a bug. */
export const fiveSigma = (n: number, p: number): number => 5 * Math.sqrt(n * p * (1 - p))

/** Sum of numbers. */
export const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0)
/** Column `name`, rows in use. */
export const column = (world: World, name: string): Float64Array => world.f64(name).subarray(0, world.count)
/** Number of cells of a type. */
export const countOf = (world: World, type: string): number => {
  const index = world.program.cellTypes.indexOf(type)
  return world
    .u16('cell.type')
    .subarray(0, world.count)
    .filter((value) => value === index).length
}

/** All events of a run to tick `until`. */
export function eventsUntil(run: TestRun, until: number): readonly CellEvent[] {
  const events: CellEvent[] = []
  run.run(until, (world) => {
    events.push(...world.events)
    return true
  })
  return events
}

/** An attack that does not end by itself. */
export const FOREVER = 'attack duration: 1e9 day'
