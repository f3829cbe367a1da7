import type { ColumnDeclaration } from '../../engine/columns.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type Clock } from '../../engine/clock.ts'
import { type Space, voxelCount } from '../../engine/space.ts'
import { SOLVED_TO } from '../../engine/source-columns.ts'
import {
  hindranceColumn,
  hindranceDeclaration,
  hindranceVersionDeclaration,
} from '../../engine/hindrance-columns.ts'
import type { World } from '../../engine/world.ts'
import { type LevelShape, type SolverLayout, solverLayout } from './multigrid-layout.ts'
import { meshLevels } from './multigrid-mesh.ts'
import { type CompiledRegion, compileRegions } from './regions.ts'
import { type TransportSection, sidesOf } from './schema.ts'

/** What the steps of one substrate consist of. */
export interface AdaptivePlan {
  readonly name: string
  readonly initial: number
  readonly regions: readonly CompiledRegion[]
  readonly fixedCount: number
  /** False where every voxel is held. */
  readonly moves: boolean
  /** True without diffusion: every voxel is solved by itself. */
  readonly isStill: boolean
  /** [1/min] */
  readonly decay: number
  /** True where something reads the field between two phenotypes. */
  readonly isReadBetween: boolean
  /** Numbers of the plan that are no pointers, by word. */
  readonly words: readonly (readonly [number, number])[]
  readonly shapes: readonly LevelShape[]
  /** Suffix of the working columns: shared by substrates that are solved one after the other. */
  readonly workspace: string
  readonly isSmall: boolean
  /** True where voxels are coupled and none is held: then amounts are to balance. */
  readonly isClosed: boolean
  /** True where diffusion may vary in space. */
  readonly isHindered: boolean
  /** Bound of sinks on coarser levels [um^2]. */
  readonly bound: number
}

/** Lengths of steps, in ticks. */
export interface StepLengths {
  /** Steps are whole multiples of it. */
  readonly base: number
  /** Time between two phenotypes, in bases. */
  readonly most: number
  /** Divisors of `most`, ascending. */
  readonly allowed: readonly number[]
}

/** Meshes up to this size are solved in one call; chosen: they fit the caches, and sharing them out would not pay. */
const SMALL_VOXELS = 16_384
/** Voxels of a run that is marked as a whole where it has sources; chosen: a cache line of marks covers a plane. */
const RUN = 64
/** Voxels whose sums are taken together; chosen: long enough that adding the sums costs nothing. */
const CHUNK = 4096
/** What a strong sink does to a coarse cell, in voxel areas. Measured: 0.07 to 0.09 converge best, in 2-D and 3-D. */
const SINK_BOUND = 0.08
/** Sums that a chunk leaves. */
const SUMS = 6
/** Plan words in the order of adaptive-state.lib.as.ts. */
export const WORD = {
  levelCount: 11,
  shape: 12,
  from: 15,
  rings: 18,
  pinnedCount: 22,
  chunkRows: 24,
  hasFrame: 25,
  isClosed: 26,
  faces: 27,
  hindrance: 28,
  past: 29,
  count: 30,
} as const

/** Entries of the control block, as in adaptive-state.lib.as.ts. */
export const CONTROL = {
  lengthBefore: 0,
  wanted: 1,
  solvedTo: SOLVED_TO,
  rate: 3,
  plasma: 4,
  steps: 5,
  substeps: 6,
  cycles: 7,
  estimateSum: 8,
  estimateMost: 9,
  quasiSteady: 10,
  refused: 11,
  clipped: 12,
  above: 13,
  time: 14,
  length: 16,
  ratio: 17,
  isFirst: 18,
  share: 19,
  mayRefuse: 20,
  verdict: 21,
  estimate: 22,
  changed: 23,
  turnover: 24,
  local: 29,
  count: 30,
} as const

/**
 * A substrate that nothing takes away is renewed within this time [min]. Chosen: a month. It must not be the length of the run,
 * or a longer run would differ from a shorter one.
 */
const LONGEST_MEMORY = 43_200

/** Convergence factor that is assumed before one was measured; chosen: above what most meshes show. */
export const FIRST_RATE = 0.3

