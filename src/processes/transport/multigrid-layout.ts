import type { AxisLevel, MeshLevel } from './multigrid-mesh.ts'

/** The levels of a mesh as the kernels read them; the words of a level stand in multigrid.lib.as.ts. */
export interface SolverLayout {
  /** One record per level. */
  readonly levels: Uint32Array
  readonly geometry: Float32Array
  readonly count: number
  /** Elements of four bytes that a workspace has. */
  readonly workspace: number
  /** Elements of the faces of all levels; 0 where diffusion is the same everywhere. */
  readonly faces: number
  /** Units of work of each level: rows in two dimensions, planes in three. */
  readonly shapes: readonly LevelShape[]
}

/** What sharing out a level needs to know. */
export interface LevelShape {
  readonly rows: number
  readonly units: number
  /** Elements of a row, padding included. */
  readonly stride: number
  /** True when the first and the last unit are neighbours of the same colour. */
  readonly hasSeam: boolean
  /** Elements of the whole workspace. */
  readonly workspace: number
}

const LEVEL_WORDS = 16
/** Elements between arrays: rows are read one element beyond their ends. */
const GAP = 16

/** Which kinds of meshes are laid out. */
export interface LayoutOptions {
  /** True where diffusion varies in space: then each level has faces. */
  readonly isVaried?: boolean
}

/** Lays out the levels of a mesh. */
export function solverLayout(
  levels: readonly MeshLevel[],
  { isVaried = false }: LayoutOptions = {},
): SolverLayout {
  const words: number[] = []
  const geometry: number[] = []
  const shapes: LevelShape[] = []
  let workspace = GAP
  const faces = facesLayout(levels, isVaried)
  const array = (elements: number): number => {
    const at = workspace
    workspace += Math.ceil(elements / GAP) * GAP + GAP
    return at
  }
  const table = (values: readonly number[]): number => {
    const at = geometry.length
    // Vectors are loaded from tables: each begins at a cache line.
    for (const value of values) geometry.push(value)
    while (geometry.length % GAP !== 0) geometry.push(0)
    return at
  }
  for (const [index, { axes }] of levels.entries()) {
    const [x, y, z] = axes
    const stride = padded(x.n)
    const cells = stride * y.n * z.n
    const arrays = [array(cells), array(cells), array(cells)]
    const tables = [
      table([...rowTable(x), ...sidesOf(x, isVaried)]),
      table([...axisTable(y), ...sidesOf(y, isVaried)]),
      table([...axisTable(z), ...sidesOf(z, isVaried)]),
    ]
    const bits = axes.reduce((sum, axis, at) => sum + (axis.isPeriodic && axis.n > 1 ? 1 << at : 0), 0)
    const record = [x.n, y.n, z.n, stride, ...arrays, ...tables, bits, ...(faces.places[index] ?? [])]
    words.push(...record, ...Array.from({ length: LEVEL_WORDS - record.length }, () => 0))
    const outer = z.n === 1 ? y : z
    const hasSeam = outer.isPeriodic && outer.n > 1 && outer.n % 2 === 1
    shapes.push({ rows: y.n * z.n, units: outer.n, stride, hasSeam, workspace: 0 })
  }
  return {
    levels: Uint32Array.from(words),
    geometry: Float32Array.from(geometry),
    count: levels.length,
    workspace,
    faces: faces.elements,
    shapes: shapes.map((shape) => ({ ...shape, workspace })),
  }
}

/** Where each level has its faces across x, y and z, and the sums of its couplings (varied-faces.lib.as.ts). */
function facesLayout(levels: readonly MeshLevel[], isVaried: boolean) {
  if (!isVaried) return { elements: 0, places: [] }
  const isDeep = (levels[0]?.axes[2].n ?? 1) > 1
  let elements = GAP
  const array = (count: number): number => {
    const at = elements
    elements += Math.ceil(count / GAP) * GAP + GAP
    return at
  }
  const places = levels.map(({ axes: [x, y, z] }) => {
    const stride = padded(x.n)
    const across = [array(padded(x.n + 1) * y.n * z.n), array(stride * (y.n + 1) * z.n)]
    return [...across, isDeep ? array(stride * y.n * (z.n + 1)) : 0, array(stride * y.n * z.n)]
  })
  return { elements, places }
}

/** Couplings to both sides of every cell, those to held voxels and around a ring included. */
function sidesOf({ low, high }: AxisLevel, isVaried: boolean): readonly number[] {
  return isVaried ? [...low, ...high] : []
}

/** Elements of a row of n cells: whole vectors of four. */
export function padded(n: number): number {
  return Math.ceil(n / 4) * 4
}

function rowTable(axis: AxisLevel): readonly number[] {
  const { n, before, after, sum, near, far, share, isPeriodic } = axis
  const stride = padded(n)
  const coarse = Math.ceil(n / 2)
  const row = (value: (i: number) => number, beyond = 0): readonly number[] =>
    Array.from({ length: stride }, (_, i) => (i < n ? value(i) : beyond))
  const isRing = isPeriodic && n > 1
  const isEnd = (i: number, end: number): boolean => isRing && i === end
  // On a ring the ends take from each other; far weights cross it where the far cell lies beyond the row.
  const crossesHigh = isRing && n % 2 === 0
  const split = (odd: 0 | 1): readonly number[] =>
    Array.from({ length: padded(coarse) }, (_, c) => share[2 * c + odd] ?? 0)
  return [
    ...row((i) => (isEnd(i, 0) ? 0 : (before[i] ?? 0))),
    ...row((i) => (isEnd(i, n - 1) ? 0 : (after[i] ?? 0))),
    ...row((i) => sum[i] ?? 0),
    ...row((i) => (isEnd(i, 0) || (crossesHigh && i === n - 1) ? 0 : 1 - (near[i] ?? 1))),
    ...row(() => 0, 1),
    ...split(0),
    ...split(1),
    isRing ? (before[0] ?? 0) : 0,
    isRing ? (after[n - 1] ?? 0) : 0,
    isRing ? (far[0] ?? 0) : 0,
    crossesHigh ? (far[n - 1] ?? 0) : 0,
  ]
}

function axisTable({ before, after, near, far, share, sum }: AxisLevel): readonly number[] {
  return [...before, ...after, ...far, ...share, ...sum, ...near]
}
