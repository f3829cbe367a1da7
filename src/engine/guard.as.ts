// Watches for numbers that are not numbers.

/** Index of the first element of `values` [count] that is not finite, or -1. */
export function guard_f64(values: usize, count: u32): i32 {
  for (let i: u32 = 0; i < count; i++) {
    if (!isFinite<f64>(load<f64>(values + (<usize>i << 3)))) return i
  }
  return -1
}

/** Index of the first element of `values` [count] that is not finite, or -1. */
export function guard_f32(values: usize, count: u32): i32 {
  for (let i: u32 = 0; i < count; i++) {
    if (!isFinite<f32>(load<f32>(values + (<usize>i << 2)))) return i
  }
  return -1
}
