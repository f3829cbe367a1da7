import { decayedColumn } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { AdaptivePlan } from './adaptive-plan.ts'

/**
 * Binds the account of what decays in the medium [units of the field x um^3], where something declares it: decay x time x mean of the
 * step, which is what the equations took away. Undefined where nobody asks or nothing decays.
 */
export function bindDecayed(world: World, { name, decay, moves }: AdaptivePlan): (() => void) | undefined {
  const [column, mean] = [decayedColumn(name), `transport.mean/${name}`]
  if (!moves || decay === 0 || !world.has(column) || !world.has(mean)) return undefined
  const decayed = world.f64(column)
  const due = world.f64(`transport.due/${name}`)
  const args = argumentList([world.pointer(mean), world.layout.sizes.voxel])
  const { voxel } = world.program.space
  return () => {
    const length = due[0] ?? 0
    if (length === 0) return
    const sum = world.kernels.call('transport_sum_mean', args)
    decayed[0] = (decayed[0] ?? 0) + decay * length * sum * voxel * voxel * voxel
  }
}
