import { Autocomplete, Group, NativeSelect, TextInput } from '@mantine/core'
import { useContext, useEffect, useState } from 'react'
import type { FormField, Position } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { useDesk } from './desk.ts'
import { offsetOf, openFile } from './editing.ts'
import { type QuantityParts, partsOf, writtenOf } from './field-text.ts'
import { ReadOnly, Sources } from './form-context.ts'
import { type Change, Missing, Defaults } from './missing-fields.tsx'
import { SentenceInput } from './sentence-input.tsx'

interface FieldProps {
  readonly field: FormField
  readonly change: Change
  /** Where it stands, when it is shown out of its place. */
  readonly crumbs?: string
}

/** One key of the model: a group that opens, or a value with what it means. */
export function Field({ field, change, crumbs }: FieldProps) {
  const isReadOnly = useContext(ReadOnly)
  if (field.kind === 'group' || field.kind === 'items') return <GroupField field={field} change={change} />
  return (
    <div className="edit-field">
      <div className="edit-label">
        {crumbs !== undefined && crumbs !== '' && <span className="edit-crumbs">{crumbs}</span>}
        <span className="edit-name">{/^\d+$/.test(field.label) ? `item ${field.label}` : field.label}</span>
        <span className="edit-doc">{field.doc}</span>
      </div>
      {isReadOnly ? <ReadValue field={field} /> : <Value field={field} change={change} />}
      <Place field={field} change={change} />
    </div>
  )
}

function GroupField({ field, change }: FieldProps) {
  const isReadOnly = useContext(ReadOnly)
  const [isOpen, setIsOpen] = useState(false)
  const count = field.fields.length
  return (
    <details
      className="edit-group"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>
        <span className="edit-name">{field.label}</span>
        <span className="edit-doc">{count === 0 ? 'empty' : shortList(field)}</span>
      </summary>
      {isOpen && (
        <div className="edit-inside">
          <p className="edit-muted">{field.doc}</p>
          {field.fields.map((child) => (
            <Field key={child.path.join('/')} field={child} change={change} />
          ))}
          {field.kind === 'items' && !isReadOnly && <NewItem field={field} change={change} />}
          <Defaults field={field} />
          {!isReadOnly && <Missing field={field} change={change} />}
        </div>
      )}
    </details>
  )
}

/** What is in a closed group. */
function shortList({ fields, kind }: FormField): string {
  if (kind === 'items') return fields.length === 1 ? '1 item' : `${fields.length} items`
  const names = fields.slice(0, 5).map(({ label }) => label)
  return names.join(', ') + (fields.length > 5 ? ` and ${fields.length - 5} more` : '')
}

function NewItem({ field, change }: FieldProps) {
  const add = (text: string): void => {
    if (text === '') return
    void change({ kind: 'new', change: { kind: 'append', path: field.path, value: text } })
  }
  return (
    <Group gap="xs" className="edit-add">
      <div style={{ flex: 1 }}>
        <SentenceInput
          key={field.fields.length}
          label={`One more in ${field.label}`}
          path={[...field.path, 0]}
          text=""
          write={add}
        />
      </div>
    </Group>
  )
}

/** Where a value is written, with the way there and out. */
function Place({ field, change }: FieldProps) {
  const { at, label } = field
  const isReadOnly = useContext(ReadOnly)
  if (at === undefined) return null
  return (
    <div className="edit-place">
      <button type="button" onClick={() => openPlace(at)} title={`${at.file}, line ${at.line}`}>
        {at.file.split('/').at(-1)}:{at.line}
      </button>
      {!field.isRequired && !isReadOnly && (
        <button
          type="button"
          aria-label={`Remove ${label}`}
          onClick={() => void change({ kind: 'at', at, change: 'remove' })}
        >
          remove
        </button>
      )}
    </div>
  )
}

function openPlace({ file, line, column, length }: Position): void {
  const own = useProject.getState().project.files[file]
  const from = offsetOf(own ?? useDesk.getState().shipped?.[file] ?? '', line, column)
  openFile(file, { from, to: from + length })
}

