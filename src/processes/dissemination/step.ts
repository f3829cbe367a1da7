import type { World } from '../../engine/world.ts'
import { exp } from '../../math/elementary.ts'
import { bindCirculation } from './blood-fates.ts'
import { type DisseminationTables, PLATELETS } from './compile.ts'
import { bindRowDraws } from './forks.ts'
import { bindOrgans } from './organ-fates.ts'
import { bindFirstRows, bindTidying } from './pooled-rows.ts'
import { type Rows, viewRows, viewSums } from './views.ts'

/**
 * Binds what becomes of all packets in a step of `dt` [min]. First rows at organs, then single cells in circulation, then clusters: who comes to a
 * row in this step moves on in the next.
 */
export function bindFates(world: World, tables: DisseminationTables, dt: number): () => void {
  const rows = viewRows(world)
  const sums = viewSums(world, tables)
  const draws = bindRowDraws(world)
  const firstRows = bindFirstRows(world, tables, rows)
  const organs = bindOrgans(world, tables, rows, sums, { draws, dt })
  const circulate = bindCirculation({ world, tables, rows, sums, draws, firstRows, dt })
  const cover = bindCloaking(world, tables, rows, dt)
  const tidy = bindTidying(world, rows, firstRows)
  return () => {
    const { count } = world
    if (count === 0) return
    firstRows.find()
    for (let slot = 0; slot < count; slot++) organs[(rows.place[slot] ?? 0) - 1]?.(slot)
    for (let slot = 0; slot < count; slot++)
      if (rows.place[slot] === 0 && rows.size[slot] === 1) circulate(slot)
    for (let slot = 0; slot < count; slot++)
      if (rows.place[slot] === 0 && rows.size[slot] !== 1) circulate(slot)
    cover()
    tidy()
  }
}

/** Platelets cover circulating and arrested cells, and come off: dc/dt = k P (1 - c) - l c, solved exactly over the step. */
function bindCloaking(world: World, { cloaking }: DisseminationTables, rows: Rows, dt: number): () => void {
  if (cloaking === undefined) return () => undefined
  const platelets = world.has(PLATELETS) ? world.f64(PLATELETS) : undefined
  const { binding, loss } = cloaking
  return () => {
    for (let slot = 0; slot < world.count; slot++) {
      const on = binding * (platelets === undefined ? 1 : (platelets[0] ?? 0))
      const sum = on + loss
      if (sum === 0) continue
      const target = on / sum
      rows.cloak[slot] = target + ((rows.cloak[slot] ?? 0) - target) * exp(-sum * dt)
    }
  }
}
