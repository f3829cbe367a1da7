import type { SpecialFunctions } from '../../kernels/special.ts'

/** A type that a cell may become, as the kernel sees it for one cell. */
export interface Chance {
  readonly target: number
  /** [1/min] */
  readonly rate: number
  /** The uniform number of this target's stream. */
  readonly u: number
}

/** The plain form of `fate_transitions` for one live cell: the type it turns into within `dt` [min], if any. */
export function chooseTransition(
  own: number,
  chances: readonly Chance[],
  dt: number,
  special: SpecialFunctions,
): number | undefined {
  let chosen: number | undefined
  let earliest = Infinity
  for (const { target, rate, u } of chances) {
    if (target === own || !(rate > 0) || u >= 1 - special.exp(-rate * dt)) continue
    const wait = -special.log(1 - u) / rate
    if (wait >= earliest) continue
    earliest = wait
    chosen = target
  }
  return chosen
}

/** The type of a daughter: the targets take [0, 1) in order, each as much as its probability; the rest is `own`. */
export function chooseDaughter(
  own: number,
  targets: readonly { readonly target: number; readonly probability: number }[],
  u: number,
): number {
  let sum = 0
  for (const { target, probability } of targets) {
    sum += Math.max(probability, 0)
    if (u < sum) return target
  }
  return own
}

/** A standard normal number from two uniform ones in [0, 1) (Box and Muller 1958). */
export function normalFrom([u, v]: readonly [number, number], special: SpecialFunctions): number {
  return Math.sqrt(-2 * special.log(1 - u)) * special.cos(2 * Math.PI * v)
}
