import type { Files } from '../store/files.ts'

/** The process is gone: nothing that it still tries to do happens. */
export class Death extends Error {}

/**
 * A file system whose process is killed at its `deadline`-th change (counted from 1): a write leaves half of its content
 * under the unfinished name, and a removal half of the files.
 */
export function dyingFiles(files: Files, deadline: number): Files & { readonly changes: () => number } {
  let changes = 0
  const change = (act: () => void, actHalf: () => void): void => {
    changes += 1
    if (changes < deadline) return act()
    if (changes === deadline) actHalf()
    throw new Death(`killed at change ${deadline}`)
  }
  const below = (path: string): readonly string[] =>
    files.list(path).flatMap((name) => (name === '' ? [path] : below(`${path}/${name}`)))
  return {
    changes: () => changes,
    read: files.read,
    exists: files.exists,
    list: files.list,
    sync: files.sync,
    digest: files.digest,
    write: (path, content) =>
      change(
        () => files.write(path, content),
        () => files.write(`${path}.writing`, content.slice(0, content.length >> 1)),
      ),
    link: (from, to) =>
      change(
        () => files.link(from, to),
        () => {},
      ),
    rename: (from, to) =>
      change(
        () => files.rename(from, to),
        () => {},
      ),
    remove: (path) =>
      change(
        () => files.remove(path),
        () => {
          for (const [index, name] of below(path).entries()) if (index % 2 === 0) files.remove(name)
        },
      ),
  }
}
