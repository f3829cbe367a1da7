/** The part of a file system that results need; given from outside, since a browser has another one. */
export interface Files {
  read(path: string): Uint8Array
  exists(path: string): boolean
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): readonly string[]
  /** Writes a whole file, making folders as needed; whatever happens there is the old content or the new, each complete. */
  write(path: string, content: Uint8Array | string): void
  /** Returns when the names in a folder would survive a loss of power. */
  sync(folder: string): void
  /** Gives a file's content a second name; nobody changes either afterwards. */
  link(from: string, to: string): void
  /** Moves a file or folder in one step: others see all of it or nothing. */
  rename(from: string, to: string): void
  remove(path: string): void
  /** SHA-256 in hexadecimal digits, by the fastest way that there is here. */
  digest(content: Uint8Array): string
}

/** Joins parts of a path with slashes. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}
