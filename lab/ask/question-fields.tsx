import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import classes from './ask.module.css'
import { CommitInput } from './commit-input.tsx'
import { removeAt, setAt } from './experiment-edit.ts'
import type { ExperimentForm } from './experiment-form.ts'
import { FieldIssues } from './field-issues.tsx'
import type { Question } from './use-question.ts'

/** What is asked, of which model, how often and for how long. */
export function QuestionFields({
  question,
  form,
}: {
  readonly question: Question
  readonly form: ExperimentForm
}) {
  const { text, change, offers } = question
  return (
    <Stack gap="sm" component="section" aria-label="Question">
      <CommitInput
        label="Question, in one sentence"
        value={form.question}
        onCommit={(value) => change(setAt(text, ['question'], value))}
      />
      <FieldIssues question={question} at={['question']} />
      <Text c="dimmed">{offers === undefined ? form.model : `${offers.title} · ${form.model}`}</Text>
      <FieldIssues question={question} at={['model']} />
      <SizeFields question={question} form={form} />
    </Stack>
  )
}

/** Replicates, seed, duration and pairing, as a line. */
function SizeFields({ question, form }: { readonly question: Question; readonly form: ExperimentForm }) {
  const { text, change, offers } = question
  const number = (key: 'replicates' | 'seed') => (value: string) =>
    change(setAt(text, [key], /^\d+$/.test(value) ? Number(value) : value))
  return (
    <>
      <Title order={2}>Size</Title>
      <div className={classes['line']}>
        <CommitInput
          className={classes['narrow'] ?? ''}
          label="Runs per arm"
          inputMode="numeric"
          value={form.replicates}
          onCommit={number('replicates')}
        />
        <CommitInput
          className={classes['narrow'] ?? ''}
          label="Seed"
          inputMode="numeric"
          value={form.seed}
          placeholder="1"
          onCommit={number('seed')}
        />
        <CommitInput
          className={classes['narrow'] ?? ''}
          label="Simulated time"
          value={form.stop}
          placeholder={offers === undefined ? '' : `${offers.stop} (model)`}
          onCommit={(value) =>
            change(
              value === ''
                ? removeAt(text, form.others.includes('common') ? ['common', 'time', 'stop'] : ['common'])
                : setAt(text, ['common', 'time', 'stop'], value),
            )
          }
        />
        <Group gap={4} align="end">
          <SegmentedControl
            aria-label="Pairing of runs"
            data={[
              { value: 'twins', label: 'Twins' },
              { value: 'independent', label: 'Independent' },
            ]}
            value={form.pairing}
            onChange={(value) => change(setAt(text, ['pairing'], value))}
          />
        </Group>
      </div>
      <FieldIssues question={question} at={['replicates']} />
      <FieldIssues question={question} at={['seed']} />
      <FieldIssues question={question} at={['common']} />
      <Text size="xs" c="dimmed">
        Twins share every chance event until a treatment acts, so that few runs show small differences.
      </Text>
    </>
  )
}
