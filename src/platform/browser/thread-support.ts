/** How many threads a world got, and why not as many as were asked for. */
export interface ThreadSupport {
  readonly threads: number
  /** Absent when all threads are there; otherwise a sentence for the page to show. */
  readonly reason?: string
}

/** What a page must be served with before its workers may share memory. */
const ISOLATION = 'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp'

/** The threads that a world can have here; a page that is not isolated may make shared memory, but not hand it to a worker. */
export function threadSupport(asked: number, isIsolated: boolean): ThreadSupport {
  if (asked <= 1) return { threads: 1 }
  if (isIsolated) return { threads: asked }
  return oneThread(
    asked,
    `this page is served without the headers ${ISOLATION}, so that its workers cannot share memory`,
  )
}

/** One thread where more were asked for. */
export function oneThread(asked: number, why: string): ThreadSupport {
  return { threads: 1, reason: `one thread in place of ${asked}, with the same results: ${why}` }
}
