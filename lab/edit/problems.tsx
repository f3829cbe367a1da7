import { useState } from 'react'
import type { FileIssue } from '../workers/desk-api.ts'
import { useDesk } from './desk.ts'
import { openFile } from './editing.ts'

const WORDS = { error: 'error', warning: 'warning', note: 'note' } as const

/** What is wrong with the model, errors first; a click goes there. Notes are folded away: they are many and rarely urgent. */
export function Problems() {
  const check = useDesk((state) => state.check)
  const [hasNotes, setHasNotes] = useState(false)
  const issues = check?.issues ?? []
  const grave = (['error', 'warning'] as const).flatMap((severity) =>
    issues.filter((each) => each.severity === severity),
  )
  const notes = issues.filter(({ severity }) => severity === 'note')
  return (
    <section className="edit-problems" aria-label="Problems">
      <header>
        <strong role="status">{summaryOf(check === undefined, grave)}</strong>
        {notes.length > 0 && (
          <button type="button" aria-expanded={hasNotes} onClick={() => setHasNotes(!hasNotes)}>
            {hasNotes ? 'Hide' : 'Show'} {notes.length} {notes.length === 1 ? 'note' : 'notes'}
          </button>
        )}
      </header>
      {(grave.length > 0 || hasNotes) && (
        <ul>
          {[...grave, ...(hasNotes ? notes : [])].map((issue, index) => (
            <Problem key={index} issue={issue} />
          ))}
        </ul>
      )}
    </section>
  )
}

function summaryOf(isChecking: boolean, grave: readonly FileIssue[]): string {
  if (isChecking) return 'Reading the model'
  const count = (severity: 'error' | 'warning'): number =>
    grave.filter((each) => each.severity === severity).length
  const parts = (['error', 'warning'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}${count(severity) === 1 ? '' : 's'}`)
  return parts.length === 0 ? 'No problems' : parts.join(', ')
}

function Problem({ issue }: { readonly issue: FileIssue }) {
  const { severity, message, hint, code, file, position, from, to } = issue
  return (
    <li>
      <button type="button" onClick={() => openFile(file, { from, to })}>
        <span className={`edit-severity ${severity}`}>{WORDS[severity]}</span>
        <span>
          {message}
          {hint !== undefined && <span className="edit-hint">; {hint}</span>}{' '}
          <span className="edit-where">
            {file}:{position?.line ?? 1} {code}
          </span>
        </span>
      </button>
    </li>
  )
}
