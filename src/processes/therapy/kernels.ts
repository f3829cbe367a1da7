import { boundInStep } from '../../kernels/binding.ts'
import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'
import { COMPARTMENTS, PROPAGATOR_ROW } from './propagator.ts'

/** What a step gives of a drug: at once into compartment `input` [ymol], and evenly over dt [ymol/min]. */
export interface Given {
  readonly input: number
  readonly bolus: number
  readonly rate: number
}

/** The plain form of `therapy_advance` without the level in plasma: one step of `dt` [min] of `amounts` [5]. */
export function advanceDrug(
  amounts: Float64Array,
  change: ArrayLike<number>,
  given: Given,
  dt: number,
): void {
  const { input, bolus, rate } = given
  amounts[input] = (amounts[input] ?? 0) + bolus
  amounts[COMPARTMENTS] = (amounts[COMPARTMENTS] ?? 0) + (bolus + rate * dt)
  const [site = 0, blood = 0, periphery = 0] = amounts
  for (let i = 0; i < COMPARTMENTS; i++) {
    const per = (source: number): number => change[i * PROPAGATOR_ROW + source] ?? 0
    const gain = per(0) * site + per(1) * blood + per(2) * periphery + per(3) * rate
    amounts[i] = (amounts[i] ?? 0) + gain
  }
}

/** Ligand that reaches receptors beside blockers of concentration C [nM], each with its Kd [nM]. */
export function freeLigand(
  ligand: number,
  blockers: readonly { readonly c: number; readonly kd: number }[],
): number {
  return blockers.reduce((free, { c, kd }) => free / (1 + c / kd), ligand)
}

/** The plain form of `therapy_respond` for one cell. */
export function respond(x: number, half: number, hill: number, special: SpecialFunctions): number {
  return x > 0 && half > 0 ? 1 / (1 + special.pow(half / x, hill)) : 0
}

/** The plain form of `therapy_neutralise`; kt = association x dt [1/nM]. */
export function neutralise(
  antibody: FieldPair,
  target: FieldPair,
  kt: number,
  special: SpecialFunctions,
): void {
  for (let v = 0; v < antibody.field.length; v++) {
    const a = pairAt(antibody, v)
    const b = pairAt(target, v)
    if (Math.min(a, b) <= 0) continue
    const bound = boundInStep(a, b, kt, special)
    setPair(antibody, v, a - bound)
    setPair(target, v, b - bound)
  }
}
