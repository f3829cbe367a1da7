/** The part of the WebAssembly interface that both Node and browsers have, without the rest of the DOM's types. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: ArrayBufferLike | ArrayBufferView)
    static exports(module: Module): { readonly name: string; readonly kind: string }[]
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBufferLike
    grow(pages: number): number
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }
  function compile(bytes: ArrayBufferLike | ArrayBufferView): Promise<Module>
}
