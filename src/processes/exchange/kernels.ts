import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'

/*
 * The plain form of the kernels: the same operations in the same order. A field is a pair of f32 arrays: the value and
 * the remainder that rounding left over.
 */

/** The columns that an exchange reads, with rates already looked up per cell. */
export interface ExchangeCells {
  readonly firstCell: Uint32Array
  readonly cellCount: Uint32Array
  readonly byVoxel: Uint32Array
  /** [um^3] */
  readonly volume: Float64Array
  /** [1/min] */
  readonly secretion: Float64Array
  readonly saturation: Float64Array
  /** [1/min] */
  readonly uptake: Float64Array
  /** [amount/min] */
  readonly release: Float64Array
}

/** Length of the step [min] and volume of a voxel [um^3]. */
export interface ExchangeStep {
  readonly dt: number
  readonly voxelVolume: number
}

/** The affine maps of all voxels, [voxels] each; identities stand where nothing is exchanged. */
export interface VoxelMaps {
  readonly factors: Float64Array
  readonly gains: Float64Array
}

function cellMap(cells: ExchangeCells, i: number, { dt, voxelVolume }: ExchangeStep) {
  const at = (values: Float64Array): number => values[i] ?? 0
  const dose = dt / voxelVolume
  const share = dose * at(cells.volume)
  const secretion = at(cells.secretion)
  const factor = 1 / (1 + share * (secretion + at(cells.uptake)))
  return { share, factor, gain: share * secretion * at(cells.saturation) * factor + dose * at(cells.release) }
}

function slotsOf(cells: ExchangeCells, v: number): Uint32Array {
  const first = cells.firstCell[v] ?? 0
  return cells.byVoxel.subarray(first, first + (cells.cellCount[v] ?? 0))
}

/** Factor and gain of the cells of each of the voxels [begin, end). */
export function exchangeGather(
  maps: VoxelMaps,
  cells: ExchangeCells,
  step: ExchangeStep,
  begin: number,
  end: number,
): void {
  for (let v = begin; v < end; v++) {
    let f = 1
    let g = 0
    for (const slot of slotsOf(cells, v)) {
      const { factor, gain } = cellMap(cells, slot, step)
      f = factor * f
      g = factor * g + gain
    }
    maps.factors[v] = f
    maps.gains[v] = g
  }
}

/** Applies the gathered maps to the voxels [begin, end); the identity changes no voxel. */
export function exchangeApply(pair: FieldPair, maps: VoxelMaps, begin: number, end: number): void {
  for (let v = begin; v < end; v++) {
    setPair(pair, v, (maps.factors[v] ?? 0) * pairAt(pair, v) + (maps.gains[v] ?? 0))
  }
}

/** Applies the cells of the voxels [begin, end) one by one and adds what each took up to `internalised` [cells]. */
export function exchangeTrack(
  pair: FieldPair,
  internalised: Float64Array,
  cells: ExchangeCells,
  step: ExchangeStep,
  range: { readonly begin: number; readonly end: number },
): void {
  for (let v = range.begin; v < range.end; v++) {
    let c = pairAt(pair, v)
    for (const slot of slotsOf(cells, v)) {
      const { share, factor, gain } = cellMap(cells, slot, step)
      const at = (values: Float64Array): number => values[slot] ?? 0
      const drive = at(cells.secretion) * (at(cells.saturation) - c) - at(cells.uptake) * c
      const taken = step.voxelVolume * (share * drive * factor)
      internalised[slot] = at(internalised) - taken - step.dt * at(cells.release)
      c = factor * c + gain
    }
    if ((cells.cellCount[v] ?? 0) > 0) setPair(pair, v, c)
  }
}
