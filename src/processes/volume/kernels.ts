import type { SpecialFunctions } from '../../kernels/special.ts'

/** Columns of the cells [n] and tables [classes or types], as in the kernel's arguments. */
export interface VolumeArrays {
  readonly volume: Float64Array
  readonly radius: Float64Array
  readonly fluid: Float64Array
  readonly nuclearSolid: Float64Array
  readonly cytoplasmicSolid: Float64Array
  readonly nuclear: Float64Array
  readonly calcified: Float64Array
  readonly nuclearTarget: Float64Array
  readonly types: Uint16Array
  readonly classes: Uint16Array
  readonly fluidRate: Float64Array
  readonly nuclearRate: Float64Array
  readonly cytoplasmicRate: Float64Array
  readonly calcificationRate: Float64Array
  readonly fluidTarget: Float64Array
  readonly cytoplasmToNucleus: Float64Array
}

/** 3 / (4 pi) */
const SPHERE = 0.238732414637843

/** The plain form of `volume_step`: one forward Euler step of `dt` [min] for cells [begin, end). */
export function volumeStep(
  a: VolumeArrays,
  dt: number,
  begin: number,
  end: number,
  special: SpecialFunctions,
): void {
  for (let i = begin; i < end; i++) {
    const at = (values: Float64Array): number => values[i] ?? 0
    const ofClass = (values: Float64Array): number => values[a.classes[i] ?? 0] ?? 0
    const toward = (value: number, rate: number, target: number): number =>
      value + dt * rate * (target - value)

    const volume = at(a.volume)
    const fluid = Math.max(toward(at(a.fluid), ofClass(a.fluidRate), ofClass(a.fluidTarget) * volume), 0)
    const nuclearFluid = volume > 0 ? (at(a.nuclear) / volume) * fluid : 0
    const target = at(a.nuclearTarget)
    const nuclearSolid = Math.max(toward(at(a.nuclearSolid), ofClass(a.nuclearRate), target), 0)
    const cytoplasmTarget = (a.cytoplasmToNucleus[a.types[i] ?? 0] ?? 0) * target
    const cytoplasm = Math.max(toward(at(a.cytoplasmicSolid), ofClass(a.cytoplasmicRate), cytoplasmTarget), 0)

    a.calcified[i] = toward(at(a.calcified), ofClass(a.calcificationRate), 1)
    a.fluid[i] = fluid
    a.nuclearSolid[i] = nuclearSolid
    a.cytoplasmicSolid[i] = cytoplasm
    a.nuclear[i] = nuclearSolid + nuclearFluid
    a.volume[i] = fluid + nuclearSolid + cytoplasm
    a.radius[i] = special.cbrt(SPHERE * (fluid + nuclearSolid + cytoplasm))
  }
}
