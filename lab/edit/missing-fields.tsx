import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormField } from '../../src/browser.ts'
import type { FormChange } from '../workers/desk-api.ts'

/** What a form does with a change; a text says why it could not. */
export type Change = (change: FormChange) => Promise<void>

/** Numbers that nobody wrote, with what stands in their place; shown on demand. */
export function Defaults({ field: { missing, label } }: { readonly field: FormField }) {
  const known = missing.filter((each) => each.default !== undefined)
  if (known.length === 0) return null
  return (
    <details className="edit-defaults">
      <summary>
        {known.length === 1 ? '1 default' : `${known.length} defaults`} <span>of {label}</span>
      </summary>
      <dl>
        {known.map(({ key, default: value = '', doc }) => (
          <div key={key} title={doc}>
            <dt>{key}</dt>
            <dd>
              {value} <span>default</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** What could be added to a group: a choice of keys, or a name of one's own. */
export function Missing({ field, change }: { readonly field: FormField; readonly change: Change }) {
  const [key, setKey] = useState('')
  const { missing, isOpen, path } = field
  if (missing.length === 0 && !isOpen) return null
  const chosen = missing.find((each) => each.key === key)
  const start = chosen?.start ?? {}
  const add = (): void => {
    if (key.trim() === '') return
    void change({ kind: 'new', change: { kind: 'set', path: [...path, key.trim()], value: start } })
    setKey('')
  }
  const options = [
    { value: '', label: 'add ...' },
    ...missing.map((each) => ({ value: each.key, label: each.key })),
  ]
  return (
    <div className="edit-add">
      <Group gap="xs">
        {missing.length > 0 ? (
          <NativeSelect
            size="xs"
            aria-label={`Add to ${field.label}`}
            data={options}
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
        ) : (
          <TextInput
            size="xs"
            aria-label={`A new name in ${field.label}`}
            placeholder="a new name"
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
        )}
        {key.trim() !== '' && (
          <Button size="xs" variant="default" onClick={add}>
            Add {key.trim()}
          </Button>
        )}
      </Group>
      {chosen !== undefined && (
        <Text size="xs" className="edit-muted">
          {chosen.detail}. {chosen.doc}
        </Text>
      )}
    </div>
  )
}
