import { ActionIcon, Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ModelOffers } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { CommitInput } from './commit-input.tsx'
import { addTo, removeAt, renameEndpoint, setAt } from './experiment-edit.ts'
import type { ExperimentForm, FormEndpoint } from './experiment-form.ts'
import { FieldIssues } from './field-issues.tsx'
import { freeName } from './new-experiment.ts'
import type { Question } from './use-question.ts'

interface EditorProps {
  readonly question: Question
  readonly form: ExperimentForm
}

/** What is measured, and when: the first endpoint answers the question. */
export function EndpointsEditor({ question, form }: EditorProps) {
  const { text, change, offers } = question
  const names = form.endpoints.map(({ name }) => name)
  const add = (measure: string | null): void => {
    if (measure !== null) change(setAt(text, ['endpoints', freeName(measure, names)], { measure, at: 'end' }))
  }
  return (
    <Stack gap="sm" component="section" aria-label="Endpoints" className={classes['section'] ?? ''}>
      <Title order={2}>What is measured</Title>
      {form.endpoints.map((endpoint, index) => (
        <EndpointLine key={index} endpoint={endpoint} isFirst={index === 0} question={question} />
      ))}
      <Select
        aria-label="Add an endpoint"
        placeholder="Add an endpoint: search what the model can measure"
        data={choicesOf(offers)}
        value={null}
        searchable
        limit={200}
        maxDropdownHeight={320}
        nothingFoundMessage="No measure of that name; write it into the text where it has free parts"
        onChange={add}
      />
    </Stack>
  )
}

interface EndpointLineProps {
  readonly endpoint: FormEndpoint
  readonly isFirst: boolean
  readonly question: Question
}

function EndpointLine({ endpoint, isFirst, question }: EndpointLineProps) {
  const { text, change, offers } = question
  const { name, measure, at } = endpoint
  const found = offers?.measures.find((each) => each.name === measure)
  return (
    <Stack gap={4}>
      <div className={classes['line']}>
        <CommitInput
          className={classes['grow'] ?? ''}
          label={isFirst ? 'Primary endpoint' : 'Endpoint'}
          value={name}
          onCommit={(value) => value !== '' && change(renameEndpoint(text, name, value))}
        />
        <CommitInput
          className={classes['grow'] ?? ''}
          label="Measure"
          value={measure}
          choices={offers?.measures.map((each) => each.name) ?? []}
          onCommit={(value) => change(setAt(text, ['endpoints', name, 'measure'], value))}
        />
        <CommitInput
          className={classes['narrow'] ?? ''}
          label="At"
          value={at}
          placeholder="end"
          onCommit={(value) => change(setAt(text, ['endpoints', name, 'at'], timesOf(value)))}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={`Take out endpoint ${name}`}
          onClick={() => change(removeAt(text, ['endpoints', name]))}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {found !== undefined && (
        <Text size="xs" c="dimmed" title={found.doc}>
          {plainDoc(found.doc)}
          {found.unit === '1' || found.unit === '' ? '' : ` [${found.unit}]`}
        </Text>
      )}
      <FieldIssues question={question} at={['endpoints', name]} />
    </Stack>
  )
}

/** The first thing that is said of a measure; the rest tells how others of its family are written. */
function plainDoc(doc: string): string {
  return (doc.split(';')[0] ?? doc).replaceAll('`', '')
}

/** `1 day, 3 day` as a list, one time as it stands. */
function timesOf(written: string): string | readonly string[] {
  const times = written
    .split(',')
    .map((time) => time.trim())
    .filter((time) => time !== '')
  return times.length > 1 ? times : (times[0] ?? 'end')
}

function choicesOf(offers: ModelOffers | undefined) {
  const chapters = new Map<string, string[]>()
  for (const { name, chapter } of offers?.measures ?? [])
    chapters.set(chapter, [...(chapters.get(chapter) ?? []), name])
  return [...chapters].map(([group, items]) => ({ group, items }))
}

/** Which arms are compared, and what is expected to come out. */
export function ComparisonsEditor({ question, form }: EditorProps) {
  const { text, change } = question
  const [control, ...others] = form.arms.map(({ name }) => name)
  const usual = others.map((arm) => `${arm} against ${control ?? ''}`)
  const further = form.compare.filter((sentence) => !usual.includes(sentence))
  const toggle = (sentence: string): void => {
    const index = form.compare.indexOf(sentence)
    change(index < 0 ? addTo(text, ['compare'], sentence) : removeAt(text, ['compare', index]))
  }
  return (
    <Stack gap="sm" component="section" aria-label="Comparisons" className={classes['section'] ?? ''}>
      <Title order={2}>What is compared</Title>
      {usual.length === 0 && <Text c="dimmed">With one arm there is nothing to compare: add another.</Text>}
      {[...usual, ...further].map((sentence) => (
        <Checkbox
          key={sentence}
          label={sentence}
          checked={form.compare.includes(sentence)}
          onChange={() => toggle(sentence)}
        />
      ))}
      <FieldIssues question={question} at={['compare']} />
      <Expectations question={question} form={form} />
    </Stack>
  )
}

/** What one expects, written down before: the report says which of it came. */
function Expectations({ question, form }: EditorProps) {
  const { text, change } = question
  const [control, arm] = form.arms.map(({ name }) => name)
  const endpoint = form.endpoints[0]?.name
  const canExpect = control !== undefined && arm !== undefined && endpoint !== undefined
  return (
    <>
      <Title order={2}>What you expect</Title>
      <Text size="sm" c="dimmed">
        Written down before the trial, so that the report can say which of it came.
      </Text>
      {form.expect.map((sentence, index) => (
        <div className={classes['line']} key={index}>
          <CommitInput
            className={classes['grow'] ?? ''}
            aria-label={`Expectation ${index + 1}`}
            value={sentence}
            onCommit={(value) =>
              change(value === '' ? removeAt(text, ['expect', index]) : setAt(text, ['expect', index], value))
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Take out expectation ${index + 1}`}
            onClick={() => change(removeAt(text, ['expect', index]))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <FieldIssues question={question} at={['expect']} />
      {canExpect && (
        <Group>
          <Button
            variant="default"
            onClick={() =>
              change(addTo(text, ['expect'], `${endpoint} is lower in ${arm} than in ${control} [assumed]`))
            }
          >
            Add an expectation
          </Button>
        </Group>
      )}
    </>
  )
}
