import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** Files that are compressed already, as far as they can be. */
const DENSE = /\.(?:parquet|milieu)$/
/** Chosen: texts shrink to a fifth, and a slow machine does not wait. */
const LEVEL = 6

/** Packs files into a zip archive, one after the other: no two of them need be in memory at the same time. */
export async function zipOf(files: AsyncIterable<readonly [path: string, bytes: Uint8Array]>): Promise<Blob> {
  const parts: Blob[] = []
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const zip = new Zip((error, chunk, isLast) => {
    if (error !== null) return reject(error)
    // The bytes may lie in a buffer that is written again.
    parts.push(new Blob([chunk.slice()]))
    if (isLast) resolve()
  })
  for await (const [path, bytes] of files) {
    const entry = DENSE.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: LEVEL })
    zip.add(entry)
    entry.push(bytes, true)
  }
  zip.end()
  await promise
  return new Blob(parts, { type: 'application/zip' })
}
