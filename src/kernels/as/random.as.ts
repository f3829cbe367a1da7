// Addressed randomness: Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405).
// A draw is a pure function of (seed, lineage key, tick, stream): nothing is consumed, so order cannot matter.

const M0: u64 = 0xd2511f53
const M1: u64 = 0xcd9e8d57
const W0: u32 = 0x9e3779b9
const W1: u32 = 0xbb67ae85

let w0: u32 = 0
let w1: u32 = 0
let w2: u32 = 0
let w3: u32 = 0

/** Ten rounds; leaves the four words in this instance's globals. */
export function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const p0: u64 = M0 * <u64>c0
    const p1: u64 = M1 * <u64>c2
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0
    c1 = <u32>p1
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1
    c3 = <u32>p0
    k0 += W0
    k1 += W1
  }
  w0 = c0
  w1 = c1
  w2 = c2
  w3 = c3
}

// @ts-ignore: decorator
@inline
function toUnit(high: u32, low: u32): f64 {
  return (<f64>(high >>> 5) * 67108864.0 + <f64>(low >>> 6)) / 9007199254740992.0
}

/** Uniform in [0, 1) for (seed, lineage, tick, stream); `second()` then gives an independent one. */
export function uniform(seedLow: u32, seedHigh: u32, lineageLow: u32, lineageHigh: u32, tick: u32, stream: u32): f64 {
  philox(lineageLow, lineageHigh, tick, stream, seedLow, seedHigh)
  return toUnit(w0, w1)
}

/** The other half of the last `uniform` draw, in [0, 1). */
export function second(): f64 {
  return toUnit(w2, w3)
}

/** For the tests against the published vectors: word `index` of the last block. */
export function philox_word(index: u32): u32 {
  return index == 0 ? w0 : index == 1 ? w1 : index == 2 ? w2 : w3
}
