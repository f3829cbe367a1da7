import { Autocomplete, TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'

/** What is passed on to the field. */
type FieldProps = Pick<TextInputProps, 'className' | 'label' | 'placeholder' | 'inputMode' | 'aria-label'>

interface CommitInputProps extends FieldProps {
  readonly value: string
  /** What may be chosen, where there is a list; anything else may be written, too. */
  readonly choices?: readonly string[]
  onCommit(value: string): void
}

/** Choices that are shown at once. Chosen: more nobody reads. */
const MOST_CHOICES = 40

/** A field whose text counts when one leaves it or presses Enter: half a word is no change that one would want to undo. */
export function CommitInput({ value, choices, onCommit, ...rest }: CommitInputProps) {
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  const commit = (text: string): void => {
    if (text.trim() !== value) onCommit(text.trim())
  }
  const common = {
    ...rest,
    value: draft,
    onBlur: () => commit(draft),
    onKeyDown: (event: React.KeyboardEvent<HTMLInputElement>) => {
      if (event.key === 'Enter') commit(event.currentTarget.value)
      if (event.key === 'Escape') setDraft(value)
    },
  }
  if (choices === undefined)
    return <TextInput {...common} onChange={(event) => setDraft(event.currentTarget.value)} />
  return (
    <Autocomplete
      {...common}
      data={[...choices]}
      limit={MOST_CHOICES}
      onChange={setDraft}
      onOptionSubmit={(choice) => {
        setDraft(choice)
        commit(choice)
      }}
    />
  )
}
