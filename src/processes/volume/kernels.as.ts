// Volume of cells: fluid and solids approach their targets, one forward Euler step. Equations in README.md.

import { f64At, setF64, u16At } from '../../kernels/as/columns.lib.as'

const SPHERE: f64 = 0.238732414637843 // 3 / (4 pi)

/** One step of dt [min] for cells [begin, end). Rates and fluid targets are per class, the C:N ratio per type. */
export function volume_step(
  volume: usize, radius: usize, fluid: usize, nuclearSolid: usize, cytoplasmicSolid: usize, nuclear: usize,
  calcified: usize, nuclearTarget: usize, types: usize, classes: usize, fluidRate: usize, nuclearRate: usize,
  cytoplasmicRate: usize, calcificationRate: usize, fluidTarget: usize, cytoplasmToNucleus: usize, dt: f64,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    const v = f64At(volume, i)
    const f0 = f64At(fluid, i)
    const f = max(f0 + dt * f64At(fluidRate, c) * (f64At(fluidTarget, c) * v - f0), 0)
    const nuclearFluid = v > 0 ? (f64At(nuclear, i) / v) * f : 0
    const ns0 = f64At(nuclearSolid, i)
    const target = f64At(nuclearTarget, i)
    const ns = max(ns0 + dt * f64At(nuclearRate, c) * (target - ns0), 0)
    const cs0 = f64At(cytoplasmicSolid, i)
    const csTarget = f64At(cytoplasmToNucleus, u16At(types, i)) * target
    const cs = max(cs0 + dt * f64At(cytoplasmicRate, c) * (csTarget - cs0), 0)
    const calc0 = f64At(calcified, i)
    setF64(fluid, i, f)
    setF64(nuclearSolid, i, ns)
    setF64(cytoplasmicSolid, i, cs)
    setF64(nuclear, i, ns + nuclearFluid)
    setF64(calcified, i, calc0 + dt * f64At(calcificationRate, c) * (1 - calc0))
    setF64(volume, i, f + ns + cs)
    setF64(radius, i, NativeMath.cbrt(SPHERE * (f + ns + cs)))
  }
}
