import { attach, detach } from '../../engine/bonds.ts'
import { emit, lineageText } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'

/** Marks the attack of `slot` on its target as begun and holds the pair together. */
export function startAttack(world: World, slot: number): void {
  world.f64('interaction.attacking')[slot] = 1
  const target = world.i32('interaction.target')[slot] ?? -1
  if (world.has('bond.partner')) attach(world, slot, target)
}

/** Ends the attack of `slot`, if there is one, and lets the target go. */
export function endAttack(world: World, slot: number): void {
  const targets = world.i32('interaction.target')
  const target = targets[slot] ?? -1
  if (target < 0) return
  targets[slot] = -1
  world.f64('interaction.attacking')[slot] = 0
  if (world.has('bond.partner')) detach(world, slot, target)
}

/** The cells that attack `slot`, in the order of the slots. */
export function attackersOf(world: World, slot: number): readonly number[] {
  const targets = world.i32('interaction.target').subarray(0, world.count)
  const attackers: number[] = []
  for (let at = targets.indexOf(slot); at >= 0; at = targets.indexOf(slot, at + 1)) attackers.push(at)
  return attackers
}

/**
 * Attacks end when either side dies, disappears or (the attacker) changes type. Each attacker of a cell that dies is
 * credited with a kill: cause 'attack' when it was the only one, else 'shared attack'.
 */
export const attackHooks = (world: World): PopulationHooks => ({
  died: (slot) => {
    endAttack(world, slot)
    creditKill(world, slot)
  },
  changedType: (slot) => endAttack(world, slot),
  removed: (slot) => {
    endAttack(world, slot)
    for (const attacker of attackersOf(world, slot)) endAttack(world, attacker)
  },
})

function creditKill(world: World, victim: number): void {
  const attackers = attackersOf(world, victim)
  const cause = attackers.length > 1 ? 'shared attack' : 'attack'
  for (const attacker of attackers) {
    emit(world, 'kill', attacker, { other: lineageText(world, victim), cause })
    endAttack(world, attacker)
  }
}
