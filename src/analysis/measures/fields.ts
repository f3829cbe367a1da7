import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { nestDistances, regionsOf } from '../nests.ts'
import { share } from './counts.ts'
import { placeSlot } from './distance.ts'
import { type MeasureFamily, type Slot, defineFamily } from './family.ts'
import { type ProfilePoint, profileOf } from './profile.ts'
import { VESSELS, lacksTumour } from './places.ts'
import { type CellSet, countCells, forEachCell, tumourSet, voxelOf } from './selection.ts'
import { cellsSlot, lengthSlot, levelSlot, regionSlot, substrateSlot } from './slots.ts'

/** Below this partial pressure a cell counts as hypoxic [mmHg]; the usual threshold (Hughes et al. 2018, doi:10.1259/bjr.20170955). */
export const HYPOXIC = 10

/** `<source>`: what a substrate comes from, as distances per voxel [um]; negative or infinite where a voxel does not count. */
const sourceSlot: Slot<(world: World) => Float64Array> = {
  names: () => ['vessels', 'nest boundary'],
  listed: (program) => [
    ...(VESSELS.lacks(program) === undefined ? ['vessels'] : []),
    ...(lacksTumour(program) === undefined ? ['nest boundary'] : []),
  ],
  read: (text, program) => {
    const isVessels = text === 'vessels'
    if (!isVessels && text !== 'nest boundary')
      return { problem: `unknown source '${text}'; there are vessels, nest boundary` }
    const problem = isVessels ? VESSELS.lacks(program) : lacksTumour(program)
    if (problem !== undefined) return { problem }
    return { value: isVessels ? (world) => VESSELS.perVoxel(world) : depthsOf }
  },
}

/** What cells see of substrates, and how these change with distance. */
export const fieldFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'mean <substrate> [in <region>]',
    unit: 'of the substrate',
    doc: 'mean concentration over the field, or over the voxels of a region',
    slots: { substrate: substrateSlot },
    optional: { region: regionSlot },
    measure: ({ substrate, region }, program) => ({
      unit: unitOf(program, substrate),
      evaluate: (world) => meanField(world, substrate, region),
    }),
  }),
  defineFamily({
    pattern: 'hypoxic fraction',
    unit: '1',
    doc: 'share of the live cells of the tumour lineage that see less than 10 mmHg of oxygen',
    lacks: ({ substrates }) => (substrates.includes('oxygen') ? undefined : 'the model has no oxygen'),
    measure: (_, program) => ({
      unit: '1',
      evaluate: fractionBelow(tumourSet(program), program.substrates.indexOf('oxygen'), HYPOXIC),
    }),
  }),
  defineFamily({
    pattern: 'fraction of <cells> below <level>',
    unit: '1',
    doc: 'share of the live cells of a kind that see less than a concentration: `fraction of tumour below 5 mmHg oxygen`',
    slots: { cells: cellsSlot, level: levelSlot },
    measure: ({ cells, level }) => ({
      unit: '1',
      evaluate: fractionBelow(cells, level.substrate, level.value),
    }),
  }),
  defineFamily({
    pattern: 'share of tissue above <level>',
    unit: '1',
    doc: 'share of the volume in which a concentration is at least so high: `share of tissue above 1 nM cetuximab`',
    slots: { level: levelSlot },
    names: () => [],
    measure: ({ level }) => ({
      unit: '1',
      evaluate: (world) => {
        const field = fieldOf(world, level.substrate)
        return field.reduce((count, value) => count + Number(value >= level.value), 0) / field.length
      },
    }),
  }),
  defineFamily({
    pattern: '<substrate> at distance <length> from <place>',
    unit: 'of the substrate',
    doc: 'mean over the voxels whose centres are so far (half a voxel more or less, at least the nearest) from `tumour nests` (outside of them), `vessels`, `tumour centre` or `field centre`; not a number where there is none. Several of them make a profile',
    slots: { substrate: substrateSlot, length: lengthSlot, place: placeSlot },
    names: () => [],
    measure: ({ substrate, length, place }, program) => ({
      unit: unitOf(program, substrate),
      evaluate: (world) => meanAt(world, substrate, place.perVoxel(world), length),
    }),
  }),
  defineFamily({
    pattern: '<substrate> at depth <length> in tumour nests',
    unit: 'of the substrate',
    doc: 'mean over the voxels of tumour nests whose centres are so far (half a voxel more or less) inside of their boundary',
    slots: { substrate: substrateSlot, length: lengthSlot },
    names: () => [],
    lacks: lacksTumour,
    measure: ({ substrate, length }, program) => ({
      unit: unitOf(program, substrate),
      evaluate: (world) => meanAt(world, substrate, depthsOf(world), length),
    }),
  }),
  depthFamily('penetration depth', 1 / Math.E, '1/e (37 %)'),
  depthFamily('half depth', 1 / 2, 'half'),
  defineFamily({
    pattern: 'distance from vessels to hypoxia',
    unit: 'um',
    doc: 'how far from the nearest vessel point mean oxygen falls below 10 mmHg; between classes of distance one voxel wide, linear. Not a number where it never does, or where it is below from the first class on',
    lacks: (program) =>
      program.substrates.includes('oxygen') ? VESSELS.lacks(program) : 'the model has no oxygen',
    measure: (_, program) => ({
      unit: 'um',
      evaluate: (world) => hypoxicDistance(world, program.substrates.indexOf('oxygen')),
    }),
  }),
]

