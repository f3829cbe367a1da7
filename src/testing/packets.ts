import { BLOOD } from '../engine/organism.ts'
import {
  PACKET,
  PACKET_STATES,
  type PacketState,
  countColumn,
  expectedColumn,
  sendPacket,
} from '../engine/packets.ts'
import { createStepper } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { type RunSettings, startWorld } from './start-run.ts'

/** An organism with its blood, and a way to run both on. */
export interface TestBody {
  readonly host: World
  readonly blood: World
  readonly run: (ticks: number) => void
}

/** An organism at tick 0. */
export function startBody(model: string, settings: RunSettings = {}): TestBody {
  const host = startWorld(model, settings)
  const blood = bloodOf(host)
  const stepper = createStepper(host)
  return {
    host,
    blood,
    run: (ticks) => {
      for (let k = 0; k < ticks; k++) stepper.step()
    },
  }
}

/** The blood of an organism. */
export function bloodOf(host: World): World {
  const blood = host.inner.get(BLOOD)
  if (blood === undefined) throw new Error('no blood')
  return blood
}

/** Sends `count` particles of the first type into the blood. */
export function inject(
  blood: World,
  count: number,
  way: string,
  more: { readonly size?: number; readonly source?: number } = {},
): void {
  const { source = 0, ...rest } = more
  sendPacket(blood, { cell: { type: 0, source }, count, way, from: 'primary', cause: 'injection', ...rest })
}

/** Particles in a state, all rows together, or those at one place. */
export function particles(blood: World, state: PacketState, place?: number): number {
  return sumOf(blood, countColumn(state), place)
}

/** Their expected number. */
export function expectedParticles(blood: World, state: PacketState, place?: number): number {
  return sumOf(blood, expectedColumn(state), place)
}

/** Sum of a column of packets, over all rows or those at one place. */
export function sumOf(blood: World, column: string, place?: number): number {
  const [values, places] = [blood.f64(column), blood.u8(PACKET.place)]
  let sum = 0
  for (let slot = 0; slot < blood.count; slot++)
    if (place === undefined || places[slot] === place) sum += values[slot] ?? 0
  return sum
}

/** Cells in all states, with `column` saying which number of each state is meant. */
export function cellsInStates(blood: World, column: (state: PacketState) => string): number {
  const size = blood.f64(PACKET.size)
  let sum = 0
  for (const state of PACKET_STATES) {
    const values = blood.f64(column(state))
    for (let slot = 0; slot < blood.count; slot++) sum += (values[slot] ?? 0) * (size[slot] ?? 1)
  }
  return sum
}
