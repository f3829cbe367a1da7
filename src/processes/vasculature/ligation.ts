import { isInBall } from '../../engine/place.ts'
import type { World } from '../../engine/world.ts'
import type { VasculatureTables } from './compile.ts'

/*
 * Tied vessels. Which points are open follows from the time and the model alone and is worked out when the world is bound and
 * when a ligation falls due, so that a branch in which vessels are tied, or no longer tied, needs no history.
 */

/** Binds the tying of vessels: afterwards `vessel.open` and the lists of sites say who carries something in this step. */
export function bindLigation(world: World, { ligations }: VasculatureTables): () => void {
  if (ligations.length === 0) return () => undefined
  const cadence = world.program.clock.every.fields
  // The last step that has been: what is decided between it and the next one must see it.
  const last = Math.ceil(world.tick / cadence) - 1
  tie(world, ligations, last)
  let due = countDue(ligations, last)
  return () => {
    const step = world.tick / cadence
    const now = countDue(ligations, step)
    if (now === due) return
    due = now
    tie(world, ligations, step)
  }
}

/** Ligations at or before a step; a plain loop, since it runs in every step. */
function countDue(ligations: VasculatureTables['ligations'], step: number): number {
  let count = 0
  for (let k = 0; k < ligations.length; k++) if ((ligations[k]?.step ?? Infinity) <= step) count += 1
  return count
}

function tie(world: World, ligations: VasculatureTables['ligations'], step: number): void {
  const { space, vessels } = world.program
  const open = world.u8('vessel.open')
  const tied = ligations.filter((ligation) => ligation.step <= step)
  vessels.forEach(({ x, y, z }, index) => {
    open[index] = tied.some((ligation) => isInBall(space, ligation, x, y, z)) ? 0 : 1
  })
  groupOpen(world, open)
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
export function siteColumns({ ligations }: VasculatureTables): readonly string[] {
  return ligations.length === 0
    ? ['vessel.voxel', 'vessel.order', 'vessel.siteFirst', 'vessel.siteCount']
    : ['vessel.voxel', 'vessel.openOrder', 'vessel.siteFirst', 'vessel.openCount']
}

/** Binds the closing of tied points to cells: their rate of arrival becomes 0. */
export function bindShut(world: World, { ligations }: VasculatureTables): () => void {
  if (ligations.length === 0) return () => undefined
  const open = world.u8('vessel.open')
  const hazard = world.f64('vessel.hazard')
  const count = world.program.vessels.length
  return () => {
    for (let point = 0; point < count; point++) if (open[point] === 0) hazard[point] = 0
  }
}
