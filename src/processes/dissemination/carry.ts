import { PACKET, PACKET_STATES, countColumn, expectedColumn } from '../../engine/packets.ts'
import type { World } from '../../engine/world.ts'
import type { DisseminationTables } from './compile.ts'

/** Rows stay at their organ when a changed model counts organs otherwise; what was at an organ that it does not have is gone. */
export function carryPlaces(
  world: World,
  { organs }: DisseminationTables,
  before: DisseminationTables,
): void {
  const names = organs.map(({ name }) => name)
  const moved = before.organs.map(({ name }) => names.indexOf(name) + 1)
  if (moved.every((place, k) => place === k + 1)) return
  const place = world.u8(PACKET.place)
  for (let slot = 0; slot < world.count; slot++) {
    const old = place[slot] ?? 0
    if (old === 0) continue
    const now = moved[old - 1] ?? 0
    if (now === 0) empty(world, slot)
    // A row of nothing may stand anywhere until it is tidied away.
    place[slot] = now
  }
}

function empty(world: World, slot: number): void {
  for (const state of PACKET_STATES) {
    world.f64(countColumn(state))[slot] = 0
    world.f64(expectedColumn(state))[slot] = 0
  }
}