/** The lengths that steps may have: divisors of the time between phenotypes, in units in which cells change. */
export function stepLengths({ every }: Clock): StepLengths {
  const { fields, mechanics, phenotype } = every
  const isLonger = mechanics % fields === 0 && phenotype % mechanics === 0
  const base = isLonger ? mechanics : fields
  const most = phenotype % base === 0 ? phenotype / base : 1
  const allowed = Array.from({ length: most }, (_, k) => k + 1).filter((d) => most % d === 0)
  return { base, most, allowed }
}

/** The part of the mesh that is solved: sides that hold a value on closed axes are left out. */
interface Box {
  readonly from: readonly [number, number, number]
  readonly shape: readonly [number, number, number]
}

function solvedBox(section: TransportSection, space: Space): Box {
  const sides = sidesOf(section)
  const held = (axis: number, high: 0 | 1): number =>
    Number(
      axis < space.dimensions && space.boundary[axis] === 'closed' && sides[2 * axis + high] !== 'closed',
    )
  const along = (axis: 0 | 1 | 2): number => Math.max(0, space.shape[axis] - held(axis, 0) - held(axis, 1))
  return { from: [held(0, 0), held(1, 0), held(2, 0)], shape: [along(0), along(1), along(2)] }
}

/** What a substrate needs to know beside its section. */
export interface AdaptiveOptions {
  readonly name: string
  readonly section: TransportSection
  /** Fixed voxels with their values. */
  readonly fixed: readonly (readonly [number, number])[]
  readonly tolerance: number
  readonly isReadBetween: boolean
  /** True where diffusion may vary in space. */
  readonly isHindered: boolean
}

/** Lays out what the adaptive steps of one substrate need. */
export function compileAdaptive(options: AdaptiveOptions, context: CompileContext): AdaptivePlan {
  const { name, section, fixed } = options
  const { space } = context
  const box = solvedBox(section, space)
  const moves = box.shape.every((n) => n > 0)
  const isStill = section.diffusion.value === 0
  const isHindered = options.isHindered && moves && !isStill
  const layout = moves && !isStill ? layoutOf(section, space, box, isHindered) : undefined
  const isSmall = voxelCount(space) <= SMALL_VOXELS
  const isClosed = !isStill && fixed.length === 0
  const workspace = isSmall ? `/${name}` : ''
  declareColumns(options, context)
  const pinned = layout === undefined ? [] : pinnedPlaces(fixed, space, box, layout)
  context.table(`transport.constants/${name}`, 'f64', constants({ ...options, isHindered }, context))
  if (layout !== undefined) declareSolver(name, layout, pinned, context)
  return {
    name,
    initial: section.initial?.value ?? 0,
    regions: compileRegions(section),
    fixedCount: fixed.length,
    moves,
    isStill,
    decay: section.decay.value,
    isReadBetween: options.isReadBetween,
    words:
      layout === undefined
        ? []
        : [...planWords(layout, space, box, pinned.length), [WORD.isClosed, Number(isClosed)]],
    shapes: layout?.shapes ?? [],
    workspace,
    isSmall,
    isClosed,
    bound: boundOf(isHindered, space),
    isHindered,
  }
}

/** Bound of sinks on coarser levels: in areas of a voxel, or in sums of the couplings of a voxel, 2 d / h^2. */
function boundOf(isHindered: boolean, { voxel, dimensions }: Space): number {
  return SINK_BOUND * (isHindered ? 2 * dimensions : voxel * voxel)
}

function layoutOf(section: TransportSection, space: Space, box: Box, isVaried: boolean): SolverLayout {
  const isRing = (axis: 0 | 1 | 2): boolean => space.boundary[axis] === 'periodic'
  const isPeriodic = [isRing(0), isRing(1), isRing(2)] as const
  const levels = meshLevels({
    shape: box.shape,
    voxel: space.voxel,
    isPeriodic,
    isHeld: heldFaces(section, space),
  })
  return solverLayout(levels, { isVaried })
}

