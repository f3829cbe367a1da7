import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Files } from '../../store/files.ts'

/** The file system of the machine. */
export const nodeFiles: Files = {
  read: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  list: (path) => (existsSync(path) ? readdirSync(path).toSorted() : []),
  write: (path, content) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  },
  rename: (from, to) => {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  },
  remove: (path) => rmSync(path, { recursive: true, force: true }),
}
