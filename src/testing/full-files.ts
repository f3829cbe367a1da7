import type { Files } from '../store/files.ts'

/** A disk with room for so many more changes; whoever writes to it shares it. */
export interface Room {
  /** Changes that still fit. */
  left: number
}

/** What the file system says when there is no room left. */
export class DiskFull extends Error {
  readonly code = 'ENOSPC'
  readonly path: string

  constructor(path: string) {
    super(`ENOSPC: no space left on device, write '${path}'`)
    this.path = path
  }
}

/**
 * A file system that is full after some changes and stays so: a write leaves half of its content under the unfinished name, a
 * second name that had to be a copy half of that, and a new name nothing. What is there can still be read, moved and removed.
 */
export function fullFiles(files: Files, room: Room): Files {
  const change = (path: string, act: () => void, actHalf: () => void): void => {
    if (room.left > 0) {
      room.left -= 1
      return act()
    }
    actHalf()
    throw new DiskFull(path)
  }
  const half = (content: Uint8Array | string) => content.slice(0, content.length >> 1)
  return {
    ...files,
    write: (path, content) =>
      change(
        path,
        () => files.write(path, content),
        () => files.write(`${path}.writing`, half(content)),
      ),
    link: (from, to) =>
      change(
        to,
        () => files.link(from, to),
        () => files.write(to, half(files.read(from))),
      ),
  }
}
