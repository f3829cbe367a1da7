// Special functions with the same bits in every engine, for references, tests and users' own processes.

export function special_exp(x: f64): f64 {
  return NativeMath.exp(x)
}
export function special_log(x: f64): f64 {
  return NativeMath.log(x)
}
export function special_pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y)
}
export function special_sin(x: f64): f64 {
  return NativeMath.sin(x)
}
export function special_cos(x: f64): f64 {
  return NativeMath.cos(x)
}
export function special_cbrt(x: f64): f64 {
  return NativeMath.cbrt(x)
}

/** First byte after the module's own constants. */
export function heap_base(): usize {
  return __heap_base
}
