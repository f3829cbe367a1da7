/**
 * Exponential and logarithm from additions, multiplications and divisions only.
 *
 * IEEE 754 fixes those operations to the last bit, so these functions return the same bits in every engine;
 * those built into JavaScript do not. They serve the statistics of reports, and user processes written in TypeScript.
 * Both are good to about two units in the last place over the whole double range.
 */

/** ln 2 split in two: the upper part has 31 bits, so that its product with an exponent below 2^11 is exact. */
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/** Above this exp overflows: 1024 ln 2. */
const largestExponent = 709.782712893384

/** Below this exp is less than half the smallest subnormal: -1075 ln 2. */
const smallestExponent = -745.1332191019412

/** Taylor terms for |r| <= ln(2)/2; the first omitted one, r^15/15!, is below 1e-19. */
const exponentialTerms = 14

/** Terms of atanh's series for |s| <= 0.172; the first omitted one, s^24/25, is below 2e-20 relative. */
const logarithmTerms = 12

const scratch = new DataView(new ArrayBuffer(8))

/** Returns e^x [1], the same bits everywhere. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > largestExponent) return Infinity
  if (x < smallestExponent) return 0
  const power = Math.round(x * Math.LOG2E)
  const remainder = x - power * ln2High - power * ln2Low
  let sum = 1
  for (let n = exponentialTerms; n >= 1; n -= 1) sum = 1 + (sum * remainder) / n
  // Two factors, because 2^power alone may overflow or be subnormal while the product does not.
  const half = Math.trunc(power / 2)
  return sum * powerOfTwo(half) * powerOfTwo(power - half)
}

/** Returns the natural logarithm of x [1], the same bits everywhere; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN
  if (x === 0 || x === Infinity) return x === 0 ? -Infinity : Infinity
  const isSubnormal = x < 2.2250738585072014e-308
  scratch.setFloat64(0, isSubnormal ? x * 18014398509481984 : x)
  const high = scratch.getUint32(0)
  let power = (high >>> 20) - 1023 - (isSubnormal ? 54 : 0)
  scratch.setUint32(0, ((high & 0xfffff) | 0x3ff00000) >>> 0)
  let mantissa = scratch.getFloat64(0)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    power += 1
  }
  return power * ln2High + (logNearOne(mantissa - 1) + power * ln2Low)
}

/** Returns ln(1 + x) [1] without losing the digits of a small x, the same bits everywhere. */
export function log1p(x: number): number {
  return x > -0.29 && x < 0.41 ? logNearOne(x) : log(1 + x)
}

/** ln(1 + u) = 2 atanh(s) with s = u/(2 + u), for 1 + u between 1/sqrt(2) and sqrt(2). */
function logNearOne(u: number): number {
  const s = u / (2 + u)
  const square = s * s
  let sum = 0
  for (let n = logarithmTerms - 1; n >= 1; n -= 1) sum = square * (sum + 1 / (2 * n + 1))
  // 2s(1 + sum) rewritten as u - s(u - 2 sum), which keeps u exact: u - s u = 2s.
  return u - s * (u - 2 * sum)
}

/** Returns 2^power exactly, for -1022 <= power <= 1023. */
function powerOfTwo(power: number): number {
  scratch.setUint32(0, (power + 1023) << 20)
  scratch.setUint32(4, 0)
  return scratch.getFloat64(0)
}

/** Returns the cube root of x >= 0 [1], the same bits everywhere. */
export function cbrt(x: number): number {
  if (x === 0) return 0
  const estimate = exp(log(x) / 3)
  // One Newton step doubles the 15 digits of the estimate: what is left is rounding.
  return estimate - (estimate * estimate * estimate - x) / (3 * estimate * estimate)
}
