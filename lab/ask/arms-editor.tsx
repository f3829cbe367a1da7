import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { watchArms } from '../arms/watch-arms.ts'
import { AddChange } from './add-change.tsx'
import classes from './ask.module.css'
import { ChangeLine } from './change-line.tsx'
import { CommitInput } from './commit-input.tsx'
import { removeArm, renameArm } from './experiment-edit.ts'
import type { ExperimentForm, FormArm } from './experiment-form.ts'
import { FieldIssues } from './field-issues.tsx'
import { withNewArm } from './presets.ts'
import type { Question } from './use-question.ts'

/** The arms of a trial: the first is what the others are compared with. */
export function ArmsEditor({
  question,
  form,
}: {
  readonly question: Question
  readonly form: ExperimentForm
}) {
  const { text, change } = question
  const [, go] = useLocation()
  const names = form.arms.map(({ name }) => name)
  return (
    <Stack gap="sm" component="section" aria-label="Arms" className={classes['section'] ?? ''}>
      <Title order={2}>Arms</Title>
      {form.arms.map((arm, index) => (
        <ArmCard key={index} arm={arm} isControl={index === 0} question={question} />
      ))}
      <Group>
        <Button variant="default" onClick={() => change(withNewArm(text, names))}>
          Add an arm
        </Button>
        <Button
          variant="default"
          onClick={() => {
            watchArms(text)
            go('/compare')
          }}
        >
          Watch the arms side by side
        </Button>
      </Group>
    </Stack>
  )
}

interface ArmCardProps {
  readonly arm: FormArm
  readonly isControl: boolean
  /** True where the arm stands alone, to be kept or left as a whole. */
  readonly isAlone?: boolean
  readonly question: Question
}

/** An arm: its name, what it changes, and ways to change more. */
export function ArmCard({ arm, isControl, question, isAlone = false }: ArmCardProps) {
  const { text, change, offers } = question
  const { name, changes, others } = arm
  return (
    <Stack gap="xs" className={classes['arm'] ?? ''}>
      <div className={classes['line']}>
        <CommitInput
          className={classes['grow'] ?? ''}
          label={isControl ? 'Control' : 'Arm'}
          value={name}
          onCommit={(value) => value !== '' && change(renameArm(text, name, value))}
        />
        {!isControl && !isAlone && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Take out arm ${name}`}
            onClick={() => change(removeArm(text, name))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      {changes.length === 0 && others.length === 0 && (
        <Text c="dimmed">{isControl ? 'The model as it stands.' : 'Nothing differs yet: add a change.'}</Text>
      )}
      {changes.map((each) => (
        <ChangeLine key={each.at.join(' ')} arm={name} change={each} question={question} />
      ))}
      {others.length > 0 && (
        <Text size="sm" c="dimmed">
          Only in the text: {others.join(', ')}.
        </Text>
      )}
      <FieldIssues question={question} at={['arms', name]} />
      <AddChange arm={name} offers={offers} question={question} />
      {!isAlone && (changes.length > 0 || others.length > 0) && (
        <details>
          <summary>
            <Text span size="xs" c="dimmed">
              As it stands in the file
            </Text>
          </summary>
          <pre className={classes['yaml']}>{arm.yaml}</pre>
        </details>
      )}
    </Stack>
  )
}
