/** Where something stands in a document: file, and line and column counted from one. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Number of characters to underline; at least one. */
  readonly length: number
}

/** error: cannot run; warning: runs, probably wrong; note: a default or a number without a source. */
export type Severity = 'error' | 'warning' | 'note'

/** A path into a document: map keys and list indices from the root. */
export type Path = readonly (string | number)[]

/** A mistake or remark about a document: a value, collected, never thrown. */
export interface Issue {
  readonly code: string
  readonly severity: Severity
  readonly path: Path
  readonly position?: Position
  /** What was found and what was expected, in one sentence without the place. */
  readonly message: string
  /** What to do: the nearest name, the names that exist here, an example. */
  readonly hint?: string
}

/** What a message function in `messages.ts` returns: an issue that does not yet know its place. */
export type Message = Pick<Issue, 'code' | 'severity' | 'message'> & { readonly hint?: string }

/** A piece of a text, in characters from its beginning. */
export interface TextSpan {
  readonly offset: number
  readonly length: number
}

/** Where checks that need more than one part of a model put what they find. */
export interface IssueSink {
  /** `within` finds the piece to underline in the text at `path`, when that is a sentence; absent = all of it. */
  report(message: Message, path: Path, within?: (text: string) => TextSpan | undefined): void
}
