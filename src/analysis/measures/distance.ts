import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { nestDistances } from '../nests.ts'
import { type MeasureFamily, type Slot, defineFamily } from './family.ts'
import { PLACES, type Place, between, lacksTumour } from './places.ts'
import { type PointGrid, createPointGrid, nearestDistance } from './point-grid.ts'
import { type CellSet, positionsOf, slotsOf, tumourSet } from './selection.ts'
import { cellsSlot, statisticSlot } from './slots.ts'
import { type Statistic, meanOf, quantileOf } from './statistic.ts'

/** `<place>`: one that the model has. */
export const placeSlot: Slot<Place> = {
  names: () => Object.keys(PLACES),
  listed: (program) =>
    Object.values(PLACES)
      .filter((place) => place.lacks(program) === undefined)
      .map(({ name }) => name),
  read: (text, program) => {
    const place = PLACES[text]
    if (place === undefined)
      return { problem: `unknown place '${text}'; there are ${Object.keys(PLACES).join(', ')}` }
    const problem = place.lacks(program)
    return problem === undefined ? { value: place } : { problem }
  },
}

const p95: Statistic = (values) => quantileOf(values, 0.95)

/** How far cells are from each other, from places and from where the tumour began. */
export const distanceFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: '<statistic> distance from <cells> to nearest <others>',
    unit: 'um',
    doc: 'over the live cells of a kind, the distance between centres to the nearest live cell of another (not itself): `mean`, `median`, `greatest` or a percentile such as `95th percentile`',
    slots: { statistic: statisticSlot, cells: cellsSlot, others: cellsSlot },
    names: () => [],
    measure: ({ statistic, cells, others }) => ({
      unit: 'um',
      evaluate: (world) => statistic(nearestDistances(world, cells, others)),
    }),
  }),
  defineFamily({
    pattern: '<statistic> distance of <cells> from <place>',
    unit: 'um',
    doc: 'over the live cells of a kind, the distance to a place: `tumour nests` (their boundary, 0 inside), `vessels` (the nearest point), `tumour centre` (mean position of all tumour cells, live and dead), `field centre`',
    slots: { statistic: statisticSlot, cells: cellsSlot, place: placeSlot },
    names: () => [],
    measure: ({ statistic, cells, place }) => ({
      unit: 'um',
      evaluate: (world) => statistic(distancesFrom(world, cells, place)),
    }),
  }),
  defineFamily({
    pattern: '[<statistic>] infiltration depth of <cells>',
    unit: 'um',
    doc: 'over the live cells of a kind that are in tumour nests, the distance inwards from the boundary of the nest; the mean unless said. Closed faces of the domain are no boundary; not a number where none is inside',
    slots: { cells: cellsSlot },
    optional: { statistic: statisticSlot },
    names: (program) => (cellsSlot.listed?.(program) ?? []).map((name) => `infiltration depth of ${name}`),
    lacks: lacksTumour,
    measure: ({ statistic = meanOf, cells }) => ({
      unit: 'um',
      evaluate: (world) => statistic(depths(world, cells)),
    }),
  }),
  defineFamily({
    pattern: '[<statistic>] invasion distance',
    unit: 'um',
    doc: 'over the live cells of the tumour, the distance to the nearest place where a tumour cell was at the start; the 95th percentile unless said. It needs no earlier picture, since the model knows its beginning; 0 where nothing moved, about a radius where cells only divided',
    optional: { statistic: statisticSlot },
    names: () => ['invasion distance'],
    lacks: lacksStart,
    measure: ({ statistic = p95 }) => ({
      unit: 'um',
      evaluate: (world) => statistic(invasionDistances(world)),
    }),
  }),
]

function lacksStart(program: Program): string | undefined {
  const begins = program.initialCells.some(({ type }) => program.isTumour[type] === true)
  return lacksTumour(program) ?? (begins ? undefined : 'the model begins without cells of the tumour lineage')
}

/** Distance of each live cell of a kind to the nearest of another [um]; nothing when there is no other. */
function nearestDistances(world: World, cells: CellSet, others: CellSet): Float64Array {
  const [from, to] = [slotsOf(world, cells), slotsOf(world, others)]
  const grid = createPointGrid(positionsOf(world, to), world.program.space)
  const indexOf = new Map<number, number>()
  to.forEach((slot, index) => indexOf.set(slot, index))
  return distancesTo(grid, world, from, (slot) => indexOf.get(slot))
}

function distancesTo(
  grid: PointGrid,
  { cells: { x, y, z } }: World,
  slots: Uint32Array,
  itself: (slot: number) => number | undefined = () => undefined,
): Float64Array {
  const distances = Float64Array.from(slots, (slot) =>
    nearestDistance(grid, [x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0], itself(slot)),
  )
  return distances.filter((distance) => distance < Number.POSITIVE_INFINITY)
}

function distancesFrom(world: World, cells: CellSet, place: Place): Float64Array {
  const { x, y, z } = world.cells
  const distance = place.distance(world)
  return Float64Array.from(slotsOf(world, cells), (slot) =>
    distance(x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0),
  )
}

/** Distances inwards of the cells that are inside of nests [um]. */
function depths(world: World, cells: CellSet): Float64Array {
  const { x, y, z } = world.cells
  const { space } = world.program
  const distances = nestDistances(world)
  const all = Float64Array.from(
    slotsOf(world, cells),
    (slot) => -between(distances, space, [x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0]),
  )
  return all.filter((depth) => depth > 0)
}

/** Where tumour cells were at the start, per program: it does not change. */
const starts = new WeakMap<Program, PointGrid>()

function startGrid(program: Program): PointGrid {
  const before = starts.get(program)
  if (before !== undefined) return before
  const cells = program.initialCells.filter(({ type }) => program.isTumour[type] === true)
  const points = {
    count: cells.length,
    x: cells.map(({ x }) => x),
    y: cells.map(({ y }) => y),
    z: cells.map(({ z }) => z),
  }
  const grid = createPointGrid(points, program.space)
  starts.set(program, grid)
  return grid
}

function invasionDistances(world: World): Float64Array {
  return distancesTo(startGrid(world.program), world, slotsOf(world, tumourSet(world.program)))
}
