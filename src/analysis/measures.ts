import { LIVE } from '../engine/columns.ts'
import type { Program } from '../engine/program.ts'
import { voxelAt } from '../engine/space.ts'
import type { World } from '../engine/world.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { Measure } from '../record/measure.ts'
import { NEST, STROMA, regionsOf } from './nests.ts'
import { type SpheroidRadii, spheroidRadii } from './spheroid-shells.ts'

/** A family of measures, as documentation lists it. */
export interface MeasureFamily {
  readonly pattern: string
  readonly unit: string
  readonly doc: string
  /** The measures that a name stands for, or undefined when the name is not of this family. */
  resolve(name: string, program: Program): readonly Measure[] | undefined
}

/** um^2 in a mm^2 and um^3 in a mm^3. */
const PER_MM2 = 1e6
const PER_MM3 = 1e9

/** Below this partial pressure a cell counts as hypoxic [mmHg]; the usual threshold (Hughes et al. 2018, doi:10.1259/bjr.20170955). */
const HYPOXIC = 10

/** Every measure that can be asked for. */
export const measureFamilies: readonly MeasureFamily[] = [
  {
    pattern: 'cell counts',
    unit: 'cells',
    doc: 'live cells of each type: one measure per type',
    resolve: (name, program) =>
      name === 'cell counts' ? program.cellTypes.map((type, index) => countOf(type, index)) : undefined,
  },
  {
    pattern: '<type> cells',
    unit: 'cells',
    doc: 'live cells of a type; `live cells` and `dead cells` for all types',
    resolve: (name, program) => {
      const index = program.cellTypes.findIndex(
        (type) => countName(type) === name || `${type} cells` === name,
      )
      const type = program.cellTypes[index]
      if (type !== undefined) return [countOf(type, index)]
      if (name === 'live cells') return [counting(name, 'live cells of all types', (_type, isLive) => isLive)]
      return name === 'dead cells'
        ? [counting(name, 'dead cells not yet cleared', (_type, isLive) => !isLive)]
        : undefined
    },
  },
  {
    pattern: 'density of <type> [in tumour nests | in stroma]',
    unit: '1/mm^2 (1/mm^3 in three dimensions)',
    doc: 'live cells of a type per area, of the whole field or of a region; a nest is where cells of the tumour lineage make up at least half of the live cells within 40 um',
    resolve: densityMeasure,
  },
  {
    pattern: 'area of tumour nests | area of stroma',
    unit: 'mm^2',
    doc: 'area (volume) of a region',
    resolve: (name, program) => {
      const region = { 'area of tumour nests': NEST, 'area of stroma': STROMA }[name]
      if (region === undefined) return undefined
      const unit = program.space.dimensions === 2 ? 'mm^2' : 'mm^3'
      return [{ name, unit, doc: name, evaluate: (world) => regionSize(world, region) }]
    },
  },
  {
    pattern: 'mean <substrate>',
    unit: 'of the substrate',
    doc: 'mean concentration over the field',
    resolve: (name, program) => {
      const index = program.substrates.indexOf(name.replace(/^mean /, ''))
      if (!name.startsWith('mean ') || index < 0) return undefined
      const unit = program.substrateUnits[index] ?? '1'
      return [
        { name, unit, doc: name, evaluate: (world) => meanField(world, program.substrates[index] ?? '') },
      ]
    },
  },
  {
    pattern: 'fraction of <type> below <quantity> <substrate>',
    unit: '1',
    doc: 'share of the live cells of a type that see less than a concentration; `hypoxic fraction`: cells of the tumour lineage below 10 mmHg of oxygen',
    resolve: fractionMeasure,
  },
  {
    pattern: 'spheroid radius | inhibited fraction of the radius | necrotic fraction of the radius',
    unit: 'um, 1, 1',
    doc: "of a round tumour around its centre, as measured in images of spheroids: where the density of live cells falls to half of the rim's; where that of cells in cycle (beyond the first of several phases) falls to a fifth of the rim's, and the region without live cells, both as shares of the radius. A tumour that lies against a closed face is half of one, in a corner an eighth",
    resolve: spheroidMeasure,
  },
]

/** Finds the measures that a name stands for. */
export function resolveMeasure(name: string, program: Program): readonly Measure[] | undefined {
  for (const family of measureFamilies) {
    const found = family.resolve(name, program)
    if (found !== undefined) return found
  }
  return undefined
}

/** Names of measures that exist for a program, for suggestions when one does not. */
export function measureNames(program: Program): readonly string[] {
  const regions = ['', ' in tumour nests', ' in stroma']
  return [
    'cell counts',
    'live cells',
    'dead cells',
    'hypoxic fraction',
    'area of tumour nests',
    'area of stroma',
    ...program.cellTypes.flatMap((type) => [
      countName(type),
      ...regions.map((region) => `density of ${type}${region}`),
    ]),
    ...program.substrates.map((substrate) => `mean ${substrate}`),
    ...(hasSpheroid(program) ? Object.keys(spheroidMeasures) : []),
  ]
}

/** How each of the measures of spheroids follows from the radii. */
const spheroidMeasures: Readonly<Record<string, { unit: string; of: (radii: SpheroidRadii) => number }>> = {
  'spheroid radius': { unit: 'um', of: ({ outer }) => outer },
  'inhibited fraction of the radius': { unit: '1', of: ({ inhibited, outer }) => inhibited / outer },
  'necrotic fraction of the radius': { unit: '1', of: ({ necrotic, outer }) => necrotic / outer },
}

