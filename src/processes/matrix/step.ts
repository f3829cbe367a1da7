import { bumpHindrance, hindranceColumn } from '../../engine/hindrance-columns.ts'
import { inOrder } from '../../engine/in-order.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { MATRIX_BEHAVIOURS, type CompiledHindrance, type MatrixTables } from './compile.ts'
import { boundColumn } from './columns.ts'
import { WIDEST } from './kernels.ts'

/** Hindrance follows density in steps of this share of itself. Chosen: as far as fields may be off (`transport.tolerance`). */
const HINDRANCE_STEP = 0.01

const VOXEL_COLUMNS = ['density', 'links', 'fibres', 'membrane', 'kept'] as const

const CELL_COLUMNS = [
  'voxel.firstCell',
  'voxel.cellCount',
  'cell.byVoxel',
  'cell.class',
  'cell.type',
  'cell.volume',
]

/** What there is to do where a model has nothing of a kind. */
const idle = (): void => undefined

/** Binds a step of dt [min] of all that cells and proteases do to matrix, and what follows from it. */
export function bindAdvance(world: World, tables: MatrixTables, dt: number): () => void {
  const { voxel } = world.program.space
  const voxels = world.layout.sizes.voxel
  bindProteases(world, tables)
  const args = argumentList([
    ...VOXEL_COLUMNS.map((name) => world.pointer(`matrix.${name}`)),
    voxels,
    world.program.space.dimensions,
    tables.turnover,
    world.pointer('matrix.pointers'),
    world.pointer('matrix.rates'),
    tables.proteases.length,
    ...CELL_COLUMNS.map((name) => world.pointer(name)),
    world.pointer('matrix.most'),
    ...directions(world),
    ...Object.values(MATRIX_BEHAVIOURS).flatMap((name) => behaviour(world, name)),
    dt,
    voxel * voxel * voxel,
  ])
  const release = bindRelease(world, tables)
  const hinder = bindHindrance(world, tables, HINDRANCE_STEP)
  return () => {
    world.pool.run('matrix_advance', args, voxels)
    release()
    hinder()
  }
}

/** Directions in which cells move by themselves; 0 where none does. */
function directions(world: World): readonly number[] {
  return [0, 1, 2].map((axis) =>
    world.has('motility.direction') ? world.pointer('motility.direction', axis) : 0,
  )
}

function behaviour(world: World, name: string): readonly [number, number] {
  const { pointer, perCell } = world.behaviour(name)
  return [pointer, perCell]
}

/** Writes down where proteases and their blockers lie in this layout. */
function bindProteases(world: World, { proteases }: MatrixTables): void {
  let first = 0
  const words = proteases.flatMap(({ substrate, blockers }) => {
    const begin = first
    first += blockers.length
    return [world.pointer(`field/${substrate}`), begin, first]
  })
  const blockers = proteases.flatMap((protease) => protease.blockers)
  world.u32('matrix.pointers').set([...words, ...blockers.map((name) => world.pointer(`field/${name}`))])
}

function bindRelease(world: World, { bindings }: MatrixTables): () => void {
  const voxels = world.layout.sizes.voxel
  const calls = bindings.map(({ substrate }) => {
    const columns = [`field/${substrate}`, `remainder/${substrate}`, boundColumn(substrate), 'matrix.kept']
    const args = columns.map((name) => world.pointer(name))
    return () => world.pool.run('matrix_release', args, voxels)
  })
  return inOrder(calls)
}

/** Binds binding and letting go over dt [min]. */
export function bindBinding(world: World, { bindings }: MatrixTables, dt: number): () => void {
  const voxels = world.layout.sizes.voxel
  const calls = bindings.map(({ substrate, sites, on, off }) => {
    const columns = [`field/${substrate}`, `remainder/${substrate}`, boundColumn(substrate), 'matrix.density']
    const args = argumentList([...columns.map((name) => world.pointer(name)), sites, on, off, dt])
    return () => world.pool.run('matrix_bind', args, voxels)
  })
  return inOrder(calls)
}

/** Binds the hindrances: each follows density in steps of `tolerance` of itself. */
export function bindHindrance(world: World, tables: MatrixTables, tolerance: number): () => void {
  const { hindrances, fibreRadius } = tables
  if (hindrances.length === 0) return idle
  const voxels = world.layout.sizes.voxel
  const argumentsOf = ({ substrate, radius }: CompiledHindrance): number[] =>
    argumentList([
      world.pointer(hindranceColumn(substrate)),
      world.pointer('matrix.density'),
      radius,
      fibreRadius,
      tolerance,
      world.pointer('matrix.changed'),
    ])
  const lists = hindrances.map(argumentsOf)
  const changed = world.u32('matrix.changed')
  return () => {
    changed[0] = 0
    for (let k = 0; k < lists.length; k++) world.pool.run('matrix_hinder', lists[k] ?? [], voxels)
    if (changed[0] !== 0) bumpHindrance(world)
  }
}

/** Binds what cells feel of the matrix. */
export function bindSenses(world: World, tables: MatrixTables): () => void {
  const voxels = world.layout.sizes.voxel
  const { dimensions } = world.program.space
  const at = (name: string): number => world.pointer(name)
  const calls = tables.signals.map(({ name, column }) => {
    if (name === 'pore size') {
      const ends = [at('cell.voxel'), tables.bundleRadius, WIDEST]
      return ['matrix_sense_pores', argumentList([at(column), at('matrix.density'), ...ends])] as const
    }
    if (name === 'fibre alignment') {
      const args = [at(column), at('matrix.fibres'), voxels, dimensions, at('cell.voxel')]
      return ['matrix_sense_alignment', args] as const
    }
    return ['matrix_sense', [at(column), at(SENSED[name] ?? ''), at('cell.voxel')]] as const
  })
  return inOrder(
    calls.map(
      ([kernel, args]) =>
        () =>
          world.pool.run(kernel, args, world.count),
    ),
  )
}

/** Columns that signals read as they are. */
const SENSED: Readonly<Record<string, string>> = {
  'matrix density': 'matrix.density',
  'matrix links': 'matrix.links',
  'basement membrane': 'matrix.membrane',
}
