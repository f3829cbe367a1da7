import {
  type Completion as Offer,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Action, Diagnostic } from '@codemirror/lint'
import type { EditorView, Tooltip } from '@codemirror/view'
import type { Completion } from '../../src/browser.ts'
import type { FileIssue } from '../workers/desk-api.ts'
import { desk } from './desk.ts'

/** What the desk offers to type here. */
export function completeFrom(file: () => string): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, explicit } = context
    const found = await desk().completions(file(), state.doc.toString(), pos)
    if (context.aborted || found === undefined || found.items.length === 0) return null
    const typed = state.sliceDoc(found.from, pos)
    // On an empty line nothing pops up by itself, save where a value is due.
    if (
      !explicit &&
      typed === '' &&
      !/[:[,{]\s*$|- $| $/.test(state.sliceDoc(Math.max(0, found.from - 2), found.from))
    )
      return null
    if (!explicit && found.items.some(({ label }) => label === typed.trim())) return null
    return { from: found.from, options: found.items.map(offerOf), validFor: /^[^,[\]{}\n]*$/ }
  }
}

function offerOf({ kind, label, insert, detail, info }: Completion, index: number): Offer {
  return {
    label,
    type: kind,
    // The desk's order means something where nothing has been typed.
    boost: -Math.min(99, index / 4),
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined || info === '' ? {} : { info }),
    ...(insert === undefined && kind !== 'word' ? {} : { apply: applying(insert ?? `${label} `) }),
  }
}

/** Writes the text, and asks at once what comes next where more must follow. */
function applying(insert: string): NonNullable<Offer['apply']> {
  return (view: EditorView, _offer: Offer, from: number, to: number) => {
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input.complete',
    })
    if (/\s$/.test(insert)) startCompletion(view)
  }
}

/** What the desk knows about the text under the pointer. */
export function explainAt(file: () => string) {
  return async (view: EditorView, offset: number): Promise<Tooltip | null> => {
    const found = await desk().hover(file(), view.state.doc.toString(), offset)
    if (found === undefined) return null
    const { from, to, title, lines } = found
    return { pos: from, end: to, above: true, create: () => ({ dom: explanation(title, lines) }) }
  }
}

function explanation(title: string, lines: readonly string[]): HTMLElement {
  const box = document.createElement('div')
  box.className = 'edit-hover'
  const head = document.createElement('strong')
  head.textContent = title
  box.append(head)
  for (const line of lines) {
    const paragraph = document.createElement('p')
    paragraph.textContent = line
    box.append(paragraph)
  }
  return box
}

const SEVERITIES = { error: 'error', warning: 'warning', note: 'info' } as const

/** An issue as the editor shows it, with the nearest name as a remedy where there is one. */
export function diagnosticOf(issue: FileIssue, length: number): Diagnostic {
  const from = Math.min(issue.from, length)
  const to = Math.min(Math.max(issue.to, from), length)
  const nearest = nearestName(issue)
  return {
    from,
    to,
    severity: SEVERITIES[issue.severity],
    source: issue.code,
    message: issue.hint === undefined ? issue.message : `${issue.message}\n${issue.hint}`,
    ...(nearest === undefined ? {} : { actions: [remedy(nearest)] }),
  }
}

function remedy(name: string): Action {
  return {
    name: `Write ${name}`,
    apply: (view, from, to) =>
      view.dispatch({ changes: { from, to, insert: name }, userEvent: 'input.complete' }),
  }
}

/** The name that a hint proposes. */
export function nearestName({ hint = '' }: Pick<FileIssue, 'hint'>): string | undefined {
  return /did you mean '([^']+)'/.exec(hint)?.[1]
}
