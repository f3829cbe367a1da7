import type { Program } from '../../engine/program.ts'
import type { Space } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { fibreAxis } from '../../kernels/fibres.ts'
import { nestDistances, regionsOf } from '../nests.ts'
import { type MeasureFamily, type Slot, defineFamily } from './family.ts'
import { lacksTumour } from './places.ts'
import { lengthSlot, notAmong, regionSlot } from './slots.ts'

/** Columns of matrix by the words for them. */
const COLUMNS: Readonly<Record<string, string>> = {
  'matrix density': 'matrix.density',
  'matrix links': 'matrix.links',
  'basement membrane': 'matrix.membrane',
}

const ALIGNMENT = 'fibre alignment'

/** Columns of what matrix holds begin with this. */
const BOUND = 'matrix.bound/'

const lacksMatrix = ({ columns }: Program): string | undefined =>
  columns.some(({ name }) => name === 'matrix.density') ? undefined : 'the model has no matrix'

/** A quantity of matrix: its unit and its value per voxel. */
interface Quantity {
  readonly unit: string
  perVoxel(world: World, voxel: number): number
}

function quantitiesOf({ columns }: Program): ReadonlyMap<string, Quantity> {
  const column = (name: string, unit: string): Quantity => ({
    unit,
    perVoxel: (world, voxel) => world.f64(name)[voxel] ?? 0,
  })
  const bound = columns.filter(({ name }) => name.startsWith(BOUND))
  return new Map<string, Quantity>([
    ...Object.entries(COLUMNS).map(([name, of]) => [name, column(of, '1')] as const),
    [ALIGNMENT, { unit: '1', perVoxel: (world, voxel) => fibreAxis(tensorAt(world, voxel)).degree }],
    ...bound.map(({ name, unit }) => [`bound ${name.slice(BOUND.length)}`, column(name, unit)] as const),
  ])
}

const matrixSlot: Slot<Quantity> = {
  names: (program) => [...quantitiesOf(program).keys()],
  read: (text, program) => {
    const quantities = quantitiesOf(program)
    const value = quantities.get(text)
    return value === undefined ? notAmong('quantity of matrix', text, [...quantities.keys()]) : { value }
  },
}

/** What matrix is like. */
export const matrixFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'mean <matrix> [in <region>]',
    unit: '1, or of the substrate',
    doc: 'mean over the field, or over the voxels of a region: `matrix density`, `matrix links`, `basement membrane`, `fibre alignment` (0 = no direction, 1 = all fibres of a voxel are parallel), or `bound CXCL12`, what matrix holds of a substrate',
    slots: { matrix: matrixSlot },
    optional: { region: regionSlot },
    lacks: lacksMatrix,
    measure: ({ matrix, region }) => ({
      unit: matrix.unit,
      evaluate: (world) => meanOver(world, matrix, region),
    }),
  }),
  defineFamily({
    pattern: 'fibres towards tumour nests within <length>',
    unit: '1',
    doc: 'direction of the fibres around nests: mean square of the cosine between fibres and the way to the nearest nest, over the voxels outside of nests whose centres are so near, weighted by density. 0 = along the edge of nests, 1 = straight towards them; without preference 1/2 in two dimensions, 1/3 in three',
    slots: { length: lengthSlot },
    names: () => [],
    lacks: (program) => lacksMatrix(program) ?? lacksTumour(program),
    measure: ({ length }) => ({ unit: '1', evaluate: (world) => towardsNests(world, length) }),
  }),
]

function tensorAt(world: World, voxel: number): readonly number[] {
  const fibres = world.f64('matrix.fibres')
  const voxels = world.layout.sizes.voxel
  return Array.from({ length: fibres.length / voxels }, (_, k) => fibres[k * voxels + voxel] ?? 0)
}

function meanOver(world: World, { perVoxel }: Quantity, region: number | undefined): number {
  const regions = region === undefined ? undefined : regionsOf(world)
  let [sum, count] = [0, 0]
  for (let voxel = 0; voxel < world.layout.sizes.voxel; voxel++) {
    if (regions !== undefined && regions[voxel] !== region) continue
    sum += perVoxel(world, voxel)
    count += 1
  }
  return count === 0 ? NaN : sum / count
}

function towardsNests(world: World, length: number): number {
  const { space } = world.program
  const distances = nestDistances(world)
  const density = world.f64('matrix.density')
  let [sum, weights] = [0, 0]
  distances.forEach((distance, voxel) => {
    const weight = density[voxel] ?? 0
    if (!(distance > 0 && distance <= length) || weight === 0) return
    const way = wayOut(distances, space, voxel)
    if (way === undefined) return
    sum += weight * alongWay(tensorAt(world, voxel), way)
    weights += weight
  })
  return weights === 0 ? NaN : sum / weights
}

/** Mean square of the cosine between fibres and a direction of length 1. */
function alongWay(tensor: readonly number[], [x, y, z]: readonly [number, number, number]): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = tensor
  if (tensor.length === 2) return (1 + a * (x * x - y * y) + 2 * b * x * y) / 2
  const sum = a * x * x + d * y * y - (a + d) * z * z + 2 * (b * x * y + c * x * z + e * y * z)
  return (1 + sum) / 3
}

/** Direction in which the distance from nests grows, of length 1; undefined where it is flat. */
function wayOut(
  distances: Float64Array,
  { shape, dimensions }: Space,
  voxel: number,
): readonly [number, number, number] | undefined {
  const [nx, ny] = shape
  const strides = [1, nx, nx * ny] as const
  const slope = (axis: 0 | 1 | 2): number => {
    if (axis >= dimensions) return 0
    const at = Math.floor(voxel / strides[axis]) % shape[axis]
    const up = at + 1 < shape[axis] ? voxel + strides[axis] : voxel
    const down = at > 0 ? voxel - strides[axis] : voxel
    return up === down ? 0 : (((distances[up] ?? 0) - (distances[down] ?? 0)) / (up - down)) * strides[axis]
  }
  const [x, y, z] = [slope(0), slope(1), slope(2)]
  const norm = Math.sqrt(x * x + y * y + z * z)
  return norm > 0 ? [x / norm, y / norm, z / norm] : undefined
}
