import { inOrder } from '../../engine/in-order.ts'
import { isInBall } from '../../engine/place.ts'
import { NETWORK_VERSION, hasLivingVessels, vesselPoints } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import type { VasculatureTables } from './compile.ts'
import { bindRefresh } from './living.ts'

/*
 * Tied vessels. Which points are open follows from the time and the model alone and is worked out when the world is bound and
 * when a ligation falls due, so that a branch in which vessels are tied, or no longer tied, needs no history.
 */

/** Binds the tying of vessels: afterwards `vessel.open` and the lists of sites say who carries something in this step. */
export function bindLigation(world: World, tables: VasculatureTables): () => void {
  return tables.isLiving
    ? inOrder([bindTies(world, tables), bindRefresh(world, tables)])
    : bindTies(world, tables)
}

function bindTies(world: World, { ligations, isLiving }: VasculatureTables): () => void {
  if (ligations.length === 0) return () => undefined
  const cadence = world.program.clock.every.fields
  const version = isLiving ? world.u32(NETWORK_VERSION) : undefined
  // The last step that has been: what is decided between it and the next one must see it.
  const last = Math.ceil(world.tick / cadence) - 1
  tie(world, ligations, last)
  let due = countDue(ligations, last)
  let known = version?.[0]
  return () => {
    const step = world.tick / cadence
    const now = countDue(ligations, step)
    if (now === due && version?.[0] === known) return
    const isChanged = tie(world, ligations, step)
    // Flow goes other ways from now on.
    if (isChanged && version !== undefined) version[0] = (version[0] ?? 0) + 1
    due = now
    known = version?.[0]
  }
}

/** Flow is solved anew where a changed model ties other vessels. */
export function carryLigations(world: World, tables: VasculatureTables, before: VasculatureTables): void {
  if (!tables.isLiving || JSON.stringify(tables.ligations) === JSON.stringify(before.ligations)) return
  const version = world.u32(NETWORK_VERSION)
  version[0] = (version[0] ?? 0) + 1
}

/** Ligations at or before a step; a plain loop, since it runs in every step. */
function countDue(ligations: VasculatureTables['ligations'], step: number): number {
  let count = 0
  for (let k = 0; k < ligations.length; k++) if ((ligations[k]?.step ?? Infinity) <= step) count += 1
  return count
}

/** Writes down which points are open; returns whether any changed. */
function tie(world: World, ligations: VasculatureTables['ligations'], step: number): boolean {
  const { space } = world.program
  const { count, x, y, z } = vesselPoints(world)
  const open = world.u8('vessel.open')
  const tied = ligations.filter((ligation) => ligation.step <= step)
  let isChanged = false
  for (let n = 0; n < count; n++) {
    const before = open[n]
    const isTied = tied.some((ligation) => isInBall(space, ligation, x[n] ?? 0, y[n] ?? 0, z[n] ?? 0))
    open[n] = isTied ? 0 : 1
    isChanged ||= before !== open[n]
  }
  if (!hasLivingVessels(world.program)) groupOpen(world, open)
  return isChanged
}

/** Within each site open points come first, in their order; a site whose points are all tied counts none. */
function groupOpen(world: World, open: Uint8Array): void {
  const [order, first, counts] = ['vessel.order', 'vessel.siteFirst', 'vessel.siteCount'].map((name) =>
    world.u32(name),
  )
  const [openOrder, openCounts] = [world.u32('vessel.openOrder'), world.u32('vessel.openCount')]
  const sites = world.u32('vessel.sites')[0] ?? 0
  for (let site = 0; site < sites; site++) {
    const from = first?.[site] ?? 0
    const points = [...(order?.subarray(from, from + (counts?.[site] ?? 0)) ?? [])]
    const carrying = points.filter((point) => open[point] === 1)
    openOrder.set([...carrying, ...points.filter((point) => open[point] !== 1)], from)
    openCounts[site] = carrying.length
  }
}

/** Columns that kernels read sites from: voxel of each point, order, first entry and count of each site. */
export function siteColumns({ ligations, isLiving }: VasculatureTables): readonly string[] {
  return isLiving || ligations.length === 0
    ? ['vessel.voxel', 'vessel.order', 'vessel.siteFirst', 'vessel.siteCount']
    : ['vessel.voxel', 'vessel.openOrder', 'vessel.siteFirst', 'vessel.openCount']
}

/** Binds the closing of tied points to cells: their rate of arrival becomes 0. */
export function bindShut(world: World, { ligations }: VasculatureTables, count: () => number): () => void {
  if (ligations.length === 0) return () => undefined
  const open = world.u8('vessel.open')
  const hazard = world.f64('vessel.hazard')
  return () => {
    const points = count()
    for (let point = 0; point < points; point++) if (open[point] === 0) hazard[point] = 0
  }
}
