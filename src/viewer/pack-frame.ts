import { MATRIX_FIELDS, fibreField } from '../analysis/fibre-field.ts'
import { hasLivingVessels } from '../engine/vessel-points.ts'
import type { ColumnArray } from '../engine/columns.ts'
import { isVacant } from '../engine/resected.ts'
import type { World } from '../engine/world.ts'
import { contactPairs } from './contacts.ts'
import type { Frame, FrameField, FrameRequest } from './frame.ts'
import {
  NO_VESSELS,
  TIP_NUMBERS,
  TUBE_NUMBERS,
  vesselRows,
  writeCarrying,
  writeKinds,
  writeNodes,
  writeTips,
  writeTubes,
} from './pack-vessels.ts'

/** Where a cell remembers who founded its clone, as low and high word; both 0 for none. */
export const CLONE_COLUMNS = ['clones.founderLow', 'clones.founderHigh'] as const

/** Says of each vessel point whether it carries something. */
const VESSEL_OPEN = 'vessel.open'

/**
 * What a page asked to see of a world, copied out of it. Nothing is written to the world: no list is made anew, no memory
 * grows. Buffers of an older frame serve again where they are large enough.
 */
export function packFrame(world: World, request: FrameRequest, recycled: readonly ArrayBuffer[] = []): Frame {
  const spare = new SpareBuffers(recycled)
  const pairs = request.contacts === true ? contactPairs(world) : undefined
  const fibres = request.fibres === true ? fibreField(world) : undefined
  return {
    tick: world.tick,
    time: world.time,
    count: world.count,
    ...(isVacant(world) ? { isVacant: true } : {}),
    ...packCells(world, request, pairs, spare),
    ...(fibres === undefined ? {} : { fibres }),
    fields: request.fields.flatMap((name) => {
      const column = voxelColumn(name)
      return world.has(column) ? [packField(name, world.view(column), spare)] : []
    }),
  }
}

/** The column of a field, or of a state of the matrix. */
function voxelColumn(name: string): string {
  return MATRIX_FIELDS[name] ?? `field/${name}`
}

/** The buffers of a frame, to hand over with it or to give back for the next. */
export function buffersOf(frame: Frame): ArrayBuffer[] {
  const arrays = [frame.spheres, ...frame.fields.map(({ values }) => values)]
  // Frames are made of plain buffers, never of shared ones.
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]
}

/** Buffers that nobody reads any more, each given away once. */
class SpareBuffers {
  readonly #free: ArrayBuffer[]

  constructor(buffers: readonly ArrayBuffer[]) {
    this.#free = buffers.filter((buffer) => buffer.byteLength > 0)
  }

