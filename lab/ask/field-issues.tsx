import { Text } from '@mantine/core'
import type { Issue } from '../../src/browser.ts'
import { placeAt } from './experiment-form.ts'
import type { Question } from './use-question.ts'

interface FieldIssuesProps {
  readonly question: Pick<Question, 'check' | 'documents' | 'text'>
  /** Entry of the form: `['arms', 'untreated']`. */
  readonly at: readonly string[]
}

/** What is wrong with an entry of the form, at its place. */
export function FieldIssues({ question, at }: FieldIssuesProps) {
  const issues = errorsHere(question).filter(({ position }) =>
    at.every((key, depth) => placeAt(question.text, position?.line ?? 0)[depth] === key),
  )
  return issues.map((issue) => <IssueText key={`${issue.position?.line} ${issue.message}`} issue={issue} />)
}

/** A mistake, and what to do about it. */
export function IssueText({ issue }: { readonly issue: Issue }) {
  const { message, hint, severity } = issue
  return (
    <Text size="sm" role={severity === 'error' ? 'alert' : undefined}>
      <Text span fw={600} size="sm" {...(severity === 'error' ? { className: 'ask-error' } : {})}>
        {severity === 'error' ? '✗ ' : '! '}
      </Text>
      {message}
      {hint !== undefined && (
        <Text span size="sm" c="dimmed">
          {' '}
          {hint}
        </Text>
      )}
    </Text>
  )
}

/** Mistakes in the experiment's own text. */
export function errorsHere({ check, documents }: Pick<Question, 'check' | 'documents'>): readonly Issue[] {
  return (
    check?.issues.filter(
      ({ severity, position }) => severity === 'error' && position?.file === documents?.file,
    ) ?? []
  )
}
