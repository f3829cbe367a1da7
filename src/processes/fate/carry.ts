import { LIVE } from '../../engine/columns.ts'
import type { World } from '../../engine/world.ts'
import type { CompiledTrait, FateTables, TypeTrait } from './compile.ts'
import { clip, normalTrait } from './step.ts'

/**
 * Takes the traits of living cells into a changed model: each is what the same draw would be in the changed distribution. Types
 * whose trait is the same keep their bits.
 */
export function carryTraits(world: World, { traits }: FateTables, before: FateTables): void {
  for (const trait of traits) {
    // A trait that is new was drawn when its column was set up.
    const old = before.traits.find(({ column }) => column === trait.column)
    if (old !== undefined) carryTrait(world, trait, old)
  }
}

function carryTrait(world: World, trait: CompiledTrait, old: CompiledTrait): void {
  const isChanged = trait.types.map((now, type) => !isSame(now, old.types[type]))
  if (!isChanged.includes(true)) return
  const { state, type } = world.cells
  const values = world.f64(trait.column)
  for (let slot = 0; slot < world.count; slot++) {
    const own = type[slot] ?? 0
    if (state[slot] !== LIVE || isChanged[own] !== true) continue
    const draw = (): number => normalTrait(world, slot, trait)
    values[slot] = carried(values[slot] ?? 0, old.types[own], trait.types[own], draw)
  }
}

/** Drift and heritability say how a trait is passed on, and nothing about who lives now. */
function isSame(a: TypeTrait | undefined, b: TypeTrait | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.value === b.value && a.spread === b.spread && a.min === b.min && a.max === b.max
}

/** The trait of a cell after the change; `draw` gives the cell's own normal number, where it never had one. */
export function carried(
  value: number,
  before: TypeTrait | undefined,
  now: TypeTrait | undefined,
  draw: () => number,
): number {
  if (now === undefined) return 0
  const fresh = before === undefined || before.spread === 0
  const kept = before === undefined ? 0 : value - before.value
  if (fresh) return clip(now.value + kept + (now.spread === 0 ? 0 : now.spread * draw()), now)
  // Not divided where nothing changes: the deviation keeps its bits.
  const scale = now.spread === before.spread ? 1 : now.spread / before.spread
  return clip(now.value + scale * kept, now)
}
