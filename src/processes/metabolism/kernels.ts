/*
 * The plain form of kernels.as.ts: the same operations in the same order.
 */

/** Where cells are, and how much of them: as the kernels find them. */
export interface MetabolicCells {
  readonly firstCell: Uint32Array
  readonly cellCount: Uint32Array
  readonly byVoxel: Uint32Array
  readonly classes: Uint16Array
  /** [um^3] */
  readonly volume: Float64Array
}

/** A saturable uptake: by class its rate [unit/min] (0 = none) and half level [unit], by cell the factor on it. */
export interface Uptake {
  readonly rates: Float64Array
  readonly halves: Float64Array
  readonly factor: Float64Array
  readonly field: Float32Array
}

/** What changes glycolysis and what it makes, by class. */
export interface Glycolysis extends Uptake {
  readonly pasteurs: Float64Array
  /** Lactate per glucose with oxygen; below zero where none is released. */
  readonly lactates: Float64Array
}

/** Loss and gain of a field [voxels], and which runs of 64 voxels have some. */
export interface Sources {
  readonly loss: Float64Array
  readonly gain: Float64Array
  readonly marks: Uint8Array
}

interface Range {
  readonly begin: number
  readonly end: number
}

function levelAt(field: Float32Array, voxel: number): number {
  return Math.max(field[voxel] ?? 0, 0)
}

function markRun({ loss, gain, marks }: Sources, v: number): void {
  const run = v >> 6
  if (marks[run] === 1) return
  marks[run] = 1
  loss.fill(0, 64 * run, 64 * (run + 1))
  gain.fill(0, 64 * run, 64 * (run + 1))
}

/** Share of full lack of oxygen in a voxel, 0 to 1. */
export function lackOf(oxygen: Uptake, cls: number, voxel: number): number {
  const half = oxygen.halves[cls] ?? 0
  return half === 0 ? 0 : half / (half + levelAt(oxygen.field, voxel))
}

/** Calls `visit` for each cell of a voxel that takes something up, with the uptake per level [1/min] before any boost. */
function forTakers(
  cells: MetabolicCells,
  uptake: Uptake,
  v: number,
  visit: (share: number, slot: number, cls: number) => void,
): void {
  const first = cells.firstCell[v] ?? 0
  for (let k = first; k < first + (cells.cellCount[v] ?? 0); k++) {
    const slot = cells.byVoxel[k] ?? 0
    const cls = cells.classes[slot] ?? 0
    if ((uptake.rates[cls] ?? 0) !== 0) visit(cells.volume[slot] ?? 0, slot, cls)
  }
}

/** Adds the loss of oxygen [1/min] to the voxels of a range. */
export function oxygenLoss(
  sources: Sources,
  cells: MetabolicCells,
  uptake: Uptake,
  voxelVolume: number,
  { begin, end }: Range,
): void {
  const perVoxel = 1 / voxelVolume
  for (let v = begin; v < end; v++) {
    const c = levelAt(uptake.field, v)
    let lost = 0
    forTakers(cells, uptake, v, (volume, slot, cls) => {
      const share = volume * perVoxel
      lost +=
        (share * (uptake.factor[slot] ?? 0) * (uptake.rates[cls] ?? 0)) / ((uptake.halves[cls] ?? 0) + c)
    })
    if (lost === 0) continue
    markRun(sources, v)
    sources.loss[v] = (sources.loss[v] ?? 0) + lost
  }
}

/** Adds the loss of glucose [1/min], and writes to `yields` that loss times the lactate made of it. */
export function glucoseLoss(
  sources: Sources & { readonly yields: Float64Array },
  cells: MetabolicCells,
  { glucose, oxygen }: { readonly glucose: Glycolysis; readonly oxygen: Uptake },
  voxelVolume: number,
  { begin, end }: Range,
): void {
  const perVoxel = 1 / voxelVolume
  for (let v = begin; v < end; v++) {
    const c = levelAt(glucose.field, v)
    let [lost, made] = [0, 0]
    forTakers(cells, glucose, v, (volume, slot, cls) => {
      const lack = lackOf(oxygen, cls, v)
      const share = volume * perVoxel
      const boost = 1 + ((glucose.pasteurs[cls] ?? 1) - 1) * lack
      const rate = share * (glucose.factor[slot] ?? 0) * (glucose.rates[cls] ?? 0) * boost
      const own = rate / ((glucose.halves[cls] ?? 0) + c)
      const lactate = glucose.lactates[cls] ?? 0
      lost += own
      if (lactate >= 0) made += own * (lactate + (2 - lactate) * lack)
    })
    sources.yields[v] = made
    if (lost === 0) continue
    markRun(sources, v)
    sources.loss[v] = (sources.loss[v] ?? 0) + lost
  }
}

/** Adds to `pool` the lactate made of what was lost in `length` [min] at the level `mean`. */
export function turnGlucose(
  pool: Float64Array,
  yields: Float64Array,
  mean: Float64Array,
  length: number,
): void {
  yields.forEach((made, v) => {
    if (made !== 0) pool[v] = (pool[v] ?? 0) + made * (mean[v] ?? 0) * length
  })
}

/** What the release of lactate goes by: `pace` is 1 where a step of glucose begins, else 0. */
export interface Release {
  readonly pace: number
  /** Share of the pool that is given. */
  readonly share: number
  /** [min] */
  readonly step: number
}

/** Gives lactate: what glucose will become at the level where its step begins, and a share of what was made beyond what was given. */
export function releaseLactate(
  sources: Sources,
  pool: Float64Array,
  { yields, glucose }: { readonly yields: Float64Array; readonly glucose: Float32Array },
  { pace, share, step }: Release,
): void {
  pool.forEach((owed, v) => {
    const amount = pace * (yields[v] ?? 0) * levelAt(glucose, v) * step + owed * share
    if (!(amount > 0)) return
    markRun(sources, v)
    sources.gain[v] = (sources.gain[v] ?? 0) + amount / step
    pool[v] = owed - amount
  })
}

/** Glycolysis and ATP of one cell of a class in a voxel; `weights` is the ATP of glucose and oxygen at their greatest. */
export function energyOf(
  { glucose, oxygen }: { readonly glucose: Glycolysis; readonly oxygen: Uptake },
  weights: { readonly glucose: number; readonly oxygen: number },
  { slot, cls, voxel }: { readonly slot: number; readonly cls: number; readonly voxel: number },
): { readonly glycolysis: number; readonly atp: number } {
  const lack = lackOf(oxygen, cls, voxel)
  const half = glucose.halves[cls] ?? 0
  const c = levelAt(glucose.field, voxel)
  const boost = 1 + ((glucose.pasteurs[cls] ?? 1) - 1) * lack
  const glycolysis = half === 0 ? 0 : ((glucose.factor[slot] ?? 0) * boost * c) / (half + c)
  const breathes = (oxygen.halves[cls] ?? 0) !== 0
  const breath = breathes ? weights.oxygen * (oxygen.factor[slot] ?? 0) * (1 - lack) : 0
  return { glycolysis, atp: weights.glucose * glycolysis + breath }
}

/** pH of bicarbonate that is left over dissolved carbon dioxide, in one unit; `log` is the natural logarithm. */
export function hendersonHasselbalch(
  base: number,
  dissolved: number,
  floor: number,
  log: (x: number) => number,
): number {
  return base <= 0 ? floor : Math.max(6.1 + Math.LOG10E * log(base / dissolved), floor)
}
