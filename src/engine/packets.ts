import { fnv1a32 } from '../math/hash.ts'
import type { CarriedCell, CarriedColumn } from './carried-cell.ts'
import type { ColumnDeclaration, ElementType } from './columns.ts'
import { arrivalLineage, daughterLineage } from './random.ts'
import type { World } from './world.ts'

/*
 * The contract of those who send cells into the blood with those who say what becomes of them, and with those who count them (docs/adr/0029).
 * A row of the blood is a packet in one place: particles, single cells or clusters of one size, that share type, traits, networks and clone.
 */

/** Columns of a packet. Names and keys are numbers there; `fnv1a32` of `math/hash.ts` makes a number of a name. */
export const PACKET = {
  /** 0 in circulation; k at the k-th organ of `dissemination.organs`, in the order of the model. */
  place: 'packet.place',
  /** Cells per particle: 1 for single cells. */
  size: 'packet.size',
  /** Share of the surface that is covered by platelets. */
  cloak: 'packet.cloak',
  /** Minutes since it came into the blood. */
  minutes: 'packet.minutes',
  /** Key of the cell that it began with [low, high]: the same in all rows that come of one packet. */
  origin: 'packet.origin',
  /** Name of the tissue that it came from, and of its way, as numbers. */
  from: 'packet.from',
  way: 'packet.way',
  /** 1 while its first pass is still to come. */
  isNew: 'packet.isNew',
  /** Row of the packet that it split from, -1 for none, and rows that split from it, by place. */
  parent: 'packet.parent',
  rows: 'packet.rows',
  /** Particles that settle in a tissue at the end of the step. */
  settling: 'packet.settling',
  /** Cells in its micrometastases and metastases, and in the largest of them. */
  microCells: 'packet.cells in micrometastases',
  macroCells: 'packet.cells in metastases',
  largest: 'packet.cells in the largest',
} as const

/** States of a particle: the first in circulation, the others at an organ; metastases of few and of many cells count as one particle each. */
export const PACKET_STATES = ['circulating', 'arrested', 'solitary', 'dormant', 'micro', 'macro'] as const
export type PacketState = (typeof PACKET_STATES)[number]

/** Column with the number of particles of a row in a state: a whole number. */
export function countColumn(state: PacketState): string {
  return `packet.${state}`
}

/** Column with its expectation, given all that is outside of the blood. */
export function expectedColumn(state: PacketState): string {
  return `packet.expected ${state}`
}

/** The columns of a packet, where there may be `organs` organs. */
export function packetColumns(organs: number): readonly ColumnDeclaration[] {
  const cell = (name: string, type: ElementType, unit: string, doc: string): ColumnDeclaration => ({
    name,
    group: 'cell',
    type,
    unit,
    doc,
  })
  const row = { ...cell(PACKET.parent, 'i32', '1', ''), refersToCells: true, initial: -1 } as const
  return [
    cell(PACKET.place, 'u8', '1', '0 in circulation, k at organ k'),
    { ...cell(PACKET.size, 'f64', 'cells', 'cells per particle'), initial: 1 },
    cell(PACKET.cloak, 'f64', '1', 'share of the surface covered by platelets'),
    cell(PACKET.minutes, 'f64', 'min', 'time since it came into the blood'),
    { ...cell(PACKET.origin, 'u32', '1', 'key of the cell that it began with, low and high'), width: 2 },
    cell(PACKET.from, 'u32', '1', 'name of the tissue that it came from, as a number'),
    cell(PACKET.way, 'u32', '1', 'name of the way that it took, as a number'),
    cell(PACKET.isNew, 'u8', '1', '1 while the first pass is still to come'),
    { ...row, name: PACKET.parent, doc: 'row that it split from, -1 for none' },
    { ...row, name: PACKET.rows, doc: 'rows that split from it, by place; -1 for none', width: organs + 1 },
    cell(PACKET.settling, 'f64', 'cells', 'particles that settle in a tissue at the end of the step'),
    cell(PACKET.microCells, 'f64', 'cells', 'cells in its micrometastases'),
    cell(PACKET.macroCells, 'f64', 'cells', 'cells in its metastases'),
    cell(PACKET.largest, 'f64', 'cells', 'cells in the largest of them'),
    ...PACKET_STATES.flatMap((state) => [
      cell(countColumn(state), 'f64', '1', `particles, ${state}`),
      cell(expectedColumn(state), 'f64', '1', `particles, ${state}: expected number`),
    ]),
  ]
}