  /** The smallest that holds so many bytes, or a new one. */
  take(bytes: number): ArrayBuffer {
    let best = -1
    for (const [index, { byteLength }] of this.#free.entries()) {
      if (byteLength >= bytes && byteLength < (this.#free[best]?.byteLength ?? Infinity)) best = index
    }
    return this.#free.splice(best, best < 0 ? 0 : 1)[0] ?? new ArrayBuffer(bytes)
  }
}

type CellArrays = Omit<Frame, 'tick' | 'time' | 'count' | 'fields'>

function packCells(
  world: World,
  request: FrameRequest,
  pairs: Uint32Array | undefined,
  spare: SpareBuffers,
): CellArrays {
  const { count } = world
  const number = request.number !== undefined && world.has(request.number) ? request.number : undefined
  const hasClones = request.clones === true && CLONE_COLUMNS.every((name) => world.has(name))
  const words =
    4 * count +
    (number === undefined ? 0 : count) +
    (hasClones ? count : 0) +
    (request.lineages === true ? 2 * count : 0) +
    (pairs?.length ?? 0)
  const isShown = request.vessels !== false
  const isLiving = isShown && hasLivingVessels(world.program)
  const rows = isLiving ? vesselRows(world) : NO_VESSELS
  const tubes = 3 * rows.nodes.length + TUBE_NUMBERS * rows.segments.length + TIP_NUMBERS * rows.tips.length
  const tied = isShown && !isLiving && world.has(VESSEL_OPEN) ? world.program.vessels.length : 0
  const vessels = isLiving ? 2 * rows.nodes.length : tied
  const cut = cutter(spare.take(4 * (words + tubes) + 2 * count + vessels))
  return {
    spheres: writeSpheres(world, cut(Float32Array, 4 * count)),
    ...(number === undefined ? {} : { numbers: copyNumbers(world, number, cut(Float32Array, count)) }),
    ...(hasClones ? { clone: writeClones(world, cut(Uint32Array, count)) } : {}),
    ...(request.lineages === true ? { lineage: writeLineages(world, cut(Uint32Array, 2 * count)) } : {}),
    ...(pairs === undefined ? {} : { contacts: copied(cut(Uint32Array, pairs.length), pairs) }),
    ...(isLiving
      ? {
          vesselNodes: writeNodes(world, rows, cut(Float32Array, 3 * rows.nodes.length)),
          vesselTubes: writeTubes(world, rows, cut(Float32Array, TUBE_NUMBERS * rows.segments.length)),
          vesselTips: writeTips(world, rows, cut(Float32Array, TIP_NUMBERS * rows.tips.length)),
        }
      : {}),
    // Bytes last: what comes before them stays aligned.
    type: copied(cut(Uint8Array, count), world.cells.type.subarray(0, count)),
    state: copied(cut(Uint8Array, count), world.cells.state.subarray(0, count)),
    ...(isLiving
      ? {
          vesselsOpen: writeCarrying(world, rows, cut(Uint8Array, rows.nodes.length)),
          vesselKinds: writeKinds(world, rows, cut(Uint8Array, rows.nodes.length)),
        }
      : {}),
    ...(tied === 0
      ? {}
      : { vesselsOpen: copied(cut(Uint8Array, vessels), world.u8(VESSEL_OPEN).subarray(0, vessels)) }),
  }
}

interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBuffer, offset: number, length: number): T
}

/** Cuts one array after the other from a buffer. */
function cutter(buffer: ArrayBuffer): <T>(type: ArrayType<T>, length: number) => T {
  let offset = 0
  return (type, length) => {
    const array = new type(buffer, offset, length)
    offset += length * type.BYTES_PER_ELEMENT
    return array
  }
}

function copied<T extends Uint8Array | Uint32Array>(into: T, from: ArrayLike<number>): T {
  into.set(from)
  return into
}

function writeSpheres(world: World, spheres: Float32Array): Float32Array {
  const { x, y, z, radius } = world.cells
  for (let slot = 0, at = 0; slot < world.count; slot++, at += 4) {
    spheres[at] = x[slot] ?? 0
    spheres[at + 1] = y[slot] ?? 0
    spheres[at + 2] = z[slot] ?? 0
    spheres[at + 3] = radius[slot] ?? 0
  }
  return spheres
}

function copyNumbers(world: World, column: string, numbers: Float32Array): Float32Array {
  numbers.set(world.view(column).subarray(0, world.count))
  return numbers
}

/** Both words of the founder's key in one: founders are few, so that two of them hardly ever share it. */
function writeClones(world: World, clone: Uint32Array): Uint32Array {
  const [low, high] = [world.u32(CLONE_COLUMNS[0]), world.u32(CLONE_COLUMNS[1])]
  for (let slot = 0; slot < world.count; slot++) clone[slot] = (low[slot] ?? 0) ^ (high[slot] ?? 0)
  return clone
}

function writeLineages(world: World, lineage: Uint32Array): Uint32Array {
  const { lineageLow, lineageHigh } = world.cells
  for (let slot = 0; slot < world.count; slot++) {
    lineage[2 * slot] = lineageLow[slot] ?? 0
    lineage[2 * slot + 1] = lineageHigh[slot] ?? 0
  }
  return lineage
}

function packField(name: string, field: ColumnArray, spare: SpareBuffers): FrameField {
  const bytes = Float32Array.BYTES_PER_ELEMENT * field.length
  const values = new Float32Array(spare.take(bytes), 0, field.length)
  values.set(field)
  return { name, values, range: rangeOf(values) }
}

/** Least and greatest of some numbers; what is no number does not count, and [0, 0] stands for none. */
export function rangeOf(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : [0, 0]
}
