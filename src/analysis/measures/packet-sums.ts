import { PACKET, type PacketState, countColumn } from '../../engine/packets.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { FUNNEL, FUNNEL_PREFIX, type FunnelEvent } from '../../processes/dissemination/columns.ts'
import { lesionSizes } from '../lesions.ts'
import { namesWith } from './named-slot.ts'

/** Organs of the dissemination, in the order of their places. */
export function organsOf(program: Program): readonly string[] {
  return namesWith(program, FUNNEL_PREFIX)
}

/** Cells that were arrested at an organ so far. */
export function arrested(blood: World, organName: string): number {
  return funnel(blood, organName, 'arrested at first pass') + funnel(blood, organName, 'arrested later')
}

/** Cells to which something happened at an organ, over all sources and ways. */
export function funnel(blood: World, organName: string, event: FunnelEvent): number {
  const column = blood.f64(FUNNEL_PREFIX + organName)
  const pairs = column.length / FUNNEL.length
  const from = FUNNEL.indexOf(event) * pairs
  return total(column.subarray(from, from + pairs))
}

/** What a particle counts where cells are meant: its size. */
export const cellsOf = (size: number): number => size

/** Particles in a state at an organ, each counted as `worth` says of its size. */
export function inState(
  blood: World,
  organName: string,
  state: PacketState,
  worth: (size: number) => number,
): number {
  return sumRows(blood, countColumn(state), placeOf(blood, organName), worth)
}

/** Sum of a column of packets at an organ. */
export function atOrgan(blood: World, organName: string, column: string): number {
  return sumRows(blood, column, placeOf(blood, organName), () => 1)
}

function placeOf({ program }: World, organName: string): number {
  return organsOf(program).indexOf(organName) + 1
}

/** Sum of a column of packets at a place, each row counted as `worth` says of its size. */
export function sumRows(
  blood: World,
  column: string,
  place: number,
  worth: (size: number) => number,
): number {
  const [values, places, sizes] = [blood.f64(column), blood.u8(PACKET.place), blood.f64(PACKET.size)]
  let found = 0
  for (let slot = 0; slot < blood.count; slot++)
    if (places[slot] === place) found += (values[slot] ?? 0) * worth(sizes[slot] ?? 1)
  return found
}

/** Cells of the largest metastasis of an organ that is not in a tissue. */
export function largest(blood: World, organName: string): number {
  const [values, places] = [blood.f64(PACKET.largest), blood.u8(PACKET.place)]
  const place = placeOf(blood, organName)
  let found = 0
  for (let slot = 0; slot < blood.count; slot++)
    if (places[slot] === place) found = Math.max(found, values[slot] ?? 0)
  return found
}

/** Sizes of lesions in the tissue of an organ; none while it is numbers. */
export function lesionsOf(host: World, organName: string): readonly number[] {
  const tissue = host.inner.get(organName)
  return tissue === undefined ? [] : lesionSizes(tissue)
}

/** How many lesions of a tissue have at least `from` cells and fewer than `below`. */
export function lesions(host: World, organName: string, from: number, below: number): number {
  return lesionsOf(host, organName).filter((size) => size >= from && size < below).length
}

/** Part of a whole; not a number where there is none. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN
}

/** Sum of a list. */
export function sum(values: readonly number[]): number {
  return values.reduce((before, value) => before + value, 0)
}

/** Sum of a column. */
export function total(values: Float64Array): number {
  return values.reduce((before, value) => before + value, 0)
}
