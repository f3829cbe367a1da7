import type { Space } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type PointGrid, createPointGrid, shortest } from './point-grid.ts'
import { type CellSet, positionsOf, slotsOf } from './selection.ts'
import { cellsSlot, lengthSlot } from './slots.ts'

/** Half the thickness of the shell in which pairs are counted [um]. Chosen: a cell's radius, below which a cell hides others. */
const HALF_SHELL = 5
/** Bins along the outer radius of the shell. Chosen: few bins, of which most are wholly inside or outside of it. */
const BINS_PER_REACH = 8

/** How often two kinds of cells lie at a distance from each other. */
export const pairFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'pair correlation of <cells> and <others> at <length>',
    unit: '1',
    doc: 'pairs of live cells whose centres are so far apart (within 5 um more or less), relative to what chance would give: above 1 attracted, below 1 kept apart. Corrected for the faces of the domain by translation, periodic where the domain is; not a number beyond half of its shortest side. An uneven tissue raises it at all distances',
    slots: { cells: cellsSlot, others: cellsSlot, length: lengthSlot },
    names: () => [],
    measure: ({ cells, others, length }) => ({
      unit: '1',
      evaluate: (world) => pairCorrelation(world, cells, others, length),
    }),
  }),
]

/**
 * g(r) from the pairs (i, j), i of `cells` and j of `others`, i not j, whose distance lies in the shell [r - 5 um, r + 5 um]:
 *
 *   g = |W| / (N V) sum w,   w = product over closed axes of L / (L - |x_i - x_j|)
 *
 * N pairs in all, V extent of the shell, |W| of the domain, L its edges. For cells that lie at random its mean is 1, exactly.
 */
export function pairCorrelation(world: World, cells: CellSet, others: CellSet, distance: number): number {
  const { space } = world.program
  const shell = { from: Math.max(distance - HALF_SHELL, 0), to: distance + HALF_SHELL }
  if (shell.to > longestReach(space)) return Number.NaN
  const [from, to] = [slotsOf(world, cells), slotsOf(world, others)]
  const pairs = from.length * to.length - common(from, to)
  if (pairs === 0) return Number.NaN
  const grid = createPointGrid(positionsOf(world, to), space, {
    leastEdge: shell.to / BINS_PER_REACH,
    coversDomain: true,
  })
  const sum = sumOfWeights(world, from, to, grid, shell)
  return (sum * domainExtent(space)) / (pairs * shellExtent(shell, space.dimensions))
}

interface Shell {
  /** [um] */
  readonly from: number
  readonly to: number
}

/** Half of the shortest side [um]: beyond it a pair is near its own image, or weights have no bound. */
function longestReach({ size, dimensions }: Space): number {
  return Math.min(...size.slice(0, dimensions)) / 2
}

function domainExtent({ size, dimensions }: Space): number {
  return size[0] * size[1] * (dimensions === 2 ? 1 : size[2])
}

function shellExtent({ from, to }: Shell, dimensions: 2 | 3): number {
  return dimensions === 2
    ? Math.PI * (to * to - from * from)
    : ((4 * Math.PI) / 3) * (to * to * to - from * from * from)
}

/** Slots that are in both ascending lists. */
function common(a: Uint32Array, b: Uint32Array): number {
  const inB = new Set(b)
  return a.reduce((sum, slot) => sum + (inB.has(slot) ? 1 : 0), 0)
}

function sumOfWeights(
  world: World,
  from: Uint32Array,
  to: Uint32Array,
  grid: PointGrid,
  shell: Shell,
): number {
  const { x, y, z } = world.cells
  const { size } = world.program.space
  const { points, start, order, shape, corner, edge, period } = grid
  const [nx, ny, nz] = shape
  const offsets = offsetsInReach(grid, shell)
  const [least, most] = [shell.from * shell.from, shell.to * shell.to]
  let sum = 0
  for (const slot of from) {
    const [px, py, pz] = [x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0]
    const bx = clamp(Math.floor((px - corner[0]) / edge[0]), nx)
    const by = clamp(Math.floor((py - corner[1]) / edge[1]), ny)
    const bz = clamp(Math.floor((pz - corner[2]) / edge[2]), nz)
    for (let offset = 0; offset < offsets.length; offset += 3) {
      const i = binOf(bx + (offsets[offset] ?? 0), nx, period[0])
      const j = binOf(by + (offsets[offset + 1] ?? 0), ny, period[1])
      const k = binOf(bz + (offsets[offset + 2] ?? 0), nz, period[2])
      if (i < 0 || j < 0 || k < 0) continue
      const bin = (k * ny + j) * nx + i
      const end = start[bin + 1] ?? 0
      for (let entry = start[bin] ?? 0; entry < end; entry++) {
        const other = order[entry] ?? 0
        const dx = shortest((points.x[other] ?? 0) - px, period[0])
        const dy = shortest((points.y[other] ?? 0) - py, period[1])
        const dz = shortest((points.z[other] ?? 0) - pz, period[2])
        const square = dx * dx + dy * dy + dz * dz
        if (square <= least && least > 0) continue
        if (square > most || to[other] === slot) continue
        sum +=
          weight(dx, size[0], period[0]) * weight(dy, size[1], period[1]) * weight(dz, size[2], period[2])
      }
    }
  }
  return sum
}

/** What a pair stands for: the share of shifted places from which the other is still inside. */
function weight(difference: number, length: number, period: number): number {
  return period > 0 ? 1 : length / (length - Math.abs(difference))
}

function clamp(index: number, n: number): number {
  return index < 0 ? 0 : index >= n ? n - 1 : index
}

function binOf(index: number, n: number, period: number): number {
  if (index >= 0 && index < n) return index
  if (period === 0) return -1
  return index < 0 ? index + n : index - n
}

/** Offsets (i, j, k) of bins that can hold a point of the shell, one after the other; none twice around a periodic axis. */
function offsetsInReach({ edge, shape, period }: PointGrid, shell: Shell): Int32Array {
  const range = (axis: 0 | 1 | 2): readonly number[] => {
    const n = shape[axis]
    const reach = Math.min(Math.ceil(shell.to / edge[axis]), n - 1)
    const isWhole = period[axis] > 0 && 2 * reach + 1 > n
    const [low, high] = isWhole ? [-Math.floor((n - 1) / 2), Math.floor(n / 2)] : [-reach, reach]
    return Array.from({ length: high - low + 1 }, (_, index) => low + index)
  }
  const [is, js, ks] = [range(0), range(1), range(2)]
  const offsets: number[] = []
  for (const k of ks) {
    for (const j of js) {
      for (const i of is) {
        const near = Math.sqrt(gap(i, edge[0]) ** 2 + gap(j, edge[1]) ** 2 + gap(k, edge[2]) ** 2)
        const far = Math.sqrt(span(i, edge[0]) ** 2 + span(j, edge[1]) ** 2 + span(k, edge[2]) ** 2)
        if (near <= shell.to && far >= shell.from) offsets.push(i, j, k)
      }
    }
  }
  return Int32Array.from(offsets)
}

/** Least and greatest difference [um] along an axis between places in two bins. */
function gap(bins: number, edge: number): number {
  return Math.max(Math.abs(bins) - 1, 0) * edge
}
function span(bins: number, edge: number): number {
  return (Math.abs(bins) + 1) * edge
}
