import { behaviourColumn } from '../../src/engine/cell-views.ts'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'

/* Parts of the library in the smallest tissue in which they have something to do. */

/** Cells that neither wander nor push: who touches whom stays as it was laid. */
export const STILL = 'mechanics: { movable: false }, motility: { speed: 0 um/min }'

export interface Culture {
  /** Parts under `models/`, for example `library/treg`. */
  readonly parts: readonly string[]
  /** Points of each type [um]. */
  readonly cells: Readonly<Record<string, readonly (readonly [number, number])[]>>
  /** What the types do otherwise, as YAML within braces. */
  readonly types?: Readonly<Record<string, string>>
  /** Further lines at the top of the model. */
  readonly top?: readonly string[]
  /** What substrates are otherwise, as YAML within braces. */
  readonly substrates?: Readonly<Record<string, string>>
  /** Side of the square [um]; chosen: room for `PLACES`. */
  readonly side?: number
  /** [min] */
  readonly step?: number
}

/** Places 60 um apart, at the centres of voxels of 20 um: who stands on one does not meet those of another. */
export const PLACES = Array.from(
  { length: 100 },
  (_, k) => [(k % 10) * 60 - 270, Math.floor(k / 10) * 60 - 270] as const,
)

/** The same places, moved. */
export const besidePlaces = (dx: number, dy = 0): readonly (readonly [number, number])[] =>
  PLACES.map(([x, y]) => [x + dx, y + dy])

/** Text of the model: well supplied with oxygen, closed at its sides. */
export function cultureText({
  parts,
  cells,
  types = {},
  top = [],
  substrates = {},
  side = 640,
  step = 6,
}: Culture): string {
  const all = { oxygen: '{ initial: 38 mmHg, boundary: 38 mmHg, decay: 0 1/min }', ...substrates }
  return [
    'format: 1',
    'title: parts of the library',
    `include: [library/oxygen, ${parts.join(', ')}]`,
    `domain: { size: [${side} um, ${side} um, 20 um], voxel: 20 um, boundary: closed }`,
    `time: { stop: 100 day, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }`,
    ...top,
    'substrates:',
    ...Object.entries(all).map(([name, text]) => `  ${name}: ${text}`),
    ...(Object.keys(types).length === 0 ? [] : ['cell types:']),
    ...Object.entries(types).map(([name, text]) => `  ${name}: ${text}`),
    ...(Object.keys(cells).length === 0 ? [] : ['initial:']),
    ...Object.entries(cells).map(
      ([name, points]) =>
        `  ${name}: { points: [${points.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }`,
    ),
  ].join('\n')
}

/** Runs such a culture. */
export function runCulture(culture: Culture, ticks = 0): TestRun {
  return runModel(cultureText(culture), { ticks })
}

/** Slots of the living cells of a type. */
export function livingOf(world: World, type: string): readonly number[] {
  const index = world.program.cellTypes.indexOf(type)
  const types = world.u16('cell.type').subarray(0, world.count)
  const states = world.u8('cell.state')
  return [...types.keys()].filter((slot) => types[slot] === index && states[slot] === 0)
}

/** What living cells of a type sense: a signal with a column, such as a node of their network, by its name. */
export function sensedBy(world: World, type: string, signal: string): readonly number[] {
  const { columns, offered } = world.program
  const column = offered.get(signal)?.column ?? ''
  if (!columns.some(({ name }) => name === column)) throw new Error(`nothing in this model keeps ${signal}`)
  return livingOf(world, type).map((slot) => world.f64(column)[slot] ?? Number.NaN)
}

/** What living cells of a type do: a behaviour that something modulates, by its name. */
export function doneBy(world: World, type: string, behaviour: string): readonly number[] {
  const values = world.f64(behaviourColumn(behaviour))
  return livingOf(world, type).map((slot) => values[slot] ?? Number.NaN)
}

/** The mean of a field over the voxels [nM or mmHg]. */
export function meanOf(world: World, substrate: string): number {
  const pair = { field: world.f32(`field/${substrate}`), remainder: world.f32(`remainder/${substrate}`) }
  return mean([...pair.field.keys()].map((voxel) => pairAt(pair, voxel)))
}

/** Mean of numbers; not a number without any. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** x^n / (k^n + x^n). */
export const hill = (x: number, half: number, exponent = 1): number =>
  x ** exponent / (half ** exponent + x ** exponent)

/** One molecule a second in the unit of exports [ymol/min]. */
export const PER_SECOND = 60 / 0.602214076
