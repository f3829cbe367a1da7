import { inOrder } from '../../engine/in-order.ts'
import {
  LEAK_NEAR,
  NEARBY_SIGNAL,
  NEARNESS,
  NEAR_LEAK_SIGNAL,
  fillNearness,
} from '../../engine/vessel-nearness.ts'
import { NETWORK_NODES, NETWORK_REVISION } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'

/** Binds what cells feel of vessels; voxels are looked at anew when the network has changed. */
export function bindNearby(world: World): () => void {
  if (!world.has(NEARNESS)) return () => undefined
  const { space } = world.program
  const into = {
    nearness: world.f64(NEARNESS),
    ...(world.has(LEAK_NEAR) ? { leakNear: world.f64(LEAK_NEAR) } : {}),
  }
  const [rows, revision] = [world.u32(NETWORK_NODES), world.u32(NETWORK_REVISION)]
  const [x, y, z] = [world.f64('vessel.x'), world.f64('vessel.y'), world.f64('vessel.z')]
  const [kind, carries, leak] = [
    world.u8('vessel.kind'),
    world.f64('vessel.carries'),
    world.f64('vessel.leak'),
  ]
  const feel = inOrder(bindFelt(world))
  // Nearness is no state: it is filled at the first step and whenever flow was solved.
  let seen = -1
  return () => {
    if (seen !== revision[0]) {
      fillNearness(into, { count: rows[0] ?? 0, kind, x, y, z, carries, leak }, space)
      seen = revision[0] ?? 0
    }
    feel()
  }
}

function bindFelt(world: World): readonly (() => void)[] {
  const pairs = [
    [NEARBY_SIGNAL, NEARNESS],
    [NEAR_LEAK_SIGNAL, LEAK_NEAR],
  ] as const
  return pairs
    .filter(([signal]) => world.has(signal))
    .map(([signal, voxels]) => {
      const args = argumentList([signal, voxels, 'cell.voxel'].map((name) => world.pointer(name)))
      return () => world.pool.run('vessel_network_nearby', args, world.count)
    })
}
