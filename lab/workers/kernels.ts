import url from '../../src/kernels/milieu.wasm?url'

let compiled: Promise<WebAssembly.Module> | undefined

/** The kernels, compiled once for all workers of the page. */
export function kernels(): Promise<WebAssembly.Module> {
  return (compiled ??= compileKernels())
}

async function compileKernels(): Promise<WebAssembly.Module> {
  const response = await fetch(url)
  // Not `compileStreaming`: some static servers send another type than application/wasm.
  return WebAssembly.compile(await response.arrayBuffer())
}
