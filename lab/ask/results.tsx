import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useProject } from '../app/project.ts'
import { shippedTexts } from '../app/shipped.ts'
import { kernels } from '../workers/kernels.ts'
import type { TrialRecord } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { Downloads } from './downloads.tsx'
import { trialDocuments } from './trial-documents.ts'
import { trials } from './trial-client.ts'
import { useTrial } from './use-trial.ts'
import { byteWords, countWords } from './words.ts'

/** Trials of the project, latest first; the one that is open is read in full. */
export function Results() {
  const { records, open, read } = useTrial(
    useShallow((state) => ({ records: state.records, open: state.open, read: state.read })),
  )
  const project = useProject((state) => state.project.id)
  const own = records?.filter((record) => record.project === project) ?? []
  const chosen = own.find(({ id }) => id === open)
  if (chosen?.state === 'finished') return <Result record={chosen} onClose={() => read(undefined)} />
  return (
    <Stack gap="sm" maw={960}>
      {records !== undefined && own.length === 0 && (
        <Text c="dimmed">
          No trial of this project has been run yet. Write a question and run it: its report comes here.
        </Text>
      )}
      {own.map((record) => (
        <RecordLine key={record.id} record={record} />
      ))}
    </Stack>
  )
}

function RecordLine({ record }: { readonly record: TrialRecord }) {
  const { read, remove, start, running } = useTrial(
    useShallow((state) => ({
      read: state.read,
      remove: state.remove,
      start: state.start,
      running: state.running?.question,
    })),
  )
  const project = useProject((state) => state.project)
  const { id, question, state, runs, when, bytes, notes } = record
  const goOn = async (): Promise<void> => {
    const kept = await trials.documentsOf(id)
    if (kept === undefined) return
    const text = kept.texts[kept.file] ?? ''
    const now = await trialDocuments(project, text, true)
    // What it was asked with counts, not what the project has become.
    await start(
      {
        file: kept.file,
        texts: { ...now.texts, ...kept.texts },
        project: project.id,
        kernels: await kernels(),
      },
      question,
    )
  }
  return (
    <article className={classes['record']}>
      <Group justify="space-between" align="start" wrap="wrap">
        <Stack gap={4} flex="1 1 320px">
          <Title order={2}>{question}</Title>
          <Text>{stateText(record, running)}</Text>
          <Text size="xs" c="dimmed">
            {new Date(when).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })} ·{' '}
            {countWords(runs, 'run')} · {byteWords(bytes)} kept
          </Text>
          {notes.map((note) => (
            <Text key={note} size="sm">
              ! {note}
            </Text>
          ))}
        </Stack>
        <Group gap="xs">
          {state === 'finished' ? (
            <Button variant="default" onClick={() => read(id)}>
              Read
            </Button>
          ) : (
            <Button disabled={running !== undefined} onClick={() => void goOn()}>
              Go on
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            aria-label={`Delete ${question}`}
            onClick={() => void remove(id)}
          >
            Delete
          </Button>
        </Group>
      </Group>
    </article>
  )
}

/** The answer, or how far a trial is. */
function stateText(
  { state, answer, runs, runsDone, question }: TrialRecord,
  running: string | undefined,
): string {
  if (state === 'finished') return answer[0] ?? 'Finished; the report has the numbers.'
  return running === question
    ? 'Running now.'
    : `Paused: ${runsDone} of ${countWords(runs, 'run')} are there.`
}

interface ResultProps {
  readonly record: TrialRecord
  onClose(): void
}

/** A trial that ended: the answer first, then the report, then everything to take away. */
function Result({ record, onClose }: ResultProps) {
  const { question, answer, line, notes } = record
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="start">
        <Text c="dimmed">{question}</Text>
        <Button variant="subtle" size="compact-sm" onClick={onClose}>
          All results
        </Button>
      </Group>
      {answer.map((sentence) => (
        <p key={sentence} className={classes['answer']}>
          {sentence}
        </p>
      ))}
      <Text size="sm" c="dimmed">
        {line}
      </Text>
      {notes.map((note) => (
        <Text key={note} size="sm">
          ! {note}
        </Text>
      ))}
      <Downloads record={record} />
      <ReportFrame record={record} />
    </Stack>
  )
}

/**
 * The report as it was written, in a frame of its own origin: its script may search its table and do nothing else. The page's
 * policy knows that one script by its hash.
 */
function ReportFrame({ record: { id, when } }: { readonly record: TrialRecord }) {
  const [html, setHtml] = useState<string>()
  useEffect(() => {
    void trials.file(id, 'report.html').then((bytes) => setHtml(forFrame(new TextDecoder().decode(bytes))))
  }, [id, when])
  if (html === undefined) return <Text c="dimmed">Opening the report</Text>
  return (
    <iframe
      className={classes['frame']}
      title="Report"
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      srcDoc={html}
    />
  )
}

/** Sources open beside the Lab, which allows no other host in a frame. */
function forFrame(html: string): string {
  return html.replaceAll('<a href="http', '<a target="_blank" rel="noopener noreferrer" href="http')
}

/** Loads what is kept, once. */
export function useRecords(): void {
  const refresh = useTrial((state) => state.refresh)
  useEffect(() => void refresh(), [refresh])
  // The parts of the library are needed by whatever comes next.
  useEffect(() => void shippedTexts(), [])
}
