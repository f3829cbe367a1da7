import type { World } from '../../engine/world.ts'
import { LIGHT_BLOCK } from '../../parallel/pool.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type AdaptivePlan, CONTROL, type StepLengths } from './adaptive-plan.ts'

/** Binds the step of a substrate that does not diffuse; it takes the longest steps, since it makes no error in time. */
export function bindStill(world: World, plan: AdaptivePlan, { most }: StepLengths): () => void {
  const { name, fixedCount, decay } = plan
  const control = world.f64(`transport.control/${name}`)
  const due = world.f64(`transport.due/${name}`)
  const mean = `transport.mean/${name}`
  const at = (column: string): number => world.pointer(`${column}/${name}`)
  const pair = [at('field'), at('remainder')]
  const means = world.has(mean) ? world.pointer(mean) : 0
  const sources = [at('source.loss'), at('source.gain'), means, at('source.marks')]
  const args = argumentList([...pair, ...sources, at('transport.due'), decay])
  const fix =
    fixedCount === 0
      ? undefined
      : argumentList([...pair, at('transport.fixedVoxels'), at('transport.fixedValues')])
  const voxels = world.layout.sizes.voxel
  return () => {
    const length = due[0] ?? 0
    if (length === 0) return
    world.pool.run('transport_still', args, voxels, LIGHT_BLOCK)
    if (fix !== undefined) world.pool.run('transport_fix', fix, fixedCount, LIGHT_BLOCK)
    control[CONTROL.steps] = (control[CONTROL.steps] ?? 0) + 1
    control[CONTROL.substeps] = (control[CONTROL.substeps] ?? 0) + 1
    control[CONTROL.time] = (control[CONTROL.time] ?? 0) + length
    // What reads the field between two phenotypes is to see it as it is.
    control[CONTROL.wanted] = plan.isReadBetween ? 1 : most
  }
}
