// Matrix: fibres that are laid down, cut, linked and turned, and what they hold and hinder. Equations in README.md.

import { behaviour, f32At, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { fibreAxis } from '../../kernels/as/fibres.lib.as'

/** Rates per protease: of fibres, of membrane, resistance of links. */
const RATES: u32 = 3
/** Words per protease: field, first blocker, end of its blockers. */
const WORDS: u32 = 3

// What functions below hand back: one instance of the module runs one kernel at a time.
let fibreLoss: f64 = 0
let membraneLoss: f64 = 0

/** Rates [1/min] at which the proteases of voxel v cut fibres and membrane; `links` is the share that is linked. */
function cutting(pointers: usize, rates: usize, count: u32, v: u32, links: f64): void {
  fibreLoss = 0
  membraneLoss = 0
  for (let k: u32 = 0; k < count; k++) {
    let c = <f64>f32At(u32At(pointers, WORDS * k), v)
    if (c == 0) continue
    const last = u32At(pointers, WORDS * k + 2)
    for (let b = u32At(pointers, WORDS * k + 1); b < last; b++) {
      const blocker = <f64>f32At(u32At(pointers, WORDS * count + b), v)
      c /= 1 + blocker / f64At(rates, RATES * count + b)
    }
    fibreLoss += (f64At(rates, RATES * k) * c) / (1 + f64At(rates, RATES * k + 2) * links)
    membraneLoss += f64At(rates, RATES * k + 1) * c
  }
}

// Sums over the cells of a voxel.
let gain: f64 = 0
let slope: f64 = 0
let linking: f64 = 0
let turning: f64 = 0
let building: f64 = 0

/** Component k of the tensor of fibres along (x, y, z), of length 1. */
// @ts-ignore: decorator
@inline
function along(x: f64, y: f64, z: f64, k: u32, dimensions: u32): f64 {
  if (dimensions == 2) return k == 0 ? 2 * x * x - 1 : 2 * x * y
  if (k == 0) return 3 * x * x - 1
  if (k == 1) return 3 * x * y
  if (k == 2) return 3 * x * z
  return k == 3 ? 3 * y * y - 1 : 3 * y * z
}

/**
 * One step of dt [min] of voxels [begin, end): fibres are laid down and cut, linked and turned, membrane is built and cut.
 * `fibres` has 2 or 5 components of `voxels` elements; `directionX`
 * 0 = no cell moves. The share of fibres that stayed goes into `kept`.
 */
export function matrix_advance(
  density: usize, links: usize, fibres: usize, membrane: usize, kept: usize, voxels: u32, dimensions: u32, turnover: f64,
  pointers: usize, rates: usize, proteases: u32, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize,
  types: usize, volume: usize, most: usize, directionX: usize, directionY: usize, directionZ: usize, deposition: usize,
  depositionPerCell: u32, linkRate: usize, linkRatePerCell: u32, turnRate: usize, turnRatePerCell: u32, buildRate: usize,
  buildRatePerCell: u32, dt: f64, voxelVolume: f64, begin: u32, end: u32,
): void {
  const components: u32 = dimensions == 2 ? 2 : 5
  const stride: usize = <usize>voxels << 3
  for (let v = begin; v < end; v++) {
    cutting(pointers, rates, proteases, v, f64At(links, v))
    const loss = turnover + fibreLoss
    const cells = u32At(cellCount, v)
    if (cells == 0 && loss == 0 && membraneLoss == 0) {
      setF64(kept, v, 1)
      continue
    }
    const phi = f64At(density, v)
    gain = slope = linking = turning = building = 0
    let new0: f64 = 0, new1: f64 = 0, new2: f64 = 0, new3: f64 = 0, new4: f64 = 0
    let aim0: f64 = 0, aim1: f64 = 0, aim2: f64 = 0, aim3: f64 = 0, aim4: f64 = 0
    const from = u32At(firstCell, v)
    for (let n: u32 = 0; n < cells; n++) {
      const i = u32At(byVoxel, from + n)
      const cls = u16At(classes, i)
      const share = f64At(volume, i) / voxelVolume
      linking += share * behaviour(linkRate, linkRatePerCell, i, cls)
      building += share * behaviour(buildRate, buildRatePerCell, i, cls)
      const ceiling = f64At(most, u16At(types, i))
      const laid = phi < ceiling ? share * behaviour(deposition, depositionPerCell, i, cls) : 0
      gain += laid
      slope += laid / ceiling
      if (directionX == 0) continue
      const x = f64At(directionX, i)
      const y = f64At(directionY, i)
      const z = f64At(directionZ, i)
      if (x == 0 && y == 0 && z == 0) continue
      const turned = share * behaviour(turnRate, turnRatePerCell, i, cls)
      turning += turned
      const q0 = along(x, y, z, 0, dimensions)
      const q1 = along(x, y, z, 1, dimensions)
      new0 += laid * q0
      new1 += laid * q1
      aim0 += turned * q0
      aim1 += turned * q1
      if (components == 2) continue
      const q2 = along(x, y, z, 2, dimensions)
      const q3 = along(x, y, z, 3, dimensions)
      const q4 = along(x, y, z, 4, dimensions)
      new2 += laid * q2
      new3 += laid * q3
      new4 += laid * q4
      aim2 += turned * q2
      aim3 += turned * q3
      aim4 += turned * q4
    }
    const rate = slope + loss
    const stays = NativeMath.exp(-loss * dt)
    const goal = rate > 0 ? gain / rate : phi
    const after = rate > 0 ? goal + (phi - goal) * NativeMath.exp(-rate * dt) : phi
    const fresh = gain > 0 && after > 0 ? max(after - phi * stays, 0) / after : 0
    const linked = f64At(links, v) * (1 - fresh)
    setF64(density, v, after)
    setF64(kept, v, stays)
    setF64(links, v, linking > 0 ? 1 - (1 - linked) * NativeMath.exp(-linking * dt) : linked)
    if (fresh > 0 || turning > 0) {
      const turn = turning > 0 ? 1 - NativeMath.exp(-turning * dt) : 0
      for (let k: u32 = 0; k < components; k++) {
        const made = k == 0 ? new0 : k == 1 ? new1 : k == 2 ? new2 : k == 3 ? new3 : new4
        const aim = k == 0 ? aim0 : k == 1 ? aim1 : k == 2 ? aim2 : k == 3 ? aim3 : aim4
        const column = fibres + stride * <usize>k
        let q = f64At(column, v)
        if (fresh > 0) q = q * (1 - fresh) + fresh * (made / gain)
        if (turning > 0) q += turn * (aim / turning - q)
        setF64(column, v, q)
      }
    }
    const change = building + membraneLoss
    if (change > 0) {
      const whole = building / change
      setF64(membrane, v, whole + (f64At(membrane, v) - whole) * NativeMath.exp(-change * dt))
    }
  }
}

/** Sets free what the fibres held that were lost: `kept` is the share of them that stayed. */
export function matrix_release(field: usize, remainder: usize, bound: usize, kept: usize, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) {
    const stays = f64At(kept, v)
    const before = f64At(bound, v)
    if (stays == 1 || before == 0) continue
    const after = before * stays
    setF64(bound, v, after)
    setPair(field, remainder, v, pairAt(field, remainder, v) + (before - after))
  }
}

