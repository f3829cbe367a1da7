import { readFileSync } from 'node:fs'

let compiled: WebAssembly.Module | undefined

/** The compiled kernel module, for tests and scripts that run from the sources. */
export function testKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('../kernels/milieu.wasm', import.meta.url)))
  return compiled
}
