/**
 * The part of the browser's interface that the engine uses. The compiler reads Node's types, which have no pages and no web
 * workers; the rest of the DOM's would let any file below call what Node lacks.
 */

/** A web worker as its owner sees it. */
export interface WebWorker {
  postMessage(message: unknown): void
  terminate(): void
  addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(kind: 'error', listener: (event: { readonly message?: string }) => void): void
}

/** The global scope of a dedicated worker. */
export interface WorkerScope {
  /** True when memory may be shared with other workers. */
  readonly crossOriginIsolated?: boolean
  readonly location: { readonly href: string }
  readonly Worker: new (url: string, options: { readonly type: 'module' }) => WebWorker
  postMessage(message: unknown): void
  addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void
}
