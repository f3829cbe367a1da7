import { exp, log } from '../elementary.ts'

/**
 * Effect of one drug by its dose: top d^slope/(d^slope + halfDose^slope). With top = 1 it is the median-effect equation of T.-C.
 * Chou and P. Talalay, Adv. Enzyme Regul. 22 (1984), doi:10.1016/0065-2571(84)90007-4.
 */
export interface HillCurve {
  /** Effect of an infinite dose [1]. */
  readonly top: number
  /** Dose of half the top [unit of doses]. */
  readonly halfDose: number
  /** Hill's exponent [1]. */
  readonly slope: number
}

/** Returns the effect [1] of a dose >= 0 [unit of doses]. */
export function hillEffect({ top, halfDose, slope }: HillCurve, dose: number): number {
  return dose > 0 ? top / (1 + exp(slope * log(halfDose / dose))) : 0
}

/** Returns the dose [unit of doses] of an effect [1]: 0 for none, Infinity from the top on. */
export function hillDose({ top, halfDose, slope }: HillCurve, effect: number): number {
  if (effect <= 0) return 0
  return effect < top ? halfDose * exp(log(effect / (top - effect)) / slope) : Infinity
}
