import { Group, Text, TextInput } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import type { FormField } from '../../src/browser.ts'
import { desk, useDesk, writeFile } from './desk.ts'
import { useEditing } from './editing.ts'
import { Field } from './field.tsx'
import { ReadOnly, Sources } from './form-context.ts'
import { useAnswer } from './use-answer.ts'
import { type Change, Missing } from './missing-fields.tsx'

/** The model as forms: every number with its unit and source, every choice with what may be chosen. */
export function FormsPane({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const form = useForm()
  const search = useEditing((state) => state.search)
  const [problem, setProblem] = useState<string>()
  const change: Change = async (asked) => {
    const done = await desk().change(asked)
    setProblem(typeof done === 'string' ? done : undefined)
    if (typeof done !== 'string') writeFile(done.file, done.text)
  }
  const found = form === undefined || search.trim() === '' ? undefined : matching(form, search)
  return (
    <section className="edit-forms" aria-label="Forms">
      <Group className="edit-tools" gap="xs">
        <TextInput
          size="xs"
          type="search"
          aria-label="Search all parameters"
          placeholder="Search all parameters"
          value={search}
          onChange={({ currentTarget }) => useEditing.setState({ search: currentTarget.value })}
        />
        {found !== undefined && (
          <Text size="sm" role="status" className="edit-muted">
            {found.length} found
          </Text>
        )}
      </Group>
      {problem !== undefined && (
        <Text role="alert" size="sm" className="edit-note edit-error">
          {problem}
        </Text>
      )}
      {isReadOnly && <Text className="edit-note">To read. Editing needs a wider screen.</Text>}
      <FormContext isReadOnly={isReadOnly} form={form}>
        {form === undefined && (
          <Text className="edit-muted">The forms appear when the text can be read.</Text>
        )}
        {form !== undefined && found === undefined && (
          <Groups form={form} change={change} isReadOnly={isReadOnly} />
        )}
        {found?.map((field) => (
          <Field
            key={field.path.join('/')}
            field={field}
            change={change}
            crumbs={field.path.slice(0, -1).join(' › ')}
          />
        ))}
        {found?.length === 0 && (
          <Text className="edit-muted">
            Nothing is called so. Search by name, by value, or by what a thing means.
          </Text>
        )}
      </FormContext>
    </section>
  )
}

/** What every field may ask: whether anything may be changed, and the keys of sources. */
function FormContext(props: {
  readonly isReadOnly: boolean
  readonly form: FormField | undefined
  readonly children: ReactNode
}) {
  const sources = useMemo(
    () => props.form?.fields.find(({ label }) => label === 'sources')?.fields.map(({ label }) => label) ?? [],
    [props.form],
  )
  return (
    <ReadOnly value={props.isReadOnly}>
      <Sources value={sources}>
        <div className="edit-fields">{props.children}</div>
      </Sources>
    </ReadOnly>
  )
}

/** The form of the last text that could be read. */
function useForm(): FormField | undefined {
  const revision = useDesk((state) => state.revision)
  const [form, setForm] = useState<FormField>()
  const take = (next: FormField | undefined): void => {
    if (next !== undefined) setForm(next)
  }
  useAnswer(revision === 0 ? undefined : () => desk().form(), take, [revision])
  return form
}

/** Single values whose name, text or meaning holds every word. */
function matching(form: FormField, search: string): readonly FormField[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isFound = ({ path, text = '', doc, note = '' }: FormField): boolean => {
    const all = [path.join(' '), text, doc, note].join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  const leaves = (field: FormField): readonly FormField[] =>
    field.fields.length === 0 && field.text !== undefined ? [field] : field.fields.flatMap(leaves)
  return leaves(form).filter(isFound).slice(0, MOST_FOUND)
}

/** Fields that a search shows. Chosen: more are not read, and a page of inputs is slow. */
const MOST_FOUND = 80

/** Top of the model, a group for each section; what is large is closed at first. */
function Groups(props: { readonly form: FormField; readonly change: Change; readonly isReadOnly: boolean }) {
  const { form, change, isReadOnly } = props
  return (
    <>
      {form.fields
        .filter(({ label }) => label !== 'format')
        .map((field) => (
          <Field key={field.label} field={field} change={change} />
        ))}
      {!isReadOnly && <Missing field={form} change={change} />}
    </>
  )
}
