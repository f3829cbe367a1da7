import { ActionIcon, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { OfferedNumber } from '../../src/browser.ts'
import type { ModelOffers } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { CommitInput } from './commit-input.tsx'
import { removeAt, setAt } from './experiment-edit.ts'
import type { ChangeKind, FormChange } from './experiment-form.ts'
import type { Question } from './use-question.ts'

/** What a change is called, and what its value is. */
export const CHANGE_WORDS: Readonly<Record<ChangeKind, { readonly name: string; readonly value: string }>> = {
  dose: { name: 'Dose of', value: 'Dose' },
  'knock down': { name: 'Knock down', value: 'Share lost' },
  overexpress: { name: 'Overexpress', value: 'Times' },
  scale: { name: 'Scale', value: 'Factor' },
  set: { name: 'Set', value: 'Value, with unit' },
  without: { name: 'Without', value: '' },
  include: { name: 'With part', value: '' },
}

interface ChangeLineProps {
  readonly arm: string
  readonly change: FormChange
  readonly question: Question
}

/** One change of an arm: what it is, its numbers, and a way to take it out. */
export function ChangeLine({ arm, change: line, question }: ChangeLineProps) {
  const { text, change, offers } = question
  const { kind, at, what, value } = line
  const path = ['arms', arm, ...at]
  const words = CHANGE_WORDS[kind]
  const name = nameOf(line, offers)
  const write = (key: string) => (written: string) =>
    change(written === '' ? removeAt(text, [...path, key]) : setAt(text, [...path, key], written))
  return (
    <div className={classes['line']}>
      <Text className={classes['grow'] ?? ''} title={what} py={8}>
        {words.name} <b>{name.name}</b>
        {name.text !== '' && kind !== 'dose' && (
          <Text span c="dimmed">
            {' '}
            ({name.text})
          </Text>
        )}
      </Text>
      {kind === 'dose' && (
        <>
          <CommitInput
            className={classes['narrow'] ?? ''}
            label="Dose"
            value={value}
            onCommit={write('dose')}
          />
          <CommitInput
            className={classes['narrow'] ?? ''}
            label="First at"
            value={line.start ?? ''}
            placeholder="0 day"
            onCommit={write('start')}
          />
          <CommitInput
            className={classes['narrow'] ?? ''}
            label="Then every"
            value={line.every ?? ''}
            placeholder="once"
            onCommit={write('every')}
          />
        </>
      )}
      {kind !== 'dose' && words.value !== '' && (
        <CommitInput
          className={classes['narrow'] ?? ''}
          label={words.value}
          value={value}
          onCommit={(written) =>
            change(setAt(text, path, /^-?\d+$/.test(written) ? Number(written) : written))
          }
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={`Take out: ${words.name} ${name.name}`}
        onClick={() => change(removeAt(text, path))}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}

function nameOf({ what }: FormChange, offers: ModelOffers | undefined): Pick<OfferedNumber, 'name' | 'text'> {
  const found =
    offers?.counts.find(({ path }) => path === what) ??
    offers?.genes.find(({ path }) => path === what) ??
    offers?.numbers.find(({ path }) => path === what)
  return found ?? { name: what, text: '' }
}
