import { definitions } from '../names.ts'
import type { Position } from '../issue.ts'
import { locate } from '../reader.ts'
import { includeCandidates } from '../include.ts'
import type { AssistContext } from './context.ts'
import { covers } from './hover.ts'
import { scan, unquoted } from './scan.ts'

/** Where the name at `offset` is defined; an included part is defined by its file. */
export function definitionAt(
  text: string,
  offset: number,
  file: string,
  context: AssistContext,
): Position | undefined {
  const mark = scan(text).marks.find(({ from, to }) => from <= offset && offset <= to)
  if (mark === undefined) return undefined
  const written = text.slice(mark.from, mark.to)
  if (mark.path[0] === 'include') return includedFile(unquoted(written), file, context)
  const { root, sections } = context
  if (root === undefined) return undefined
  const found = definitions(root, sections)
    .filter(({ name }) => covers(written, name, offset - mark.from))
    .toSorted((a, b) => b.name.length - a.name.length)[0]
  return found === undefined ? undefined : locate(root, found.path)
}

function includedFile(name: string, file: string, { read }: AssistContext): Position | undefined {
  const path = includeCandidates(name, file).find((candidate) => read(candidate).ok)
  return path === undefined ? undefined : { file: path, line: 1, column: 1, length: 1 }
}
