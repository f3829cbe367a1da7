import { readFileSync } from 'node:fs'

/** Compiles the kernel module that lies beside the sources (or in `dist`). */
export function loadKernels(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL('../../kernels/milieu.wasm', import.meta.url)))
}