/** For each axis, whether the voxel before the first that is solved, and the one after the last, is held. */
function heldFaces(section: TransportSection, space: Space): readonly (readonly [boolean, boolean])[] {
  const { from } = solvedBox(section, space)
  const high = (axis: 0 | 1 | 2): boolean =>
    space.shape[axis] - (from[axis] + solvedBox(section, space).shape[axis]) > 0
  return ([0, 1, 2] as const).map((axis) => [from[axis] > 0, high(axis)] as const)
}

/** Where fixed voxels lie in the padded rows of the finest level. */
function pinnedPlaces(
  fixed: readonly (readonly [number, number])[],
  space: Space,
  { from, shape }: Box,
  { shapes }: SolverLayout,
): readonly number[] {
  const [nx, ny] = space.shape
  const stride = shapes[0]?.stride ?? 0
  return fixed.flatMap(([voxel]) => {
    const i = (voxel % nx) - from[0]
    const j = (Math.floor(voxel / nx) % ny) - from[1]
    const k = Math.floor(voxel / (nx * ny)) - from[2]
    const isSolved = [i, j, k].every((at, axis) => at >= 0 && at < (shape[axis] ?? 0))
    return isSolved ? [(k * shape[1] + j) * stride + i] : []
  })
}

function constants(
  { section, tolerance, isHindered }: AdaptiveOptions,
  { space }: CompileContext,
): readonly number[] {
  const diffusion = section.diffusion.value
  const area = space.voxel * space.voxel
  return [
    diffusion > 0 ? diffusion : 1,
    section.decay.value,
    diffusion > 0 ? 1 / area : 0,
    tolerance,
    1 / LONGEST_MEMORY,
    boundOf(isHindered, space),
  ]
}

function planWords(
  layout: SolverLayout,
  space: Space,
  { from, shape }: Box,
  pinned: number,
): AdaptivePlan['words'] {
  const rings = space.boundary.reduce((sum, side, axis) => sum + (side === 'periodic' ? 1 << axis : 0), 0)
  return [
    [WORD.levelCount, layout.count],
    ...space.shape.map((n, axis) => [WORD.shape + axis, n] as const),
    ...from.map((n, axis) => [WORD.from + axis, n] as const),
    [WORD.rings, rings],
    [WORD.pinnedCount, pinned],
    [WORD.chunkRows, Math.max(1, Math.floor(CHUNK / shape[0]))],
    [WORD.hasFrame, Number(shape.some((n, axis) => n < (space.shape[axis] ?? 0)))],
  ]
}

function declareColumns({ name, section }: AdaptiveOptions, context: CompileContext): void {
  const { unit } = section
  const voxel = (column: string, type: ColumnDeclaration['type'], columnUnit: string, doc: string): void =>
    context.column({ name: column, group: 'voxel', type, unit: columnUnit, doc, isScratch: true })
  context.column({
    name: `transport.change/${name}`,
    group: 'voxel',
    type: 'f32',
    unit,
    doc: 'change of the field in the last step: the first guess for the next',
  })
  voxel(`source.loss/${name}`, 'f64', '1/min', `loss of ${name} to cells and vessels`)
  voxel(`source.gain/${name}`, 'f64', unit, `gain of ${name} from cells and vessels, per minute`)
  const runs = Math.ceil(voxelCount(context.space) / RUN)
  context.column(scratchTable(`source.marks/${name}`, 'u8', runs, 'runs of 64 voxels with a loss or a gain'))
  context.column({
    name: `transport.due/${name}`,
    group: 'world',
    type: 'f64',
    unit: 'min',
    isScratch: true,
    doc: `length of the step of ${name} in this tick, 0 where none is due`,
  })
  context.column({
    name: `transport.control/${name}`,
    group: 'world',
    type: 'f64',
    unit: '1',
    width: CONTROL.count,
    doc: `step, convergence and counters of ${name}; adaptive-plan.ts names the entries`,
  })
  context.column(
    scratchTable(`transport.plan/${name}`, 'u32', WORD.count, 'where the solver finds what it needs'),
  )
}

const scratchTable = (
  name: string,
  type: ColumnDeclaration['type'],
  width: number,
  doc: string,
): ColumnDeclaration => ({ name, group: 'table', type, unit: '1', doc, width, isScratch: true })

