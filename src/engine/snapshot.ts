import { contentHash } from '../math/hash.ts'
import type { Home } from '../parallel/rooms.ts'
import { ELEMENT_BYTES } from './columns.ts'
import { MilieuError } from './errors.ts'
import { innerProgram, innerWorlds } from './organism.ts'
import type { OrganismProgram, Program } from './program.ts'
import { World } from './world.ts'

/**
 * A snapshot is the world's memory with a header, so that saving, resuming and branching are one operation.
 *
 * Layout: magic (8 bytes), version u32, header length u32, header (JSON, UTF-8), then the columns' rows in the
 * order of the header. Little-endian, as WebAssembly is. Scratch columns and tables are left out.
 */
const MAGIC = 'MILIEU\0S'
const VERSION = 1
/** Bytes before the header: magic, version and length of the header. */
const PREAMBLE = 16

interface Header {
  readonly modelHash: string
  readonly layoutHash: string
  readonly count: number
  readonly capacity: number
  readonly columns: readonly string[]
  /** The worlds in this one, whose snapshots follow the columns in this order. */
  readonly inner?: readonly { readonly name: string; readonly bytes: number }[]
}

/**
 * Hash of what the rows of a snapshot mean: the columns, how many voxels and vessel points there are and where, and the names
 * of the types. Two worlds with the same one can exchange snapshots; parameters may differ, which is how runs branch.
 */
export function layoutHash(program: Program): string {
  const { space, cellTypes, vessels, vesselRoom, organism } = program
  const columns = program.columns.map(({ name, group, type, width, isScratch }) => ({
    name,
    group,
    type,
    width: width ?? 1,
    isScratch: isScratch ?? false,
  }))
  return contentHash({
    columns,
    shape: space.shape,
    corner: space.corner,
    voxel: space.voxel,
    cellTypes,
    vessels,
    ...(vesselRoom === undefined ? {} : { vesselRoom }),
    ...(organism === undefined ? {} : { organism: innerHashes(organism) }),
  })
}

function innerHashes({ blood, sites }: OrganismProgram): readonly (readonly [string, string])[] {
  return [
    ['blood', layoutHash(blood)],
    ...sites.map(({ name, program }) => [name, layoutHash(program)] as const),
  ]
}

/** The state of a world as bytes. */
export function saveSnapshot(world: World): Uint8Array<ArrayBuffer> {
  const columns = storedColumns(world)
  const inner = innerWorlds(world).map(({ name, world: within }) => ({ name, saved: saveSnapshot(within) }))
  const header: Header = {
    modelHash: world.program.modelHash,
    layoutHash: layoutHash(world.program),
    count: world.count,
    capacity: world.capacity,
    columns,
    ...(inner.length === 0 ? {} : { inner: inner.map(({ name, saved }) => ({ name, bytes: saved.length })) }),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const body = columns.reduce((sum, name) => sum + storedBytes(world, name, world.count), 0)
  const innerBytes = inner.reduce((sum, { saved }) => sum + saved.length, 0)
  const bytes = new Uint8Array(PREAMBLE + text.length + body + innerBytes)
  bytes.set(new TextEncoder().encode(MAGIC))
  const view = new DataView(bytes.buffer)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, text.length, true)
  bytes.set(text, PREAMBLE)
  copyColumns(world, columns, world.count, (part, at) => bytes.set(part, PREAMBLE + text.length + at))
  let end = PREAMBLE + text.length + body
  for (const { saved } of inner) {
    bytes.set(saved, end)
    end += saved.length
  }
  return bytes
}

/** A world at the instant of a snapshot; running on gives the same bits as if it had never stopped, whatever the `team`. */
export function loadSnapshot(
  program: Program,
  bytes: Uint8Array,
  kernels: WebAssembly.Module,
  team?: Home,
): World {
  const header = readHeader(bytes)
  if (header.layoutHash !== layoutHash(program)) {
    throw new MilieuError('SnapshotOfOtherModel', 'the snapshot holds other columns than this model stores')
  }
  const world = new World(program, kernels, header.capacity, team)
  const start = PREAMBLE + headerLength(bytes)
  const own = header.columns.reduce((sum, name) => sum + storedBytes(world, name, header.count), start)
  const expected = (header.inner ?? []).reduce((sum, inner) => sum + inner.bytes, own)
  if (bytes.length !== expected) {
    throw new MilieuError(
      'SnapshotTruncated',
      `the snapshot has ${bytes.length} bytes, its header says ${expected}`,
    )
  }
  copyColumns(world, header.columns, header.count, (part, at) =>
    part.set(bytes.subarray(start + at, start + at + part.length)),
  )
  let at = own
  for (const { name, bytes: length } of header.inner ?? []) {
    const part = bytes.subarray(at, at + length)
    world.inner.set(name, loadSnapshot(innerProgram(program, name), part, kernels, world.home.beside(name)))
    at += length
  }
  return world
}

/** What a snapshot says about itself, or an error that says what is wrong with it. */
export function readHeader(bytes: Uint8Array): Header {
  const magic = new TextDecoder().decode(bytes.subarray(0, 8))
  if (magic !== MAGIC) throw new MilieuError('NotASnapshot', 'the file does not begin like a Milieu snapshot')
  if (bytes.length < PREAMBLE) {
    throw new MilieuError(
      'SnapshotTruncated',
      `the snapshot has ${bytes.length} bytes, fewer than any snapshot`,
    )
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  if (version !== VERSION) {
    throw new MilieuError(
      'SnapshotVersion',
      `the snapshot has version ${version}, this program reads ${VERSION}`,
    )
  }
  const text = new TextDecoder().decode(bytes.subarray(PREAMBLE, PREAMBLE + headerLength(bytes)))
  try {
    return JSON.parse(text) as Header // written by saveSnapshot; the lengths are checked by the caller
  } catch (error) {
    throw new MilieuError('SnapshotTruncated', 'the snapshot ends inside its header', { cause: error })
  }
}

function headerLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true)
}

function storedColumns(world: World): readonly string[] {
  return [...world.layout.columns.values()]
    .filter(({ declaration }) => declaration.isScratch !== true && declaration.group !== 'table')
    .map(({ declaration }) => declaration.name)
}

function storedBytes(world: World, name: string, count: number): number {
  const placed = world.layout.columns.get(name)
  if (placed === undefined)
    throw new MilieuError('SnapshotOfOtherModel', `the snapshot holds an unknown column '${name}'`)
  const rows = placed.declaration.group === 'cell' ? count : placed.stride
  return (placed.declaration.width ?? 1) * rows * ELEMENT_BYTES[placed.declaration.type]
}

/** Visits the used rows of each column in turn, with their offset in the snapshot's body. */
function copyColumns(
  world: World,
  columns: readonly string[],
  count: number,
  visit: (part: Uint8Array, at: number) => void,
): void {
  let at = 0
  for (const name of columns) {
    const placed = world.layout.columns.get(name)
    if (placed === undefined) throw new MilieuError('SnapshotOfOtherModel', `unknown column '${name}'`)
    const size = ELEMENT_BYTES[placed.declaration.type]
    const rows = placed.declaration.group === 'cell' ? count : placed.stride
    for (let k = 0; k < (placed.declaration.width ?? 1); k++) {
      visit(new Uint8Array(world.memory.buffer, placed.offset + k * placed.stride * size, rows * size), at)
      at += rows * size
    }
  }
}
