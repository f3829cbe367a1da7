/** What pair kernels read of cells [n], slot by slot. */
export interface PairCells {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly z: ArrayLike<number>
  readonly reach: ArrayLike<number>
  readonly classes: ArrayLike<number>
  readonly types?: ArrayLike<number>
}

/** Packed rows and lists as the engine makes them; places are the slots backwards, so that none can be taken for the other. */
export interface PackedCells {
  /** [n x 12 words] */
  readonly rows: Uint32Array
  readonly ends: readonly number[]
  readonly lists: readonly number[]
  readonly places: readonly number[]
}

/** Bytes of a row. */
const ROW = 48

/** Packs cells and their lists of neighbours (slots) for a kernel that is tested without a world. */
export function packCells(cells: PairCells, lists: readonly (readonly number[])[]): PackedCells {
  const count = lists.length
  const places = lists.map((_, slot) => count - 1 - slot)
  const buffer = new ArrayBuffer(ROW * count)
  const view = new DataView(buffer)
  places.forEach((place, slot) => {
    const row = ROW * place
    const reals = [cells.x, cells.y, cells.z, cells.reach]
    reals.forEach((values, k) => view.setFloat64(row + 8 * k, values[slot] ?? 0, true))
    view.setUint32(row + 40, slot, true)
    view.setUint16(row + 44, cells.classes[slot] ?? 0, true)
    view.setUint16(row + 46, cells.types?.[slot] ?? 0, true)
  })
  const byPlace = lists.toReversed()
  const ends: number[] = []
  for (const list of byPlace) ends.push((ends.at(-1) ?? 0) + list.length)
  return {
    rows: new Uint32Array(buffer),
    ends,
    lists: byPlace.flat().map((slot) => places[slot] ?? 0),
    places,
  }
}
