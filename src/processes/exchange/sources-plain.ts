import type { ExchangeCells } from './kernels.ts'

/*
 * The plain form of sources.as.ts: the same operations in the same order.
 */

/** What cells and vessels do to a field, [voxels] each. */
export interface Sources {
  /** [1/min] */
  readonly loss: Float64Array
  /** [unit/min] */
  readonly gain: Float64Array
  /** 1 for each run of 64 voxels in which something was added; nothing stands in others. */
  readonly marks: Uint8Array
}

function slotsOf(cells: ExchangeCells, v: number): Uint32Array {
  const first = cells.firstCell[v] ?? 0
  return cells.byVoxel.subarray(first, first + (cells.cellCount[v] ?? 0))
}

/** Marks the run of voxel v; the first to do so sets its loss and gain to zero. */
function markRun({ loss, gain, marks }: Sources, v: number): void {
  const run = v >> 6
  if (marks[run] === 1) return
  marks[run] = 1
  loss.fill(0, 64 * run, 64 * (run + 1))
  gain.fill(0, 64 * run, 64 * (run + 1))
}

/** Adds loss and gain of the cells of the voxels [begin, end); voxels have the volume `voxelVolume` [um^3]. */
export function exchangeSources(
  { loss, gain, marks }: Sources,
  cells: ExchangeCells,
  voxelVolume: number,
  begin: number,
  end: number,
): void {
  const perVoxel = 1 / voxelVolume
  for (let v = begin; v < end; v++) {
    let [lost, gained] = [0, 0]
    if ((cells.cellCount[v] ?? 0) > 0) markRun({ loss, gain, marks }, v)
    for (const i of slotsOf(cells, v)) {
      const at = (values: Float64Array): number => values[i] ?? 0
      const share = at(cells.volume) * perVoxel
      lost += share * (at(cells.secretion) + at(cells.uptake))
      gained += share * at(cells.secretion) * at(cells.saturation) + at(cells.release) * perVoxel
    }
    loss[v] = (loss[v] ?? 0) + lost
    gain[v] = (gain[v] ?? 0) + gained
  }
}

/** Adds to `internalised` [cells] what the cells of the voxels [begin, end) took up in `length` [min] at the level `mean` [voxels]. */
export function exchangeBook(
  internalised: Float64Array,
  mean: Float64Array,
  cells: ExchangeCells,
  length: number,
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let v = begin; v < end; v++) {
    const c = mean[v] ?? 0
    for (const i of slotsOf(cells, v)) {
      const at = (values: Float64Array): number => values[i] ?? 0
      const drive = at(cells.uptake) * c - at(cells.secretion) * (at(cells.saturation) - c)
      internalised[i] = at(internalised) + length * (at(cells.volume) * drive - at(cells.release))
    }
  }
}
