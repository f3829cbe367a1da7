import { Alert, Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { parseDocument } from 'yaml'
import { armsOfQuestion } from '../arms/arms-question.ts'
import { useProject } from '../app/project.ts'
import { ArmCard } from '../ask/arms-editor.tsx'
import { renameArm, setAt } from '../ask/experiment-edit.ts'
import { type FormArm, placeAt } from '../ask/experiment-form.ts'
import { freeName } from '../ask/new-experiment.ts'
import { type Question, useQuestionOf } from '../ask/use-question.ts'
import type { RunInfo } from '../workers/run-api.ts'
import { nameOfChanges } from './arm-texts.ts'
import { useCompare } from './compare-store.ts'
import { armsForTrial, textOfArms } from './twins.ts'
import { putArms } from './use-arms.ts'
import classes from './compare.module.css'

/** Name of an arm before it has another. */
const NEW_ARM = 'new arm'

interface ArmDialogProps {
  readonly info: RunInfo
  /** The arm that is changed; a new one when absent. */
  readonly name?: string
  onClose(): void
}

/** Makes or changes an arm in the same words as on the Ask page; arms that run stay until the new ones are free of mistakes. */
export function ArmDialog({ info, name, onClose }: ArmDialogProps) {
  return (
    <Modal opened onClose={onClose} title={name === undefined ? 'Another arm' : `Arm ${name}`} size={780}>
      <ArmForm info={info} onClose={onClose} {...(name === undefined ? {} : { name })} />
    </Modal>
  )
}

function ArmForm({ info, name, onClose }: ArmDialogProps) {
  const [{ text, place }, setDraft] = useState(() => draftOf(info, name))
  const question = useQuestionOf(text, (next) => setDraft({ text: next, place }), false)
  const arm = question.form?.arms[place]
  if (arm === undefined) return <Text>The arms cannot be read as they stand.</Text>
  const { check } = question
  const isEmpty = name === undefined && arm.changes.length === 0 && arm.others.length === 0
  const keep = (): void => {
    const others = (question.form?.arms ?? []).flatMap((each) => (each === arm ? [] : [each.name]))
    const own = arm.name.startsWith(NEW_ARM) ? nameOfChanges(arm.changes) : arm.name
    const named = own === '' ? text : renameArm(text, arm.name, freeName(own, others))
    putArms(armsOfQuestion(named).arms)
    onClose()
  }
  return (
    <div className={classes['form']}>
      <ArmCard arm={arm} isControl={place === 0} isAlone question={question} />
      <ArmYaml arm={arm} question={question} />
      <Mistakes arm={arm} question={question} />
      <Group>
        <Button disabled={check?.isValid !== true || isEmpty} onClick={keep}>
          {name === undefined ? 'Add the arm' : 'Change the arm'}
        </Button>
        <Text size="sm" role="status">
          {isEmpty ? 'Add a change first.' : check === undefined ? 'Reading the arm' : ''}
        </Text>
      </Group>
    </div>
  )
}

/** The arms as a trial of one run each, with the arm that is changed, and its place. */
function draftOf(info: RunInfo, name: string | undefined): { readonly text: string; readonly place: number } {
  const { setups } = useCompare.getState()
  const arms = armsForTrial(setups)
  const names = arms.map((arm) => arm.name)
  const all = name === undefined ? [...arms, { name: freeName(NEW_ARM, names), change: '' }] : arms
  const place = name === undefined ? arms.length : names.indexOf(name)
  return { text: textOfArms(useProject.getState().project, all, { info, replicates: 1 }), place }
}

/** The arm as text, for what no form knows. */
function ArmYaml({ arm, question }: { readonly arm: FormArm; readonly question: Question }) {
  const [draft, setDraft] = useState(arm.yaml)
  const [mistake, setMistake] = useState<string | undefined>(undefined)
  useEffect(() => setDraft(arm.yaml), [arm.yaml])
  const read = (): void => {
    const document = parseDocument(draft)
    const [error] = document.errors
    setMistake(error?.message.split('\n')[0])
    if (error === undefined && draft !== arm.yaml)
      question.change(setAt(question.text, ['arms', arm.name], document.toJS() ?? {}))
  }
  return (
    <Textarea
      label="As text"
      description="As an arm of an experiment is written; read when you leave it."
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      value={draft}
      error={mistake}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={read}
      classNames={{ input: classes['code'] ?? '' }}
    />
  )
}

/** What is wrong that the form does not tell at its place. */
function Mistakes({ arm, question }: { readonly arm: FormArm; readonly question: Question }) {
  const { check, documents, text } = question
  const errors = check?.issues.filter(({ severity }) => severity === 'error') ?? []
  if (errors.length === 0) return null
  const others = errors.filter(({ position }) => {
    if (position?.file !== documents?.file) return true
    const [section, name] = placeAt(text, position?.line ?? 0)
    return section !== 'arms' || name !== arm.name
  })
  return (
    <Alert color="red" variant="outline" title="The arms that run stay until this is corrected">
      {others.length === 0 && 'What is wrong is told above, at its place.'}
      {others.map(({ path, message, hint }) => (
        <Text size="sm" key={path.join('.') + message}>
          {path.join(' › ')}: {message}
          {hint === undefined ? '' : `; ${hint}`}
        </Text>
      ))}
    </Alert>
  )
}
