import { type ReadFile, loadDocument } from '../include.ts'

/** Documents that a file consists of: itself, then what it includes, nearest first. */
export function includedFiles(file: string, read: ReadFile): readonly string[] {
  return loadDocument(file, read)
    .files.map((part) => part.file)
    .toReversed()
}
