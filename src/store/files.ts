/** The part of a file system that results need; given from outside, since a browser has another one. */
export interface Files {
  read(path: string): Uint8Array
  exists(path: string): boolean
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): readonly string[]
  /** Writes a whole file, making folders as needed. */
  write(path: string, content: Uint8Array | string): void
  /** Moves a file or folder in one step: others see all of it or nothing. */
  rename(from: string, to: string): void
  remove(path: string): void
}

/** Joins parts of a path with slashes. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}
