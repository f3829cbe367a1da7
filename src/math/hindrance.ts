import { exp as elementaryExp, log as elementaryLog } from './elementary.ts'

/** Boltzmann constant x 310.15 K (37 degrees) / (6 pi x 0.69 mPa s, water at 37 degrees) [um^3/min]; 6.58 um^2/s for a radius of 50 nm. */
const THERMAL = (1.380649e-23 * 310.15 * 60 * 1e18) / (6 * Math.PI * 0.69e-3)

/** Free diffusion of a sphere of that diameter [um] in water at 37 degrees, by Stokes and Einstein [um^2/min]. */
export function freeDiffusion(diameter: number): number {
  return THERMAL / (diameter / 2)
}

/** Fibres that fill a share of the volume. */
export interface Fibres {
  /** Share of the volume [1]. */
  readonly fraction: number
  /** [um] */
  readonly radius: number
}

/** Exponential and logarithm: those of the package, or those of the kernels. */
export interface Functions {
  exp(x: number): number
  log(x: number): number
}

const ELEMENTARY: Functions = { exp: elementaryExp, log: elementaryLog }

/**
 * Diffusion of a sphere of that diameter [um] among straight fibres in random directions, relative to free diffusion [1]:
 * drag of the fibres in an effective medium (Phillips et al. 1989) times what they stand in the way (Johnson et al. 1996).
 */
export function hindrance(
  diameter: number,
  { fraction, radius }: Fibres,
  { exp, log }: Functions = ELEMENTARY,
): number {
  if (fraction === 0) return 1
  const sphere = diameter / 2
  const ratio = (sphere * sphere) / permeability({ fraction, radius }, log)
  const drag = 1 / (1 + Math.sqrt(ratio) + ratio / 3)
  const reach = (1 + sphere / radius) * (1 + sphere / radius) * fraction
  // reach^1.09 by exp and log of the package, whose bits are those of every machine.
  return drag * exp(-0.84 * exp(1.09 * log(reach)))
}

/** Darcy permeability of random fibres [um^2] (Jackson and James 1986); meaningful for fractions well below 0.39. */
function permeability({ fraction, radius }: Fibres, log: Functions['log']): number {
  return ((3 * radius * radius) / (20 * fraction)) * (-log(fraction) - 0.931)
}
