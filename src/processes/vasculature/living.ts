import { voxelAt } from '../../engine/space.ts'
import {
  NETWORK_NODES,
  NETWORK_REVISION,
  NETWORK_VERSION,
  NODE_ABSENT,
  NODE_HELD,
} from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { exp } from '../../math/elementary.ts'
import { groupSites } from './sites.ts'
import {
  type CompiledExchange,
  SHARED,
  SITED,
  type VasculatureTables,
  keepsColumn,
  shareColumn,
} from './compile.ts'

/*
 * Vessels that live: which voxels they stand in and how much of the exchange of a point each node has follows from the graph and its flow,
 * and is worked out when either has changed. Two marks of the world say of which graph and flow the lists are; they are no state.
 */

/** Binds the looking again: call it before anything here is read. */
export function bindRefresh(world: World, tables: VasculatureTables): () => void {
  if (!tables.isLiving) return () => undefined
  const [version, revision] = [world.u32(NETWORK_VERSION), world.u32(NETWORK_REVISION)]
  const [sited, shared] = [world.u32(SITED), world.u32(SHARED)]
  const shares = tables.exchange.map((exchange) => bindShares(world, exchange))
  return () => {
    const isMoved = sited[0] !== (version[0] ?? 0) + 1
    if (!isMoved && shared[0] === (revision[0] ?? 0) + 1) return
    if (isMoved) siteNodes(world)
    for (let k = 0; k < shares.length; k++) shares[k]?.()
    sited[0] = (version[0] ?? 0) + 1
    shared[0] = (revision[0] ?? 0) + 1
  }
}

/** Sorts the nodes that are there into voxels. */
function siteNodes(world: World): void {
  const { space } = world.program
  const count = world.u32(NETWORK_NODES)[0] ?? 0
  const [x, y, z] = [world.f64('vessel.x'), world.f64('vessel.y'), world.f64('vessel.z')]
  const [kind, voxels] = [world.u8('vessel.kind'), world.u32('vessel.voxel')]
  const present: number[] = []
  for (let node = 0; node < count; node++) {
    voxels[node] = voxelAt(space, x[node] ?? 0, y[node] ?? 0, z[node] ?? 0)
    if (kind[node] !== NODE_ABSENT) present.push(node)
  }
  present.sort((a, b) => (voxels[a] ?? 0) - (voxels[b] ?? 0) || a - b)
  groupSites(world, present)
}

/** Binds the shares of one substrate: how much of the exchange of a point each node has. */
function bindShares(world: World, exchange: CompiledExchange): () => void {
  const { rate, carried, leaks, falls } = exchange
  const { voxel, dimensions } = world.program.space
  const volume = voxel * voxel * voxel
  const share = world.f64(shareColumn(exchange.substrate))
  const [carries, leak, flow] = [
    world.f64('vessel.carries'),
    world.f64('vessel.leak'),
    world.f64('vessel.flow'),
  ]
  const kind = world.u8('vessel.kind')
  const open = world.has('vessel.open') ? world.u8('vessel.open') : undefined
  const nodes = world.u32(NETWORK_NODES)
  const keeps = falls === undefined ? undefined : world.f64(keepsColumn(exchange.substrate))
  return () => {
    const count = nodes[0] ?? 0
    for (let node = 0; node < count; node++) {
      const wall = (carries[node] ?? 0) * (leaks ? (leak[node] ?? 0) : 1)
      const through = flow[node] ?? 0
      // A vessel that crosses a slice, or the block at one place, is fed from outside of the picture.
      const isOutside = dimensions === 2 && falls === undefined
      const isCrossing = kind[node] === NODE_HELD && (isOutside || through === 0)
      const isLimited = carried !== undefined && !isCrossing
      const supply = isLimited ? supplyLimited(rate * wall, (through * carried) / volume) / rate : wall
      share[node] = open?.[node] === 0 || rate === 0 ? 0 : supply
      if (keeps !== undefined)
        keeps[node] =
          isLimited && through > 0 ? kept((share[node] ?? 0) * rate * volume, through * carried) : 1
    }
    share.fill(0, count)
  }
}

/**
 * Clearance [1/min of a voxel] through a wall of `permeance` [1/min] by blood that brings `capacity` [1/min]: what enters is at most what
 * comes (Renkin 1959, Crone 1963).
 */
export function supplyLimited(permeance: number, capacity: number): number {
  return capacity > 0 ? capacity * (1 - exp(-permeance / capacity)) : 0
}

/** Share of its difference from tissue that blood keeps where it gives `clearance` of the `capacity` that it brings [both um^3/min]. */
function kept(clearance: number, capacity: number): number {
  return Math.max(0, 1 - clearance / capacity)
}
