import { hillDose, type HillCurve } from './hill-curve.ts'

/**
 * Loewe's additivity: a drug combined with itself must come out as neither synergistic nor antagonistic, so that doses d_a, d_b
 * with effect E are additive when
 *
 *     d_a/D_a(E) + d_b/D_b(E) = 1          D(E): the dose of one drug alone that has effect E
 *
 * S. Loewe and H. Muischnek, Arch. Exp. Pathol. Pharmakol. 114 (1926), doi:10.1007/BF01952257. The left side is the combination
 * index of Chou and Talalay: below 1 is synergy, above 1 antagonism. Beyond the top of a drug no dose of it alone has the effect;
 * its share is then taken as 0, which continues the left side without a jump.
 */

/** Halvings of the bracket of the expected effect: to rounding. */
const mostHalvings = 60

/** Returns the combination index [1] of doses [2] [unit of each curve's doses] with an effect [1]; Infinity for no effect. */
export function combinationIndex(
  curves: readonly [HillCurve, HillCurve],
  doses: readonly [number, number],
  effect: number,
): number {
  return doseShare(curves[0], doses[0], effect) + doseShare(curves[1], doses[1], effect)
}

/** d/D(E). */
function doseShare(curve: HillCurve, dose: number, effect: number): number {
  return dose === 0 ? 0 : dose / hillDose(curve, effect)
}

/** Returns the effect [1] at which the index of doses [2] is 1: what additivity expects. */
export function additiveEffect(
  curves: readonly [HillCurve, HillCurve],
  doses: readonly [number, number],
): number {
  let low = 0
  let high = Math.max(curves[0].top, curves[1].top)
  if (doses[0] === 0 && doses[1] === 0) return 0
  for (let k = 0; k < mostHalvings; k += 1) {
    const middle = (low + high) / 2
    if (combinationIndex(curves, doses, middle) > 1) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Returns `count` pairs of doses [count][2] with one effect [1] under additivity, from drug a alone to drug b alone: the isobole
 * against which measured pairs are drawn. Throws a RangeError when a drug alone never has the effect.
 */
export function isobole(
  curves: readonly [HillCurve, HillCurve],
  effect: number,
  count: number,
): readonly (readonly [number, number])[] {
  const [a, b] = [hillDose(curves[0], effect), hillDose(curves[1], effect)]
  if (!(effect > 0 && a < Infinity && b < Infinity))
    throw new RangeError(`an effect of ${effect} is not reached by each drug alone`)
  if (!(count >= 2)) throw new RangeError(`an isobole needs two points, found ${count}`)
  return Array.from({ length: count }, (_, k) => {
    const share = k / (count - 1)
    return [(1 - share) * a, share * b] as const
  })
}