function Value({ field, change }: FieldProps) {
  const write = (value: string | Readonly<Record<string, string>>): void => {
    if (field.at !== undefined) void change({ kind: 'at', at: field.at, change: { value } })
  }
  if (field.kind === 'quantity') return <QuantityValue field={field} write={write} />
  if (field.choices !== undefined && field.choices.length > 0)
    return (
      <NativeSelect
        size="xs"
        aria-label={field.label}
        data={[...new Set([field.text ?? '', ...field.choices])]}
        value={field.text ?? ''}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
    )
  const { label, text = '', path } = field
  if (field.kind === 'sentence') return <SentenceInput label={label} path={path} text={text} write={write} />
  return <TextValue label={label} text={text} write={write} />
}

/** A text that is written when one leaves it or presses Enter. */
function TextValue(props: {
  readonly label: string
  readonly text: string
  readonly write: (text: string) => void
  readonly width?: number
}) {
  const { label, text, write, width } = props
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  const done = (): void => {
    if (typed !== text) write(typed)
  }
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={typed}
      {...(width === undefined ? {} : { w: width })}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={done}
      onKeyDown={({ key }) => {
        if (key === 'Enter') done()
        if (key === 'Escape') setTyped(text)
      }}
    />
  )
}

/** Number, unit and where the number comes from. */
function QuantityValue({
  field,
  write,
}: {
  readonly field: FormField
  readonly write: (value: ReturnType<typeof writtenOf>) => void
}) {
  const parts = partsOf(field.text ?? '')
  const { note = '', label, units = [] } = field
  const put = (change: Partial<QuantityParts>, words = note): void =>
    write(writtenOf({ ...parts, ...change }, words))
  return (
    <Group gap={4} className="edit-quantity">
      <TextValue label={label} text={parts.number} width={80} write={(number) => put({ number })} />
      {units.length + parts.unit.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={`Unit of ${label}`}
          data={[...new Set([parts.unit, ...units])]}
          value={parts.unit}
          onChange={({ currentTarget }) => put({ unit: currentTarget.value })}
        />
      )}
      {!(field.isSetting && parts.kind === '' && parts.source === '') && (
        <>
          <NativeSelect
            size="xs"
            aria-label={`How well ${label} is known`}
            data={[{ value: '', label: 'as its source' }, 'measured', 'fitted', 'assumed']}
            value={parts.kind}
            onChange={({ currentTarget }) => put({ kind: currentTarget.value })}
          />
          <SourceValue label={label} source={parts.source} write={(source) => put({ source })} />
          <NoteValue label={label} note={note} write={(words) => put({}, words)} />
        </>
      )}
    </Group>
  )
}

/** A note takes room only where there is one, or where somebody asks for it. */
function NoteValue({
  label,
  note,
  write,
}: {
  readonly label: string
  readonly note: string
  readonly write: (note: string) => void
}) {
  const [isOpen, setIsOpen] = useState(note !== '')
  if (isOpen) return <TextValue label={`Note on ${label}`} text={note} width={200} write={write} />
  return (
    <button type="button" className="edit-link" onClick={() => setIsOpen(true)}>
      note
    </button>
  )
}

/** A key of the model's sources, or doi:...; keys are offered. */
function SourceValue(props: {
  readonly label: string
  readonly source: string
  readonly write: (source: string) => void
}) {
  const { label, source, write } = props
  const known = useContext(Sources)
  const [typed, setTyped] = useState(source)
  useEffect(() => setTyped(source), [source])
  return (
    <Autocomplete
      size="xs"
      w={150}
      aria-label={`Source of ${label}`}
      placeholder="no source"
      data={[...known]}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={write}
      onBlur={() => typed !== source && write(typed)}
    />
  )
}

/** On a phone: the text as it is. */
function ReadValue({ field: { text = '', note } }: { readonly field: FormField }) {
  return (
    <div className="edit-read">
      {text}
      {note !== undefined && <span className="edit-muted"> ({note})</span>}
    </div>
  )
}
