import type { Issue, Path, Position } from '../issue.ts'
import { completionsAt } from './complete.ts'
import type { Completions } from './completion.ts'
import { completeSentence } from './complete-sentence.ts'
import type { AssistContext } from './context.ts'
import { definitionAt } from './define.ts'
import { type Hover, hoverAt } from './hover.ts'
import { scalarForm, schemaAt } from './schema-at.ts'

/** What an editor may ask about one text. */
export interface Assist {
  completionsAt(offset: number): Completions | undefined
  hoverAt(offset: number): Hover | undefined
  definitionAt(offset: number): Position | undefined
}

/** Answers an editor's questions about a text that may be broken; `context` is the last model that could be read. */
export function assistWith(text: string, file: string, context: AssistContext): Assist {
  return {
    completionsAt: (offset) => completionsAt(text, offset, context),
    hoverAt: (offset) => hoverAt(text, offset, context),
    definitionAt: (offset) => definitionAt(text, offset, file, context),
  }
}

/** What may follow a beginning of the sentence at a path: whole beginnings to choose from. */
export function continuationsOf(path: Path, before: string, context: AssistContext): readonly string[] {
  const schema = schemaAt(context.schema, path)
  const next = schema === undefined ? undefined : scalarForm(schema).facts?.next
  const found = next === undefined ? undefined : completeSentence(next, before, 0, context)
  if (found === undefined) return []
  const typed = before.slice(found.from).trimStart().toLowerCase()
  return found.items
    .filter(({ label }) => label.toLowerCase().startsWith(typed))
    .map(({ label, insert }) => `${before.slice(0, found.from)}${insert ?? label} `)
}

/** An issue with its place in characters from the beginning of its file. */
export interface PlacedIssue extends Issue {
  readonly from: number
  readonly to: number
}

/** The issues of one file with their places as offsets in its text; those without a place stand at its beginning. */
export function placedIssues(text: string, file: string, issues: readonly Issue[]): readonly PlacedIssue[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return issues.flatMap((issue) => {
    const { position } = issue
    if (position !== undefined && position.file !== file) return []
    const line = starts[(position?.line ?? 1) - 1] ?? text.length
    const from = Math.min(text.length, line + (position?.column ?? 1) - 1)
    return [{ ...issue, from, to: Math.min(text.length, from + (position?.length ?? 1)) }]
  })
}