function spheroidMeasure(name: string, program: Program): readonly Measure[] | undefined {
  const measure = spheroidMeasures[name]
  if (measure === undefined || !hasSpheroid(program)) return undefined
  return [{ name, unit: measure.unit, doc: name, evaluate: (world) => measure.of(spheroidRadii(world)) }]
}

/** Spheroids are read off tumour cells and the phases of their cycle. */
function hasSpheroid(program: Program): boolean {
  return program.isTumour.includes(true) && program.columns.some(({ name }) => name === 'cycle.phase')
}

/** `tumour cells`, and `mural cells` for a type that is called mural cell. */
function countName(type: string): string {
  return type.endsWith(' cell') ? `${type}s` : `${type} cells`
}

function countOf(type: string, index: number): Measure {
  return counting(countName(type), `live cells of type ${type}`, (found, isLive) => isLive && found === index)
}

function counting(
  name: string,
  doc: string,
  counts: (type: number, isLive: boolean, slot: number, world: World) => boolean,
): Measure {
  return { name, unit: 'cells', doc, evaluate: (world) => countCells(world, counts) }
}

function countCells(
  world: World,
  counts: (type: number, isLive: boolean, slot: number, world: World) => boolean,
): number {
  const types = world.u16('cell.type')
  const states = world.u8('cell.state')
  let sum = 0
  for (let slot = 0; slot < world.count; slot++) {
    if (counts(types[slot] ?? 0, states[slot] === LIVE, slot, world)) sum += 1
  }
  return sum
}

function densityMeasure(name: string, program: Program): readonly Measure[] | undefined {
  const match = /^density of (.+?)( in tumour nests| in stroma)?$/.exec(name)
  const index = program.cellTypes.indexOf(match?.[1] ?? '')
  if (match === null || index < 0) return undefined
  const region = match[2] === undefined ? undefined : match[2] === ' in stroma' ? STROMA : NEST
  const unit = program.space.dimensions === 2 ? '1/mm^2' : '1/mm^3'
  return [{ name, unit, doc: name, evaluate: (world) => density(world, index, region) }]
}

/** Cells per area; not a number where there is no such region. */
function density(world: World, type: number, region: number | undefined): number {
  if (region === undefined) {
    const { size, dimensions } = world.program.space
    const extent = dimensions === 2 ? (size[0] * size[1]) / PER_MM2 : (size[0] * size[1] * size[2]) / PER_MM3
    return countCells(world, (found, isLive) => isLive && found === type) / extent
  }
  const regions = regionsOf(world)
  const within = countCells(
    world,
    (found, isLive, slot) => isLive && found === type && regions[voxelOf(world, slot)] === region,
  )
  const extent = regionSize(world, region)
  return extent === 0 ? Number.NaN : within / extent
}

/** Area [mm^2] of a region, or its volume [mm^3] in three dimensions. */
function regionSize(world: World, region: number): number {
  const { voxel, dimensions } = world.program.space
  const voxels = regionsOf(world).reduce((sum, found) => sum + (found === region ? 1 : 0), 0)
  return dimensions === 2 ? (voxels * voxel * voxel) / PER_MM2 : (voxels * voxel * voxel * voxel) / PER_MM3
}

function voxelOf(world: World, slot: number): number {
  const at = (name: string): number => world.f64(name)[slot] ?? 0
  return voxelAt(world.program.space, at('cell.x'), at('cell.y'), at('cell.z'))
}

function meanField(world: World, substrate: string): number {
  const field = world.f32(`field/${substrate}`)
  return field.reduce((sum, value) => sum + value, 0) / field.length
}

function fractionMeasure(name: string, program: Program): readonly Measure[] | undefined {
  if (name === 'hypoxic fraction') {
    if (!program.substrates.includes('oxygen')) return undefined
    const isTumour = (type: number): boolean => program.isTumour[type] === true
    return [fractionBelow(name, isTumour, 'oxygen', HYPOXIC)]
  }
  const match = /^fraction of (.+) below (.+)$/.exec(name)
  if (match === null) return undefined
  const index = program.cellTypes.indexOf(match[1] ?? '')
  const substrate = program.substrates.find((candidate) => match[2]?.endsWith(` ${candidate}`))
  if (index < 0 || substrate === undefined) return undefined
  const threshold = parseQuantity((match[2] ?? '').slice(0, -substrate.length).trim())
  return threshold.ok
    ? [fractionBelow(name, (type) => type === index, substrate, threshold.canonical)]
    : undefined
}

function fractionBelow(
  name: string,
  isOne: (type: number) => boolean,
  substrate: string,
  threshold: number,
): Measure {
  const evaluate = (world: World): number => {
    const field = world.f32(`field/${substrate}`)
    const all = countCells(world, (type, isLive) => isLive && isOne(type))
    const low = countCells(
      world,
      (type, isLive, slot) => isLive && isOne(type) && (field[voxelOf(world, slot)] ?? 0) < threshold,
    )
    return all === 0 ? Number.NaN : low / all
  }
  return { name, unit: '1', doc: name, evaluate }
}
