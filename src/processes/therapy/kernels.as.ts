// Drugs: compartments of the body, receptors that a drug blocks, antibodies that bind in the medium. Equations in
// README.md.

import { f32At, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'
import { boundInStep } from '../../kernels/as/binding.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'

/**
 * One step of a drug's compartments: `bolus` [ymol] enters compartment `input` at once, then `rate` [ymol/min] flows
 * in over dt [min]. `amounts` [5]: site, blood, periphery, gone, given; `change` [4][4]: per amount in the first
 * three and per rate. `plasma` [1] is set to level x blood where `isFirst`, else that is added.
 */
export function therapy_advance(
  amounts: usize, change: usize, input: u32, bolus: f64, rate: f64, dt: f64, plasma: usize, level: f64, isFirst: u32,
): void {
  setF64(amounts, input, f64At(amounts, input) + bolus)
  setF64(amounts, 4, f64At(amounts, 4) + (bolus + rate * dt))
  const site = f64At(amounts, 0)
  const blood = f64At(amounts, 1)
  const periphery = f64At(amounts, 2)
  for (let i: u32 = 0; i < 4; i++) {
    const row = change + (<usize>i << 5)
    const gain = f64At(row, 0) * site + f64At(row, 1) * blood + f64At(row, 2) * periphery + f64At(row, 3) * rate
    setF64(amounts, i, f64At(amounts, i) + gain)
  }
  const other = isFirst ? 0.0 : f64At(plasma, 0)
  setF64(plasma, 0, other + level * f64At(amounts, 1))
}

/** Bit of `cell.request` that asks commit to take the cell out: REQUEST_REMOVE of the engine. */
const REMOVE: u8 = 32

/** Asks for the removal of each cell [begin, end) of class `cls` with probability `share`. */
export function therapy_deplete(
  classes: usize, requests: usize, lineageLow: usize, lineageHigh: usize, cls: u32, share: f64, seedLow: u32,
  seedHigh: u32, tick: u32, stream: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (u16At(classes, i) != cls) continue
    if (uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream) >= share) continue
    const place = requests + <usize>i
    store<u8>(place, load<u8>(place) | REMOVE)
  }
}

/** Ligand in the medium: the field in the voxel of each cell [begin, end), into `signal`. */
export function therapy_ligand_field(signal: usize, field: usize, voxels: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, f32At(field, u32At(voxels, i)))
}

/** Ligand on other cells: what `ligand` holds for each cell [begin, end), into `signal`. */
export function therapy_ligand_cells(signal: usize, ligand: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, f64At(ligand, i))
}

/** A blocker leaves the share 1 / (1 + C / Kd) of the receptors free; `kd` [nM] per class. */
export function therapy_block(
  signal: usize, classes: usize, voxels: usize, field: usize, kd: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = <f64>f32At(field, u32At(voxels, i))
    setF64(signal, i, f64At(signal, i) / (1.0 + c / f64At(kd, u16At(classes, i))))
  }
}

/** Ligand that reaches free receptors becomes a signal from 0 to 1; `half` 0 = the class has no such receptor. */
export function therapy_respond(signal: usize, classes: usize, half: usize, hill: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    const x = f64At(signal, i)
    const k = f64At(half, c)
    setF64(signal, i, x > 0 && k > 0 ? 1.0 / (1.0 + NativeMath.pow(k / x, f64At(hill, c))) : 0.0)
  }
}

/** Antibody and target, each a field with its remainder, bind in voxels [begin, end); kt = association x dt [1/nM]. */
export function therapy_neutralise(
  antibody: usize, antibodyRest: usize, target: usize, targetRest: usize, kt: f64, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const a = pairAt(antibody, antibodyRest, v)
    const b = pairAt(target, targetRest, v)
    if (min(a, b) <= 0) continue
    const bound = boundInStep(a, b, kt)
    setPair(antibody, antibodyRest, v, a - bound)
    setPair(target, targetRest, v, b - bound)
  }
}
