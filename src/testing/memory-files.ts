import { sha256, toHex } from '../math/sha256.ts'
import type { Files } from '../store/files.ts'

/** A file system in memory; `content` shows what it holds, by path. */
export function memoryFiles(): Files & { readonly content: Map<string, Uint8Array> } {
  const content = new Map<string, Uint8Array>()
  const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)
  const below = (folder: string): readonly string[] =>
    [...content.keys()].filter((path) => isBelow(path, folder))
  return {
    content,
    read: (path) => {
      const bytes = content.get(path)
      if (bytes === undefined) throw new Error(`no file ${path}`)
      return bytes
    },
    exists: (path) => below(path).length > 0,
    list: (path) =>
      [...new Set(below(path).map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))].toSorted(),
    write: (path, written) =>
      void content.set(
        path,
        typeof written === 'string' ? new TextEncoder().encode(written) : written.slice(),
      ),
    sync: () => {},
    digest: (bytes) => toHex(sha256(bytes)),
    link: (from, to) => {
      const bytes = content.get(from)
      if (bytes === undefined) throw new Error(`no file ${from}`)
      content.set(to, bytes)
    },
    rename: (from, to) => {
      for (const path of below(from)) {
        const bytes = content.get(path)
        content.delete(path)
        if (bytes !== undefined) content.set(to + path.slice(from.length), bytes)
      }
    },
    remove: (path) => {
      for (const name of below(path)) content.delete(name)
    },
  }
}
