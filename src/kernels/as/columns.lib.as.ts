// What all kernels know of the columns. The constants are those of engine/columns.ts.

export const LIVE: u32 = 0
export const APOPTOTIC: u32 = 1
export const NECROTIC: u32 = 2

export const REQUEST_DIVIDE: u32 = 1
export const REQUEST_APOPTOSIS: u32 = 2
export const REQUEST_NECROSIS: u32 = 4
export const REQUEST_LYSIS: u32 = 8
export const REQUEST_TYPE: u32 = 16
export const REQUEST_REMOVE: u32 = 32

// A behaviour is a number per cell where something modulates it, else a number per class (type x state of life).

/** Reads a behaviour: `perCell` 1 = one value per slot, 0 = one per class. */
// @ts-ignore: decorator
@inline
export function behaviour(pointer: usize, perCell: u32, slot: u32, cls: u32): f64 {
  return load<f64>(pointer + (<usize>(perCell ? slot : cls) << 3))
}

// @ts-ignore: decorator
@inline
export function f64At(pointer: usize, index: u32): f64 {
  return load<f64>(pointer + (<usize>index << 3))
}

// @ts-ignore: decorator
@inline
export function setF64(pointer: usize, index: u32, value: f64): void {
  store<f64>(pointer + (<usize>index << 3), value)
}

// @ts-ignore: decorator
@inline
export function f32At(pointer: usize, index: u32): f32 {
  return load<f32>(pointer + (<usize>index << 2))
}

// @ts-ignore: decorator
@inline
export function u32At(pointer: usize, index: u32): u32 {
  return load<u32>(pointer + (<usize>index << 2))
}

// @ts-ignore: decorator
@inline
export function u16At(pointer: usize, index: u32): u32 {
  return <u32>load<u16>(pointer + (<usize>index << 1))
}

// @ts-ignore: decorator
@inline
export function u8At(pointer: usize, index: u32): u32 {
  return <u32>load<u8>(pointer + <usize>index)
}

/** A rate [1/min] becomes the probability of at least one event in dt [min]: the one place where that happens. */
// @ts-ignore: decorator
@inline
export function probability(rate: f64, dt: f64): f64 {
  return 1.0 - NativeMath.exp(-rate * dt)
}

/** Shortest difference along an axis of the given period [um]; period 0 = closed axis. */
// @ts-ignore: decorator
@inline
export function minimumImage(difference: f64, period: f64): f64 {
  if (period == 0) return difference
  return difference - period * Math.floor(difference / period + 0.5)
}
