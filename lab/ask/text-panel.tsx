import { Stack, Text, Textarea, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Issue } from '../../src/browser.ts'
import classes from './ask.module.css'
import { IssueText } from './field-issues.tsx'
import type { Question } from './use-question.ts'

/** The text of the experiment, and all that is wrong with it. */
export function TextPanel({ question }: { readonly question: Question }) {
  const { text, change, documents } = question
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  return (
    <Stack gap="sm" className={classes['side'] ?? ''} component="section" aria-label="Text">
      <Title order={2}>The experiment as a file</Title>
      <Textarea
        className={classes['text'] ?? ''}
        aria-label="Text of the experiment"
        description="The form writes this text, and reads what you change here when you leave it."
        value={draft}
        autosize
        minRows={16}
        maxRows={32}
        spellCheck={false}
        wrap="off"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => draft !== text && change(draft)}
      />
      <IssueList question={question} />
      <Text size="xs" c="dimmed">
        {documents === undefined ? '' : `${documents.file}, format 1`}
      </Text>
    </Stack>
  )
}

function IssueList({ question: { check, documents } }: { readonly question: Question }) {
  if (check === undefined) return null
  const errors = check.issues.filter(({ severity }) => severity === 'error')
  const here = check.issues.filter(
    ({ severity, position }) => severity !== 'error' && position?.file === documents?.file,
  )
  const others = check.issues.length - errors.length - here.length
  return (
    <>
      <ul className={classes['issues']}>
        {[...errors, ...here].map((issue) => (
          <li key={placeOf(issue) + issue.message}>
            <Text size="xs" c="dimmed">
              {placeOf(issue)}
            </Text>
            <IssueText issue={issue} />
          </li>
        ))}
      </ul>
      {others > 0 && (
        <Text size="xs" c="dimmed">
          {others} more about the model itself: see Edit.
        </Text>
      )}
    </>
  )
}

function placeOf({ position, path }: Issue): string {
  const at = path.length === 0 ? '' : `, ${path.join(' › ')}`
  return position === undefined ? at : `${position.file}, line ${position.line}${at}`
}
