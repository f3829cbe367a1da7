import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import type { Measure } from '../../record/measure.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type CellSet, countCells, countName, forEachCell, groupsOf } from './selection.ts'
import { axisSlot, cellListSlot, cellsSlot, coordinateSlot } from './slots.ts'

const none = (): undefined => undefined

/** Numbers of cells, and their shares. */
export const countFamilies: readonly MeasureFamily[] = [
  {
    pattern: 'cell counts',
    unit: 'cells',
    doc: 'live cells of each type: one measure per type',
    resolve: (name, program) =>
      name === 'cell counts'
        ? program.cellTypes.map((type, index) => countOf(program, type, index))
        : undefined,
    names: () => ['cell counts'],
    complaint: none,
  },
  {
    pattern: '<type> cells',
    unit: 'cells',
    doc: 'live cells of a type; `live cells`, `tumour cells`, `immune cells`, `myeloid cells`, `lymphoid cells`, `stromal cells` for the types of a lineage; `dead cells` for all that are not yet cleared. A type goes before a lineage of the same name',
    resolve: (name, program) => {
      const index = program.cellTypes.findIndex(
        (type) => countName(type) === name || `${type} cells` === name,
      )
      const type = program.cellTypes[index]
      if (type !== undefined) return [countOf(program, type, index)]
      if (name === 'dead cells')
        return [
          counting(name, 'dead cells not yet cleared', (world) => countCells(world, all(program), 'dead')),
        ]
      const group = groupsOf(program).find((candidate) => candidate.name === name)
      if (group === undefined) return undefined
      const doc = name === 'live cells' ? 'live cells of all types' : `live cells of the lineage: ${name}`
      return [counting(name, doc, (world) => countCells(world, group))]
    },
    names: (program) => [
      ...new Set([
        'live cells',
        'dead cells',
        ...program.cellTypes.map(countName),
        ...groupsOf(program).map(({ name }) => name),
      ]),
    ],
    complaint: none,
  },
  defineFamily({
    pattern: 'fraction of <cells> among <types>',
    unit: '1',
    doc: 'live cells of a type or lineage divided by those of several: `fraction of CD8 among immune cells`, `fraction of CD8 among CD8, macrophage and fibroblast`. Only cells that belong to the others are counted above the line; not a number where there are none',
    slots: { cells: cellsSlot, types: cellListSlot },
    measure: ({ cells, types }) => ({
      unit: '1',
      evaluate: (world) => share(countCells(world, both(cells, types)), countCells(world, types)),
    }),
  }),
  sideFamily('beyond', (at, bound) => at > bound),
  sideFamily('below', (at, bound) => at < bound),
]

/** Likeness of a name with an axis in it; chosen: enough for the name to be taken for what was meant. */
const LIKELY = 10

/** Counts on one side of a plane across an axis. */
function sideFamily(word: string, isThere: (at: number, bound: number) => boolean): MeasureFamily {
  const family = defineFamily({
    pattern: `<cells> ${word} <axis> <coordinate>`,
    unit: 'cells',
    doc: `live cells of a type or lineage whose centre is ${word} a place on an axis: \`tumour cells ${word} z 120 um\`. For chambers and membranes; the coordinates are those of the domain`,
    slots: { cells: cellsSlot, axis: axisSlot, coordinate: coordinateSlot },
    names: () => [],
    measure: ({ cells, axis, coordinate }) => ({
      unit: 'cells',
      evaluate: (world) => {
        const { x, y, z } = world.cells
        const along = [x, y, z][axis] ?? x
        let sum = 0
        forEachCell(world, cells, 'live', (slot) => {
          if (isThere(along[slot] ?? 0, coordinate)) sum += 1
        })
        return sum
      },
    }),
  })
  return {
    ...family,
    complaint: (name, program) => {
      const found = / (?:x|y|z) /.test(name) ? family.complaint(name, program) : undefined
      return found && { ...found, likeness: Math.max(found.likeness, LIKELY) }
    },
  }
}

/** A share, or NaN of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole
}

function both(a: CellSet, b: CellSet): CellSet {
  return { name: a.name, has: a.has.map((isIn, type) => isIn && b.has[type] === true) }
}

function all({ cellTypes }: Program): CellSet {
  return { name: 'all', has: cellTypes.map(() => true) }
}

function countOf({ cellTypes }: Program, type: string, index: number): Measure {
  const set = { name: type, has: cellTypes.map((_, other) => other === index) }
  return counting(countName(type), `live cells of type ${type}`, (world) => countCells(world, set))
}

function counting(name: string, doc: string, evaluate: (world: World) => number): Measure {
  return { name, unit: 'cells', doc, evaluate }
}
