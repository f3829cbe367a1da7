import type { Issue, Position, Severity } from './issue.ts'

/** Width of the terminal that messages are laid out for [characters]; see the house style for terminals. */
const terminalWidth = 100

/** Findings printed in full; chosen: nobody reads more before correcting them. */
const shownIssues = 40

/** Lines of the file shown before the line with the mistake. */
const contextLines = 2

/** Width of the line numbers [characters]; chosen: files beyond 99,999 lines are refused long before. */
const gutterWidth = 5

/** Characters of a line kept before a mistake far to the right. */
const keptBefore = 20

/** Characters of a mistake that must be visible before the line is shifted to show them; chosen: a word. */
const keptOfMistake = 12

/** ANSI colour codes by meaning. */
const colours = { error: 31, warning: 33, note: 36, faint: 2, strong: 1 } as const

/** How to print. */
export interface FormatOptions {
  readonly colour?: boolean
  /** Print notes in full; they are counted either way. */
  readonly notes?: boolean
  /** Break messages that are wider than the terminal between words; for people, since programs read line by line. */
  readonly breaksLines?: boolean
}

type Paint = (text: string, colour: keyof typeof colours) => string

/** Prints issues for a terminal, each with its lines of the file, and a summary line at the end. */
export function formatIssues(
  issues: readonly Issue[],
  readLine: (file: string) => readonly string[] | undefined,
  options: FormatOptions = {},
): string {
  const paint: Paint = (text, colour) =>
    options.colour === true ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text
  const shown = issues.filter((issue) => issue.severity !== 'note' || options.notes === true)
  const sorted = sortIssues(shown)
  const blocks = sorted.slice(0, shownIssues).map((issue) => formatIssue(issue, readLine, paint, options))
  if (sorted.length > shownIssues) blocks.push(`... and ${sorted.length - shownIssues} more`)
  return [...blocks, summariseIssues(issues)].filter((block) => block !== '').join('\n')
}

/** Returns the lines of files that were loaded, counted as the parser counts them. */
export function readLinesFrom(
  files: readonly { readonly file: string; readonly text: string }[],
): (file: string) => readonly string[] | undefined {
  const lines = new Map(files.map(({ file, text }) => [file, text.replace(/^\ufeff/, '').split(/\r?\n/)]))
  return (file) => lines.get(file)
}

/** Sorts issues by file, line and column, keeping files and ties in the order of their first issue. */
export function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  const files = [...new Set(issues.map((issue) => issue.position?.file ?? ''))]
  const rank = (issue: Issue) => files.indexOf(issue.position?.file ?? '')
  return issues.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  )
}

/** Counts issues in a sentence: "1 error, 2 warnings. Nothing was run."; empty when there are none. */
export function summariseIssues(issues: readonly Issue[]): string {
  const counts = (['error', 'warning', 'note'] as const)
    .map((severity) => countOf(issues, severity))
    .filter((text) => text !== '')
  if (counts.length === 0) return ''
  const outcome = issues.some((issue) => issue.severity === 'error') ? ' Nothing was run.' : ''
  return `${counts.join(', ')}.${outcome}`
}

function countOf(issues: readonly Issue[], severity: Severity): string {
  const count = issues.filter((issue) => issue.severity === severity).length
  return count === 0 ? '' : `${count} ${severity}${count === 1 ? '' : 's'}`
}

function formatIssue(
  issue: Issue,
  readLine: (file: string) => readonly string[] | undefined,
  paint: Paint,
  options: FormatOptions,
): string {
  const { position } = issue
  const place =
    position === undefined ? issue.path.join('.') : `${position.file}:${position.line}:${position.column}`
  const before = printable(place).length + issue.severity.length + 4
  const message =
    options.breaksLines === true ? broken(printable(issue.message), before) : printable(issue.message)
  const head = `${paint(printable(place), 'strong')}  ${paint(issue.severity, issue.severity)}  ${message}`
  const lines = position === undefined ? undefined : readLine(position.file)
  if (position === undefined || lines?.[position.line - 1] === undefined)
    return issue.hint === undefined ? head : [head, ...hintLines(issue.hint, paint)].join('\n')
  return [head, ...excerpt(lines, position, paint), ...underline(lines, position, issue, paint)].join('\n')
}

/** A message broken between words, the first line after `before` characters, the others indented. */
function broken(message: string, before: number): string {
  let column = before
  return message.split(' ').reduce((text, word) => {
    const fits = text === '' || column + 1 + word.length <= terminalWidth
    column = text === '' ? column + word.length : fits ? column + 1 + word.length : 4 + word.length
    return text === '' ? word : `${text}${fits ? ' ' : '\n    '}${word}`
  }, '')
}

/** The line with the mistake and the ones before it, shifted left when the mistake is far to the right. */
function excerpt(lines: readonly string[], position: Position, paint: Paint): readonly string[] {
  const first = Math.max(1, position.line - contextLines)
  const shift = shiftOf(lines, position)
  return lines.slice(first - 1, position.line).map((line, index) => {
    const clipped = clip(cutBefore(printable(line), shift), terminalWidth - gutterWidth - 3)
    return `${gutter(String(first + index), paint)} ${clipped}`.trimEnd()
  })
}

function shiftOf(lines: readonly string[], position: Position): number {
  const length = lines[position.line - 1]?.length ?? 0
  const width = terminalWidth - gutterWidth - 3
  const needed = position.column + Math.min(position.length, keptOfMistake)
  if (length <= width || needed < width) return 0
  // As little as shows the whole mistake, but never so much that nothing stands before it.
  return Math.max(0, Math.min(position.column - 1 - keptBefore, position.column + position.length - width))
}

function underline(
  lines: readonly string[],
  position: Position,
  issue: Issue,
  paint: Paint,
): readonly string[] {
  const column = position.column - 1 - shiftOf(lines, position)
  const room = Math.max(1, terminalWidth - gutterWidth - 3 - column)
  const carets = `${' '.repeat(column)}${paint('^'.repeat(Math.min(position.length, room)), issue.severity)}`
  const start = `${gutter('', paint)} ${carets}`
  if (issue.hint === undefined) return [start]
  const hint = printable(issue.hint)
  const width = gutterWidth + 3 + column + position.length + 1 + hint.length
  return width <= terminalWidth ? [`${start} ${hint}`] : [start, ...hintLines(issue.hint, paint)]
}

/** A hint on lines of its own, broken between words. */
function hintLines(hint: string, paint: Paint): readonly string[] {
  const room = terminalWidth - gutterWidth - 3
  const lines: string[] = []
  for (const word of printable(hint).split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => `${gutter('', paint)} ${line}`)
}

function gutter(number: string, paint: Paint): string {
  return paint(`${number.padStart(gutterWidth)} |`, 'faint')
}

/** Leaves out the first characters of a line, and says so. */
function cutBefore(text: string, shift: number): string {
  return shift === 0 || text === '' ? text : `…${text.slice(shift + 1)}`
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}

/** Replaces tabs by a space and control characters by a dot: a file must not be able to steer the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this removes
  return text.replaceAll('\t', ' ').replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '·')
}

/** An issue for machines; the place is spelled out. */
export interface IssueJson {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly path: readonly (string | number)[]
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly length?: number
  readonly hint?: string
}

/** Turns issues into flat plain data, in the order of the text form. */
export function issuesToJson(issues: readonly Issue[]): readonly IssueJson[] {
  return sortIssues(issues).map(({ position, ...rest }) => ({ ...rest, ...position }))
}
