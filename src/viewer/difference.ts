import type { Frame, FrameField } from './frame.ts'

/** In both tissues, only in the first, only in the second. */
export const IN_BOTH = 0
export const ONLY_HERE = 1
export const ONLY_THERE = 2

/** What is told of cells of both tissues: how far apart they are, or by how much the number differs that frames hold. */
export type CellChange = 'moved' | 'number'

/** Two tissues as one: the cells of the first, then those that only the second has; fields are second less first. */
export interface DifferenceFrame extends Frame {
  /** `IN_BOTH`, `ONLY_HERE` or `ONLY_THERE` [count]. */
  readonly presence: Uint8Array
  readonly counts: { readonly both: number; readonly onlyHere: number; readonly onlyThere: number }
  /** Of cells in both, 0 for others [count]: distance [um], or the number there less here, on a scale with zero in its middle; one in twenty may lie beyond its ends. */
  readonly change?: {
    readonly kind: CellChange
    readonly values: Float32Array
    readonly range: readonly [number, number]
  }
}

/**
 * What differs between two tissues that were twins: cells are the same when their lineage keys are. Both frames must have been
 * asked for with lineages. A cell of both stands where the first tissue has it.
 */
export function differenceOf(here: Frame, there: Frame, change?: CellChange): DifferenceFrame {
  const ours = lineagesOf(here)
  const theirs = lineagesOf(there)
  const extra = [...theirs].filter(([key]) => !ours.has(key)).map(([, slot]) => slot)
  const presence = new Uint8Array(here.count + extra.length).fill(ONLY_THERE)
  for (const [key, slot] of ours) presence[slot] = theirs.has(key) ? IN_BOTH : ONLY_HERE
  const both = there.count - extra.length
  return {
    tick: here.tick,
    time: here.time,
    count: presence.length,
    spheres: joined(here.spheres, there.spheres, extra, 4, (length) => new Float32Array(length)),
    type: joined(here.type, there.type, extra, 1, (length) => new Uint8Array(length)),
    state: joined(here.state, there.state, extra, 1, (length) => new Uint8Array(length)),
    lineage: joined(
      here.lineage ?? new Uint32Array(),
      there.lineage ?? new Uint32Array(),
      extra,
      2,
      (length) => new Uint32Array(length),
    ),
    presence,
    counts: { both, onlyHere: here.count - both, onlyThere: extra.length },
    ...backdropOf(here),
    fields: here.fields.flatMap((field) => fieldDifference(field, there) ?? []),
    ...(change === undefined || (change === 'number' && !haveNumbers(here, there))
      ? {}
      : { change: changeOf(change, { here, there, ours, theirs, count: presence.length }) }),
  }
}

const BACKDROP = ['vesselsOpen', 'vesselNodes', 'vesselKinds', 'vesselTubes', 'vesselTips', 'fibres'] as const

/** Vessels and fibres, which are those of the first tissue. */
function backdropOf(here: Frame): Pick<Frame, (typeof BACKDROP)[number]> {
  const there = BACKDROP.flatMap((name) => (here[name] === undefined ? [] : [[name, here[name]] as const]))
  return Object.fromEntries(there) // of the names and kinds above
}

function haveNumbers(...frames: readonly Frame[]): boolean {
  return frames.every(({ numbers }) => numbers !== undefined)
}

interface Pairs {
  readonly here: Frame
  readonly there: Frame
  /** Slots by lineage. */
  readonly ours: ReadonlyMap<number, number>
  readonly theirs: ReadonlyMap<number, number>
  /** Cells of the difference. */
  readonly count: number
}

function changeOf(kind: CellChange, { here, there, ours, theirs, count }: Pairs) {
  const values = new Float32Array(count)
  const sizes: number[] = []
  for (const [key, slot] of ours) {
    const other = theirs.get(key)
    if (other === undefined) continue
    const value =
      kind === 'moved'
        ? distance(here.spheres, slot, there.spheres, other)
        : (there.numbers?.[other] ?? 0) - (here.numbers?.[slot] ?? 0)
    values[slot] = value
    sizes.push(Math.abs(value))
  }
  const widest = usualSize(sizes)
  return { kind, values, range: kind === 'moved' ? ([0, widest] as const) : ([-widest, widest] as const) }
}

/** Share of cells within the ends of a scale. Chosen: few that went far would leave all others in one colour. */
const WITHIN = 0.95

/** The size that all but the largest changes stay within; the largest where the others are none. */
function usualSize(sizes: readonly number[]): number {
  const sorted = Float64Array.from(sizes).toSorted()
  const usual = sorted[Math.floor(WITHIN * (sorted.length - 1))] ?? 0
  return usual > 0 ? usual : (sorted.at(-1) ?? 0)
}

/** Between the middles of two cells [um]. */
function distance(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const along = (axis: number): number => (b[4 * j + axis] ?? 0) - (a[4 * i + axis] ?? 0)
  return Math.hypot(along(0), along(1), along(2))
}

/** 2^21: bits of the high word that fit, with the whole low word, into a number. */
const HIGH_WORDS = 2_097_152
const WORD = 4_294_967_296

/** Slots by 53 of the 64 bits of the lineage key: that two of 10^5 cells share them has a chance of 10^-6. */
function lineagesOf({ lineage, count }: Frame): Map<number, number> {
  if (lineage === undefined) throw new Error('frames that are compared need lineages: ask for them')
  const slots = new Map<number, number>()
  for (let slot = 0; slot < count; slot++) {
    const high = (lineage[2 * slot + 1] ?? 0) % HIGH_WORDS
    slots.set(high * WORD + (lineage[2 * slot] ?? 0), slot)
  }
  return slots
}

interface Numbers {
  [index: number]: number
  readonly length: number
}

/** All rows of `first`, then those of `second` at `slots`; `width` numbers each. */
function joined<T extends Numbers>(
  first: T,
  second: T,
  slots: readonly number[],
  width: number,
  make: (length: number) => T,
): T {
  const all = make(first.length + width * slots.length)
  for (let at = 0; at < first.length; at++) all[at] = first[at] ?? 0
  for (const [row, slot] of slots.entries())
    for (let k = 0; k < width; k++) all[first.length + width * row + k] = second[width * slot + k] ?? 0
  return all
}

/** Second less first, on a scale with zero in its middle. */
function fieldDifference(field: FrameField, there: Frame): FrameField | undefined {
  const other = there.fields.find(({ name }) => name === field.name)
  if (other?.values.length !== field.values.length) return undefined
  const values = other.values.map((value, voxel) => value - (field.values[voxel] ?? 0))
  let widest = 0
  for (const value of values) widest = Math.max(widest, Math.abs(value))
  return { name: field.name, values, range: [-widest, widest] }
}