function depthFamily(name: string, part: number, words: string): MeasureFamily {
  return defineFamily({
    pattern: `${name} of <substrate> from <source>`,
    unit: 'um',
    doc: `how far from vessels, or from the boundary of tumour nests into them (\`from nest boundary\`), the mean concentration falls to ${words} of what it is in the voxels next to them; between classes of distance one voxel wide, linear. Not a number where it never does`,
    slots: { substrate: substrateSlot, source: sourceSlot },
    measure: ({ substrate, source }) => ({
      unit: 'um',
      evaluate: (world) => fallingDistance(world, substrate, source(world), part),
    }),
  })
}

function unitOf({ substrateUnits }: Program, substrate: number): string {
  return substrateUnits[substrate] ?? '1'
}

function fieldOf(world: World, substrate: number): Float32Array {
  return world.f32(`field/${world.program.substrates[substrate] ?? ''}`)
}

function meanField(world: World, substrate: number, region: number | undefined): number {
  const field = fieldOf(world, substrate)
  if (region === undefined) return field.reduce((sum, value) => sum + value, 0) / field.length
  const regions = regionsOf(world)
  let [sum, count] = [0, 0]
  field.forEach((value, voxel) => {
    if (regions[voxel] !== region) return
    sum += value
    count += 1
  })
  return share(sum, count)
}

function fractionBelow(cells: CellSet, substrate: number, threshold: number): (world: World) => number {
  return (world) => {
    const field = fieldOf(world, substrate)
    let low = 0
    forEachCell(world, cells, 'live', (slot) => {
      if ((field[voxelOf(world, slot)] ?? 0) < threshold) low += 1
    })
    return share(low, countCells(world, cells))
  }
}

/** Distance of voxels inside of nests from their boundary [um], negative outside. */
function depthsOf(world: World): Float64Array {
  return nestDistances(world).map((distance) => -distance)
}

/** So that a corner is as far from each of the voxels around it, whatever the last bit. */
const ROUNDING = 1 + 1e-9

/**
 * Mean over the voxels at a distance, half a voxel more or less; closer than half a diagonal, over those within half a diagonal, so
 * that there is one whichever way the mesh lies. What is inside of a place does not count.
 */
function meanAt(world: World, substrate: number, distances: Float64Array, wanted: number): number {
  const field = fieldOf(world, substrate)
  const { voxel, dimensions } = world.program.space
  const half = voxel / 2
  const diagonal = half * Math.sqrt(dimensions) * ROUNDING
  const [from, to] = wanted < diagonal ? [0, diagonal] : [wanted - half, wanted + half]
  let [sum, count] = [0, 0]
  distances.forEach((distance, at) => {
    if (!(distance >= from && distance <= to)) return
    sum += field[at] ?? 0
    count += 1
  })
  return share(sum, count)
}

/** How far [um] beyond the first class the profile first falls to a share of its value there. */
function fallingDistance(world: World, substrate: number, distances: Float64Array, level: number): number {
  const profile = profileOf(world, substrate, distances)
  const [first] = profile
  if (first === undefined || first.value <= 0) return Number.NaN
  return crossing(profile, level * first.value) - first.distance
}

/** Distance [um] at which a profile first falls to a value, linear between its points; NaN where it does not. */
function crossing(profile: readonly ProfilePoint[], wanted: number): number {
  const index = profile.findIndex(({ value }) => value <= wanted)
  const [before, after] = [profile[index - 1], profile[index]]
  if (before === undefined || after === undefined) return Number.NaN
  const part = (before.value - wanted) / (before.value - after.value)
  return before.distance + part * (after.distance - before.distance)
}

/** How far from vessels [um] oxygen falls below the threshold of hypoxia. */
function hypoxicDistance(world: World, oxygen: number): number {
  return crossing(profileOf(world, oxygen, VESSELS.perVoxel(world)), HYPOXIC)
}