/** A cell with those that share what it is, or cells of a type that begin as such cells do. */
export interface Parcel {
  readonly cell: CarriedCell | { readonly type: number; readonly source: number }
  /** Particles: a whole number. */
  readonly count: number
  /** Cells per particle; 1 unless said. */
  readonly size?: number
  /** Name of the way: one of `dissemination.ways`, or one that leads past all beds. */
  readonly way: string
  /** Name of the tissue, or of what brought it. */
  readonly from: string
  /** What the event of its arrival tells, for example 'departure'. */
  readonly cause: string
}

/** Sends a packet into the blood; it is there from the end of this step on, and makes its first pass in the next. */
export function sendPacket(blood: World, parcel: Parcel): void {
  const { cell, count, cause } = parcel
  if (!(count > 0)) return
  const carried = 'columns' in cell ? cell : newCell(blood, cell, cause)
  pushRow(blood, withColumns(carried, startOf(parcel, carried)), cause)
}

/** Sends a packet and, apart from it, one of clusters of the same cell: two rows, two keys, one origin. */
export function sendBoth(
  blood: World,
  single: Parcel & { readonly cell: CarriedCell },
  clusters: { readonly count: number; readonly size: number },
): void {
  sendPacket(blood, single)
  if (!(clusters.count > 0)) return
  const parcel = { ...single, ...clusters }
  const { cell } = single
  // As a daughter that the cell would bear after 2^31 others: no other row has that key.
  const carried = { ...cell, lineage: daughterLineage(...cell.lineage, cell.births + CLUSTERS), births: 0 }
  pushRow(blood, withColumns(carried, startOf(parcel, cell)), single.cause)
}

/** Far beyond the number of daughters that a cell bears. */
const CLUSTERS = 2_147_483_648

/** Queues a row of the blood that has the values that `carried` brings. */
export function pushRow(blood: World, carried: CarriedCell, cause: string): void {
  const { type, volume } = carried
  blood.arrivals.push({ type, x: 0, y: 0, z: 0, volume, source: blood.arrivals.length, cause, carried })
}

/** The cell with other values in some columns. */
export function withColumns(cell: CarriedCell, values: ReadonlyMap<string, CarriedColumn>): CarriedCell {
  return { ...cell, columns: new Map([...cell.columns, ...values]) }
}

/** The cell without what it was as a packet: what a tissue takes up. */
export function withoutPacket(cell: CarriedCell): CarriedCell {
  return { ...cell, columns: new Map([...cell.columns].filter(([name]) => !name.startsWith('packet.'))) }
}

function newCell(
  blood: World,
  { type, source }: { readonly type: number; readonly source: number },
  cause: string,
): CarriedCell {
  const { program } = blood
  const lineage = arrivalLineage(blood.tick, source, `${cause} ${program.cellTypes[type] ?? ''} of blood`)
  return { type, volume: program.volumes[type] ?? 0, lineage, births: 0, columns: new Map() }
}

function startOf(
  { count, size = 1, way, from }: Parcel,
  { lineage }: CarriedCell,
): ReadonlyMap<string, CarriedColumn> {
  return new Map<string, CarriedColumn>([
    [PACKET.place, { type: 'u8', values: [0] }],
    [PACKET.size, { type: 'f64', values: [size] }],
    [PACKET.cloak, { type: 'f64', values: [0] }],
    [PACKET.minutes, { type: 'f64', values: [0] }],
    [PACKET.origin, { type: 'u32', values: lineage }],
    [PACKET.from, { type: 'u32', values: [fnv1a32(from)] }],
    [PACKET.way, { type: 'u32', values: [fnv1a32(way)] }],
    [PACKET.isNew, { type: 'u8', values: [1] }],
    [countColumn('circulating'), { type: 'f64', values: [count] }],
    [expectedColumn('circulating'), { type: 'f64', values: [count] }],
  ])
}
