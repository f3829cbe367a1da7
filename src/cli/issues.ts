import { hasErrors } from '../compile/parse-model.ts'
import { formatIssues } from '../model/format-issue.ts'
import type { Issue } from '../model/issue.ts'
import { readFile } from '../platform/node/read-file.ts'
import type { Terminal } from './terminal.ts'

/** Source lines for the frames around a mistake, read when they are first needed. */
function linesOf(file: string): readonly string[] | undefined {
  const result = readFile(file)
  return result.ok ? result.text.split('\n') : undefined
}

export interface ReportOptions {
  readonly notes?: boolean
  /** Findings are what was asked for, and go to standard output. */
  readonly isAnswer?: boolean
  /** Lines of what is no file, such as the text of an action; the others are read from disk. */
  lines?(file: string): readonly string[] | undefined
}

/** Prints what was found wrong; returns true when it keeps the model from running. */
export function reportIssues(
  issues: readonly Issue[],
  terminal: Terminal,
  options: ReportOptions = {},
): boolean {
  const isBad = hasErrors(issues)
  const shown = issues.filter((issue) => issue.severity !== 'note' || options.notes === true)
  if (shown.length > 0) {
    const text = formatIssues(issues, (file) => options.lines?.(file) ?? linesOf(file), {
      colour: (options.isAnswer === true ? terminal.colours : terminal.noteColours).isColorSupported,
      breaksLines: options.isAnswer === true ? Number.isFinite(terminal.answerWidth) : terminal.isInteractive,
      ...(options.notes === true ? { notes: true } : {}),
    })
    if (options.isAnswer === true) terminal.print(text)
    else if (isBad) terminal.error(text)
    else terminal.note(text)
  }
  return isBad
}
