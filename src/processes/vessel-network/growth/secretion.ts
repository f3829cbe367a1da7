import { inOrder } from '../../../engine/in-order.ts'
import { voxelAt } from '../../../engine/space.ts'
import { NETWORK_NODES, NODE_ABSENT, NODE_TIP } from '../../../engine/vessel-points.ts'
import type { World } from '../../../engine/world.ts'
import { setPair } from '../../../kernels/field-pair.ts'
import type { CompiledSecretion, GrowthTables } from './compile.ts'
import { hill } from './response.ts'
import { senseOf } from './senses.ts'

/** Voxels of a run of sources: what transport reads together. */
const RUN = 64

/** Binds what walls secrete as sources of the equation that transport solves; nothing where they are a step of their own. */
export function bindSecretionSources(
  world: World,
  { secretes, isSolvedWithTransport }: GrowthTables,
): () => void {
  return isSolvedWithTransport ? inOrder(secretes.map((one) => bindSource(world, one))) : () => undefined
}

/** Binds what walls secrete in `dt` [min] where it is a step of its own. */
export function bindSecretion(
  world: World,
  { secretes, isSolvedWithTransport }: GrowthTables,
  dt: number,
): () => void {
  return isSolvedWithTransport
    ? () => undefined
    : inOrder(secretes.map((one) => bindAddition(world, one, dt)))
}

function bindSource(world: World, secretion: CompiledSecretion): () => void {
  const { substrate } = secretion
  const due = world.f64(`transport.due/${substrate}`)
  const [loss, gain] = [world.f64(`source.loss/${substrate}`), world.f64(`source.gain/${substrate}`)]
  const marks = world.u8(`source.marks/${substrate}`)
  const voxels = world.layout.sizes.voxel
  const add = (voxel: number, rate: number): void => {
    const run = Math.floor(voxel / RUN)
    // The first to mark a run sets it to zero.
    if (marks[run] === 0) {
      loss.fill(0, RUN * run, Math.min(RUN * (run + 1), voxels))
      gain.fill(0, RUN * run, Math.min(RUN * (run + 1), voxels))
      marks[run] = 1
    }
    gain[voxel] = (gain[voxel] ?? 0) + rate
  }
  const each = bindNodes(world, secretion, add)
  return () => {
    if ((due[0] ?? 0) > 0) each()
  }
}

function bindAddition(world: World, secretion: CompiledSecretion, dt: number): () => void {
  const { substrate } = secretion
  const pair = { field: world.f32(`field/${substrate}`), remainder: world.f32(`remainder/${substrate}`) }
  return bindNodes(world, secretion, (voxel, rate) => {
    const before = (pair.field[voxel] ?? 0) + (pair.remainder[voxel] ?? 0)
    setPair(pair, voxel, before + rate * dt)
  })
}

/** Goes through the nodes in the order of rows, with the voxel of each and what it gives there [unit/min]. */
function bindNodes(
  world: World,
  { walls, tips, by, rest }: CompiledSecretion,
  add: (voxel: number, rate: number) => void,
): () => void {
  const { space } = world.program
  const nodes = world.u32(NETWORK_NODES)
  const kind = world.u8('vessel.kind')
  const [xs, ys, zs] = [world.f64('vessel.x'), world.f64('vessel.y'), world.f64('vessel.z')]
  const sense = by === undefined ? undefined : senseOf(world, by)
  const volume = space.voxel * space.voxel * space.voxel
  return () => {
    for (let row = 0; row < (nodes[0] ?? 0); row++) {
      if (kind[row] === NODE_ABSENT) continue
      const [x, y, z] = [xs[row] ?? 0, ys[row] ?? 0, zs[row] ?? 0]
      const effect =
        by === undefined || sense === undefined ? 1 : hill(sense.level(x, y, z), by.half, by.hill)
      const amount = (kind[row] === NODE_TIP ? tips : walls) * (rest + (1 - rest) * effect)
      if (amount > 0) add(voxelAt(space, x, y, z), amount / volume)
    }
  }
}
