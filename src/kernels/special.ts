import type { Kernels } from './kernels.ts'

/** Special functions that give the same bits in every engine; `Math` of the host does not. */
export interface SpecialFunctions {
  exp(x: number): number
  log(x: number): number
  pow(x: number, y: number): number
  sin(x: number): number
  cos(x: number): number
  cbrt(x: number): number
}

/** The special functions of the module. */
export function specialFunctions(kernels: Kernels): SpecialFunctions {
  return {
    exp: (x) => kernels.call('special_exp', [x]),
    log: (x) => kernels.call('special_log', [x]),
    pow: (x, y) => kernels.call('special_pow', [x, y]),
    sin: (x) => kernels.call('special_sin', [x]),
    cos: (x) => kernels.call('special_cos', [x]),
    cbrt: (x) => kernels.call('special_cbrt', [x]),
  }
}
