import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Files } from '../../store/files.ts'

/** What a file is called while it is being written. */
const UNFINISHED = '.writing'

/** The file system of the machine. */
export const nodeFiles: Files = {
  read: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  list: (path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(path).toSorted() : [],
  write: (path, content) => {
    mkdirSync(dirname(path), { recursive: true })
    writeDurably(`${path}${UNFINISHED}`, content)
    renameSync(`${path}${UNFINISHED}`, path)
  },
  sync: syncFolder,
  link: (from, to) => {
    mkdirSync(dirname(to), { recursive: true })
    rmSync(to, { force: true })
    try {
      linkSync(from, to)
    } catch {
      // Some file systems have one name per file.
      copyFileSync(from, to)
    }
  },
  rename: (from, to) => {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
    syncFolder(dirname(to))
  },
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  digest: (content) => createHash('sha256').update(content).digest('hex'),
}

function writeDurably(path: string, content: Uint8Array | string): void {
  const file = openSync(path, 'w')
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(folder: string): void {
  let handle: number
  try {
    handle = openSync(folder, 'r')
  } catch {
    return // Windows opens no folders, and keeps names by itself.
  }
  try {
    fsyncSync(handle)
  } catch {
    // The same on file systems that do not know how: there is nothing more to be done.
  } finally {
    closeSync(handle)
  }
}
