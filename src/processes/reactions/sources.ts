import { cadenceMinutes } from '../../engine/clock.ts'
import { inOrder } from '../../engine/in-order.ts'
import { sourcePointers } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type CompiledReaction, type ReactionsTables, takenBy } from './compile.ts'
import { reactionColumn } from './names.ts'

/*
 * Reactions where transport solves them with diffusion in one equation: they state losses and gains before, and book what was lost
 * afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
const VOXEL_BLOCK = 8192

/** Binds the sources of all reactions. */
export function bindSources(world: World, { reactions }: ReactionsTables): () => void {
  return inOrder(
    reactions.map((reaction) =>
      reaction.kind === 'turns' ? bindTurning(world, reaction) : bindPair(world, reaction),
    ),
  )
}

function pairOf(world: World, name: string): readonly number[] {
  return [world.pointer(`field/${name}`), world.pointer(`remainder/${name}`)]
}

function dueOf(world: World, name: string): Float64Array {
  return world.f64(`transport.due/${name}`)
}

/** What has been owed is settled within this time [min]: by then every substrate has been solved to the same point. */
function periodOf(world: World): number {
  const { clock } = world.program
  const cadences = (['fields', 'mechanics', 'phenotype'] as const).map((what) => cadenceMinutes(clock, what))
  return Math.max(...cadences)
}

function bindTurning(world: World, { substrates, rate }: CompiledReaction): () => void {
  const [enzyme = '', precursor = '', product = ''] = substrates
  const [precursorDue, productDue] = [dueOf(world, precursor), dueOf(world, product)]
  const booked = world.f64(reactionColumn('booked', substrates))
  const voxels = world.layout.sizes.voxel
  const before = [
    ...pairOf(world, enzyme),
    ...pairOf(world, precursor),
    ...sourcePointers(world, precursor),
    ...sourcePointers(world, product),
    world.pointer(reactionColumn('owed', substrates)),
    ...(['rate', 'lost'] as const).map((what) => world.pointer(reactionColumn(what, substrates, precursor))),
    voxels,
    rate,
  ]
  const args = argumentList([...before, 0, 0, 0, periodOf(world)])
  const place = before.length
  return () => {
    const [of, into] = [precursorDue[0] ?? 0, productDue[0] ?? 0]
    if (of === 0 && into === 0) return
    args[place] = of
    args[place + 1] = into
    args[place + 2] = (booked[0] ?? 0) - (booked[1] ?? 0)
    booked[1] = (booked[1] ?? 0) + into
    world.pool.run('reactions_turn_sources', args, voxels, VOXEL_BLOCK)
  }
}

function bindPair(world: World, { substrates, rate }: CompiledReaction): () => void {
  const [first = '', second = ''] = substrates
  const [firstDue, secondDue] = [dueOf(world, first), dueOf(world, second)]
  const booked = world.f64(reactionColumn('booked', substrates))
  const voxels = world.layout.sizes.voxel
  const before = [
    ...substrates.flatMap((name) => [...pairOf(world, name), ...sourcePointers(world, name)]),
    world.pointer(reactionColumn('owed', substrates)),
    ...(['rate', 'lost'] as const).flatMap((what) =>
      substrates.map((name) => world.pointer(reactionColumn(what, substrates, name))),
    ),
    voxels,
    rate,
  ]
  const args = argumentList([...before, 0, 0, 0, 0, periodOf(world)])
  const place = before.length
  return () => {
    const [one, other] = [firstDue[0] ?? 0, secondDue[0] ?? 0]
    if (one === 0 && other === 0) return
    args[place] = one
    args[place + 1] = other
    args[place + 2] = (booked[0] ?? 0) - world.time
    args[place + 3] = (booked[1] ?? 0) - world.time
    world.pool.run('reactions_bind_sources', args, voxels, VOXEL_BLOCK)
  }
}

/** Binds the booking of what reactions took away. */
export function bindBooking(world: World, { reactions }: ReactionsTables): () => void {
  return inOrder(
    reactions.flatMap((reaction) =>
      takenBy(reaction).map((name, index) => bindBook(world, reaction, name, index)),
    ),
  )
}

/** The second of a pair counts against the first. */
function bindBook(world: World, { substrates }: CompiledReaction, name: string, index: number): () => void {
  const due = dueOf(world, name)
  const booked = world.f64(reactionColumn('booked', substrates))
  const voxels = world.layout.sizes.voxel
  const columns = [
    `transport.mean/${name}`,
    reactionColumn('lost', substrates, name),
    reactionColumn('rate', substrates, name),
    reactionColumn('owed', substrates),
  ]
  const before = columns.map((column) => world.pointer(column))
  const args = argumentList([...before, 0, index === 0 ? 1 : -1])
  const place = before.length
  return () => {
    const length = due[0] ?? 0
    if (length === 0) return
    args[place] = length
    booked[index] = (booked[index] ?? 0) + length
    world.pool.run('reactions_book', args, voxels, VOXEL_BLOCK)
  }
}
