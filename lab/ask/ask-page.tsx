import { Alert, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { ArmsEditor } from './arms-editor.tsx'
import classes from './ask.module.css'
import { BeginPanel } from './begin-panel.tsx'
import { ComparisonsEditor, EndpointsEditor } from './endpoints-editor.tsx'
import { QuestionFields } from './question-fields.tsx'
import { Results, useRecords } from './results.tsx'
import { RunBar } from './run-bar.tsx'
import { TextPanel } from './text-panel.tsx'
import { type Question, useQuestion } from './use-question.ts'
import { useTrial } from './use-trial.ts'

/** Puts a question to a model as a trial, runs it, and reads what comes out. */
export default function AskPage() {
  useRecords()
  // Not the progress: the form need not be drawn again for it.
  const isRunning = useTrial((state) => state.running !== undefined)
  const { open, read, problem } = useTrial(
    useShallow((state) => ({ open: state.open, read: state.read, problem: state.problem })),
  )
  const question = useQuestion(isRunning)
  const [isBeginning, setBeginning] = useState(false)
  const [wantsResults, setWantsResults] = useState(open !== undefined)
  const isReading = wantsResults || open !== undefined
  // From a result that has just come, the way back is to all of them.
  useEffect(() => {
    if (open !== undefined) setWantsResults(true)
  }, [open])
  const isEmpty = question.text === '' || isBeginning
  const show = (view: string): void => {
    setWantsResults(view === 'results')
    if (view !== 'results') read(undefined)
  }
  return (
    <div className={classes['page']}>
      <Group justify="space-between" pb="md">
        <Title order={1}>Ask</Title>
        <Group gap="xs">
          {!isReading && !isEmpty && (
            <Button variant="default" onClick={() => setBeginning(true)}>
              Begin anew
            </Button>
          )}
          <SegmentedControl
            aria-label="What is shown"
            data={[
              { value: 'question', label: 'Question' },
              { value: 'results', label: 'Results' },
            ]}
            value={isReading ? 'results' : 'question'}
            onChange={show}
          />
        </Group>
      </Group>
      {problem !== undefined && (
        <Alert color="red" variant="outline" title="The trial did not run" mb="md">
          {problem.message}
        </Alert>
      )}
      {isReading && <Results />}
      {!isReading && isEmpty && (
        <BeginPanel
          onBegin={(text) => {
            question.change(text)
            setBeginning(false)
          }}
          onCancel={question.text === '' ? undefined : () => setBeginning(false)}
        />
      )}
      {!isReading && !isEmpty && <QuestionForm question={question} />}
      <RunBar question={isReading || isEmpty ? undefined : question} />
    </div>
  )
}

/** The form, and the text that it writes beside it. */
function QuestionForm({ question }: { readonly question: Question }) {
  const { form } = question
  return (
    <div className={classes['columns']}>
      {form === undefined ? (
        <Text>The text cannot be read as it stands, so there is no form: correct it there.</Text>
      ) : (
        <Stack gap="lg">
          <QuestionFields question={question} form={form} />
          <ArmsEditor question={question} form={form} />
          <EndpointsEditor question={question} form={form} />
          <ComparisonsEditor question={question} form={form} />
          {form.others.length > 0 && (
            <Text c="dimmed">Only in the text, and kept as they are: {form.others.join(', ')}.</Text>
          )}
        </Stack>
      )}
      <TextPanel question={question} />
    </div>
  )
}
