// The state hash: a 64-bit multiply-rotate hash over words of four bytes, returned in two halves.

let low: u32 = 0
let high: u32 = 0

/** Hashes `bytes` bytes from `pointer`, starting from (seedLow, seedHigh); read the halves with the two functions below. */
export function hash_bytes(pointer: usize, bytes: u32, seedLow: u32, seedHigh: u32): void {
  let h: u64 = (<u64>seedHigh << 32) | <u64>seedLow
  h ^= <u64>bytes * 0x9e3779b97f4a7c15
  const words = bytes >> 2
  for (let i: u32 = 0; i < words; i++) {
    h = rotl<u64>(h ^ (<u64>load<u32>(pointer + (<usize>i << 2)) * 0xc2b2ae3d27d4eb4f), 31) * 0x9e3779b185ebca87
  }
  for (let i: u32 = words << 2; i < bytes; i++) {
    h = rotl<u64>(h ^ (<u64>load<u8>(pointer + <usize>i) * 0x27d4eb2f165667c5), 11) * 0x9e3779b185ebca87
  }
  h ^= h >> 33
  h *= 0xff51afd7ed558ccd
  h ^= h >> 33
  h *= 0xc4ceb9fe1a85ec53
  h ^= h >> 33
  low = <u32>h
  high = <u32>(h >> 32)
}
export function hash_low(): u32 {
  return low
}
export function hash_high(): u32 {
  return high
}
