import type { Program } from '../../engine/program.ts'
import { NETWORK_NODES, NETWORK_SEGMENTS, NODE_ABSENT, NODE_TIP } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { extentUnit, fieldSize, perExtent } from './regions.ts'

/** Row of a segment that is not there, in `segment.first`. */
const NO_NODE = 0xffffffff
/** um in a mm. */
const PER_MM = 1e3

/** Vessels that live: how many there are, which of them carry blood, and how good their walls are. */
export const vesselFamilies: readonly MeasureFamily[] = [
  networkFamily(
    'microvessel density',
    '1/mm^2 (1/mm^3 in three dimensions)',
    'nodes of the vessel network that carry or may carry blood, without tips of sprouts, per area (volume) of the field; on a slice, what counting vessels on a section gives',
    (program) => perExtent(program.space),
    (world) => countNodes(world, (row, kind) => kind[row] !== NODE_TIP) / fieldSize(world.program.space),
  ),
  networkFamily(
    'vessel length density',
    'mm/mm^2 (mm/mm^3 in three dimensions)',
    'length of all segments of the vessel network per area (volume) of the field',
    (program) => `mm/${extentUnit(program.space)}`,
    (world) => totalLength(world) / PER_MM / fieldSize(world.program.space),
  ),
  networkFamily(
    'perfused vessel fraction',
    '1',
    'share of the nodes, tips of sprouts left out, that carry blood; not a number where there is none',
    () => '1',
    (world) => {
      const carries = world.f64('vessel.carries')
      const all = countNodes(world, (row, kind) => kind[row] !== NODE_TIP)
      return countNodes(world, (row, kind) => kind[row] !== NODE_TIP && (carries[row] ?? 0) > 0) / all
    },
  ),
  meanFamily(
    'mean blood flow',
    'um^3/min',
    'vessel.flow',
    'flow through the nodes of the network, tips left out',
  ),
  meanFamily('mean pericyte coverage', '1', 'vessel.pericytes', 'share of the wall that pericytes cover'),
  meanFamily(
    'mean vessel leak',
    '1',
    'vessel.leak',
    'permeability of the wall to large molecules relative to a mature one',
  ),
  networkFamily('vessel segments', '1', 'segments of the vessel network', () => '1', countSegments),
  networkFamily(
    'sprouts',
    '1',
    'tips of sprouts that grow at this instant',
    () => '1',
    (world) => countNodes(world, (row, kind) => kind[row] === NODE_TIP),
  ),
]

function lacksNetwork({ vesselRoom }: Program): string | undefined {
  return vesselRoom === undefined ? 'the model has no vessel network' : undefined
}

function networkFamily(
  name: string,
  unit: string,
  doc: string,
  unitIn: (program: Program) => string,
  evaluate: (world: World) => number,
): MeasureFamily {
  return defineFamily({
    pattern: name,
    unit,
    doc,
    lacks: lacksNetwork,
    measure: (_, program) => ({ unit: unitIn(program), evaluate }),
  })
}

function meanFamily(name: string, unit: string, column: string, what: string): MeasureFamily {
  const doc = `mean over the nodes of the vessel network: ${what}; not a number where there is none`
  return networkFamily(
    name,
    unit,
    doc,
    () => unit,
    (world) => {
      const values = world.f64(column)
      let [sum, count] = [0, 0]
      eachNode(world, (row, kind) => {
        if (kind[row] === NODE_TIP) return
        sum += values[row] ?? 0
        count += 1
      })
      return sum / count
    },
  )
}

function eachNode(world: World, visit: (row: number, kind: Uint8Array) => void): void {
  const kind = world.u8('vessel.kind')
  const rows = world.u32(NETWORK_NODES)[0] ?? 0
  for (let row = 0; row < rows; row++) if (kind[row] !== NODE_ABSENT) visit(row, kind)
}

function countNodes(world: World, counts: (row: number, kind: Uint8Array) => boolean): number {
  let count = 0
  eachNode(world, (row, kind) => {
    if (counts(row, kind)) count += 1
  })
  return count
}

function eachSegment(world: World, visit: (first: number, second: number) => void): void {
  const [first, second] = [world.u32('segment.first'), world.u32('segment.second')]
  const rows = world.u32(NETWORK_SEGMENTS)[0] ?? 0
  for (let row = 0; row < rows; row++) {
    if (first[row] !== NO_NODE) visit(first[row] ?? 0, second[row] ?? 0)
  }
}

function countSegments(world: World): number {
  let count = 0
  eachSegment(world, () => (count += 1))
  return count
}

/** Length of all segments [um], the short way through periodic faces. */
function totalLength(world: World): number {
  const { size, boundary } = world.program.space
  const axes = (['x', 'y', 'z'] as const).map((name) => world.f64(`vessel.${name}`))
  let sum = 0
  eachSegment(world, (first, second) => {
    const squares = axes.map((values, axis) => {
      const way = (values[second] ?? 0) - (values[first] ?? 0)
      const period = boundary[axis] === 'periodic' ? (size[axis] ?? 0) : 0
      return (period === 0 ? way : way - period * Math.round(way / period)) ** 2
    })
    sum += Math.sqrt(squares.reduce((total, square) => total + square, 0))
  })
  return sum
}