function declareSolver(
  name: string,
  layout: SolverLayout,
  pinned: readonly number[],
  context: CompileContext,
): void {
  context.table(`transport.levels/${name}`, 'u32', layout.levels)
  context.table(`transport.geometry/${name}`, 'f32', layout.geometry)
  if (layout.faces > 0) declareFaces(name, layout.faces, context)
  if (pinned.length > 0) context.table(`transport.pinned/${name}`, 'u32', pinned)
}

function declareFaces(name: string, elements: number, context: CompileContext): void {
  const doc = 'what passes between cells of the solver, and the sums of their couplings'
  context.column(scratchTable(`transport.faces/${name}`, 'f32', elements, doc))
  context.column(hindranceDeclaration(name))
  context.column(hindranceVersionDeclaration())
}

/** True for substrates whose voxels are coupled: the solver's. */
export function needsSolver({ moves, isStill }: AdaptivePlan): boolean {
  return moves && !isStill
}

/** Elements of the workspaces by suffix: substrates that share one need the largest. */
export function declareWorkspaces(plans: readonly AdaptivePlan[], context: CompileContext): void {
  for (const workspace of new Set(plans.filter(needsSolver).map((plan) => plan.workspace))) {
    const sharing = plans.filter((plan) => plan.workspace === workspace)
    const rows = Math.max(...sharing.map(({ shapes }) => finestCells(shapes)))
    const solver = Math.max(...sharing.map(({ shapes }) => workspaceOf(shapes)))
    context.column(scratchTable(`transport.workspace${workspace}`, 'f32', solver, 'levels of the solver'))
    context.column(
      scratchTable(
        `transport.earlier${workspace}`,
        'f32',
        rows,
        'what was solved for, before the last cycle',
      ),
    )
    if (sharing.some(({ isHindered }) => isHindered))
      context.column(
        scratchTable(
          `transport.past${workspace}`,
          'f32',
          2 * rows,
          'the cycle before the last: result, correction',
        ),
      )
    const chunks = Math.max(...sharing.map((plan) => rowChunks(plan)))
    context.column(scratchTable(`transport.partials${workspace}`, 'f64', SUMS * chunks, 'sums per chunk'))
  }
}

function finestCells(shapes: readonly LevelShape[]): number {
  return (shapes[0]?.rows ?? 0) * (shapes[0]?.stride ?? 0)
}

function workspaceOf(shapes: readonly LevelShape[]): number {
  return shapes[0]?.workspace ?? 0
}

/** Chunks of rows of the finest level. */
export function rowChunks({ words, shapes }: AdaptivePlan): number {
  const size = words.find(([word]) => word === WORD.chunkRows)?.[1] ?? 1
  return Math.ceil((shapes[0]?.rows ?? 0) / size)
}

/** Writes the pointers of a plan; the memory may have moved since. */
export function writePlan(world: World, plan: AdaptivePlan): number {
  const { name, workspace } = plan
  const target = world.u32(`transport.plan/${name}`)
  const pointers = [
    `field/${name}`,
    `remainder/${name}`,
    `transport.change/${name}`,
    `source.loss/${name}`,
    `source.gain/${name}`,
    `transport.mean/${name}`,
    `source.marks/${name}`,
    `transport.earlier${workspace}`,
    `transport.workspace${workspace}`,
    `transport.levels/${name}`,
    `transport.geometry/${name}`,
  ]
  pointers.forEach((column, word) => (target[word] = world.has(column) ? world.pointer(column) : 0))
  const more = [
    [19, `transport.partials${workspace}`],
    [20, `transport.control/${name}`],
    [21, `transport.pinned/${name}`],
    [23, `transport.constants/${name}`],
    [WORD.faces, `transport.faces/${name}`],
    [WORD.hindrance, hindranceColumn(name)],
    [WORD.past, `transport.past${workspace}`],
  ] as const
  for (const [word, column] of more) target[word] = world.has(column) ? world.pointer(column) : 0
  for (const [word, value] of plan.words) target[word] = value
  return world.pointer(`transport.plan/${name}`)
}
