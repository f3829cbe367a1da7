import { hindranceVersion } from '../../engine/hindrance-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { LEVEL_BYTES, rowBlock } from './adaptive-passes.ts'
import type { AdaptivePlan } from './adaptive-plan.ts'

interface Pass {
  readonly kernel: string
  readonly args: readonly number[]
  readonly rows: number
  readonly block: number
}

/**
 * Binds what finds anew what passes between the cells of all levels, once hindrances have changed. Faces are no state: they follow
 * from the hindrance of voxels, and are made again whenever a world is bound.
 */
export function bindFaces(world: World, plan: AdaptivePlan, pointer: number): () => void {
  const version = hindranceVersion(world)
  const passes = passesOf(world, plan, pointer)
  let made = -1
  return () => {
    const now = version[0] ?? 0
    if (now === made) return
    made = now
    for (const { kernel, args, rows, block } of passes) world.pool.run(kernel, args, rows, block)
  }
}

/** Each level needs the faces of the finer one; sums of couplings need those of their own. */
function passesOf(world: World, { name, shapes }: AdaptivePlan, pointer: number): readonly Pass[] {
  const levels = world.pointer(`transport.levels/${name}`)
  const geometry = world.pointer(`transport.geometry/${name}`)
  const faces = world.pointer(`transport.faces/${name}`)
  return shapes.flatMap((shape, index) => {
    const level = levels + index * LEVEL_BYTES
    const size = { rows: shape.rows, block: rowBlock(shape) }
    const coarser = [level - LEVEL_BYTES, level, geometry, faces]
    return [
      index === 0
        ? { ...size, kernel: 'transport_faces', args: argumentList([pointer]) }
        : { ...size, kernel: 'transport_coarser_faces', args: argumentList(coarser) },
      { ...size, kernel: 'transport_couplings', args: argumentList([level, geometry, faces]) },
    ]
  })
}
