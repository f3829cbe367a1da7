import { inOrder } from '../../engine/in-order.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { ReactionsTables } from './compile.ts'

/** Binds the reactions over dt [min] after transport, pairs before enzymes, each in the order of the document. */
export function bindSplit(world: World, { reactions }: ReactionsTables, dt: number): () => void {
  const voxels = world.layout.sizes.voxel
  return inOrder(
    reactions.map(({ kind, substrates, rate }) => {
      const fields = substrates.flatMap((name) => [
        world.pointer(`field/${name}`),
        world.pointer(`remainder/${name}`),
      ])
      const args = argumentList([...fields, rate * dt])
      const kernel = kind === 'binds' ? 'reactions_bind' : 'reactions_turn'
      return () => world.pool.run(kernel, args, voxels)
    }),
  )
}