/** Free and bound molecules of voxels [begin, end) after dt [min]; `sites` [nM] per volume fraction of fibres. */
export function matrix_bind(
  field: usize, remainder: usize, bound: usize, density: usize, sites: f64, on: f64, off: f64, dt: f64, begin: u32,
  end: u32,
): void {
  const constant = off / on
  for (let v = begin; v < end; v++) {
    const held = f64At(bound, v)
    const room = sites * f64At(density, v)
    const total = pairAt(field, remainder, v) + held
    if (total <= 0 || (room <= 0 && held == 0)) continue
    const sum = total + room + constant
    const width = Math.sqrt(sum * sum - 4 * total * room)
    const high = 0.5 * (sum + width)
    const low = (total * room) / high
    const decayed = (held - low) * NativeMath.exp(-on * width * dt)
    const after = min(low + (decayed * width) / (high - held + decayed), total)
    setF64(bound, v, after)
    setPair(field, remainder, v, total - after)
  }
}

/** Volume fractions above count as this: permeability of random fibres means nothing near 0.39. */
const DENSEST: f64 = 0.3

/** Diffusion of a sphere of radius `sphere` [um] among fibres of radius `fibre` [um] and volume fraction phi, relative to none. */
function hindranceAt(phi: f64, sphere: f64, fibre: f64): f64 {
  if (phi <= 0) return 1
  const fraction = min(phi, DENSEST)
  const permeability = ((3 * fibre * fibre) / (20 * fraction)) * (-NativeMath.log(fraction) - 0.931)
  const ratio = (sphere * sphere) / permeability
  const drag = 1 / (1 + Math.sqrt(ratio) + ratio / 3)
  const reach = (1 + sphere / fibre) * (1 + sphere / fibre) * fraction
  return drag * NativeMath.exp(-0.84 * NativeMath.exp(1.09 * NativeMath.log(reach)))
}

/** Brings the hindrance of voxels [begin, end) up to date where it is off by more than `tolerance` of itself; then `changed` is 1. */
export function matrix_hinder(
  hindrance: usize, density: usize, sphere: f64, fibre: f64, tolerance: f64, changed: usize, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const now = hindranceAt(f64At(density, v), sphere, fibre)
    const before = <f64>f32At(hindrance, v)
    if (Math.abs(now - before) <= tolerance * before) continue
    store<f32>(hindrance + (<usize>v << 2), <f32>now)
    store<u32>(changed, 1)
  }
}

/** What a column [voxels] has in the voxel of each cell [begin, end), into `signal`. */
export function matrix_sense(signal: usize, column: usize, voxel: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, f64At(column, u32At(voxel, i)))
}

/** Mean width of pores [um] between bundles of radius `bundle` [um], at most `widest` [um], for each cell [begin, end). */
export function matrix_sense_pores(
  signal: usize, density: usize, voxel: usize, bundle: f64, widest: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const phi = f64At(density, u32At(voxel, i))
    const width = phi > 0 ? bundle * Math.sqrt(Math.PI / phi) : widest
    setF64(signal, i, min(width, widest))
  }
}

/** Degree to which fibres lie in one direction, for each cell [begin, end). */
export function matrix_sense_alignment(
  signal: usize, fibres: usize, voxels: u32, dimensions: u32, voxel: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) setF64(signal, i, fibreAxis(fibres, voxels, dimensions, u32At(voxel, i)))
}
