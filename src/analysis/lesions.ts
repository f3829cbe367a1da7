import { LIVE } from '../engine/columns.ts'
import type { Space } from '../engine/space.ts'
import type { World } from '../engine/world.ts'
import { shared } from './measures/shared-map.ts'

/** Cells whose centres are nearer than this belong to one lesion [um]. Chosen: two cell diameters, so that a lymphocyte between them parts none. */
const LINK = 30

/** Sizes of the lesions of a tissue [cells], the largest first: groups of live tumour cells that are linked to each other. */
export const lesionSizes = shared((world: World): readonly number[] => {
  const slots = tumourCells(world)
  const parent = slots.map((_, k) => k)
  const bins = binned(world, slots)
  const { space } = world.program
  const reach = space.dimensions === 3 ? [-1, 0, 1] : [0]
  for (const [k, slot] of slots.entries()) {
    const [i, j, l] = binOf(world, space, slot)
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1])
        for (const dz of reach)
          for (const other of bins.get(keyOf(space, [i + dx, j + dy, l + dz])) ?? [])
            if (other < k && isLinked(world, slot, slots[other] ?? 0)) unite(parent, other, k)
  }
  const sizes = new Map<number, number>()
  for (const k of slots.keys()) sizes.set(rootOf(parent, k), (sizes.get(rootOf(parent, k)) ?? 0) + 1)
  return [...sizes.values()].toSorted((a, b) => b - a)
})

function tumourCells({ cells, count, program }: World): readonly number[] {
  const slots: number[] = []
  for (let slot = 0; slot < count; slot++)
    if (cells.state[slot] === LIVE && program.isTumour[cells.type[slot] ?? 0] === true) slots.push(slot)
  return slots
}

type Bin = readonly [number, number, number]

/** Bins are at least LINK wide and fill a periodic axis evenly. */
function binsAlong(space: Space, axis: 0 | 1 | 2): number {
  return Math.max(1, Math.floor(space.size[axis] / LINK))
}

function binOf({ cells }: World, space: Space, slot: number): Bin {
  const along = (axis: 0 | 1 | 2, at: number): number => {
    const count = binsAlong(space, axis)
    const index = Math.floor(((at - space.corner[axis]) / space.size[axis]) * count)
    return Math.min(Math.max(index, 0), count - 1)
  }
  return [along(0, cells.x[slot] ?? 0), along(1, cells.y[slot] ?? 0), along(2, cells.z[slot] ?? 0)]
}

/** Number of a bin; bins beyond a periodic face are those of the other side, beyond a closed one there are none. */
function keyOf(space: Space, bin: Bin): number {
  let key = 0
  for (const axis of [2, 1, 0] as const) {
    const count = binsAlong(space, axis)
    const index = space.boundary[axis] === 'periodic' ? (bin[axis] + count) % count : bin[axis]
    if (index < 0 || index >= count) return -1
    key = key * count + index
  }
  return key
}

/** Places in `slots` by bin. */
function binned(world: World, slots: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const { space } = world.program
  const bins = new Map<number, number[]>()
  for (const [k, slot] of slots.entries()) {
    const key = keyOf(space, binOf(world, space, slot))
    const bin = bins.get(key)
    if (bin === undefined) bins.set(key, [k])
    else bin.push(k)
  }
  return bins
}

function isLinked({ cells, program: { space } }: World, a: number, b: number): boolean {
  const along = (axis: 0 | 1 | 2, d: number): number =>
    space.boundary[axis] === 'periodic' ? d - space.size[axis] * Math.round(d / space.size[axis]) : d
  const dx = along(0, (cells.x[a] ?? 0) - (cells.x[b] ?? 0))
  const dy = along(1, (cells.y[a] ?? 0) - (cells.y[b] ?? 0))
  const dz = space.dimensions === 3 ? along(2, (cells.z[a] ?? 0) - (cells.z[b] ?? 0)) : 0
  return dx * dx + dy * dy + dz * dz < LINK * LINK
}

function rootOf(parent: number[], start: number): number {
  let k = start
  while (parent[k] !== k) {
    parent[k] = parent[parent[k] ?? k] ?? k
    k = parent[k] ?? k
  }
  return k
}

function unite(parent: number[], a: number, b: number): void {
  parent[rootOf(parent, b)] = rootOf(parent, a)
}
