import { setDiagnostics } from '@codemirror/lint'
import type { EditorView } from '@codemirror/view'
import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useProject } from '../app/project.ts'
import { TRIAL_PATH } from '../workers/desk-api.ts'
import { desk, useDesk, writeFile } from './desk.ts'
import { diagnosticOf } from './editor-answers.ts'
import { createEditor, lock, locking, showText } from './editor.ts'
import { offsetOf, openFile, useEditing } from './editing.ts'
import { FileTabs } from './file-tabs.tsx'
import { Problems } from './problems.tsx'

/** Silence after which what was typed becomes one step of the project [ms]. Chosen: a pause in typing, not between words. */
const PAUSE = 500

/** The model as text, with its documents as tabs and what is wrong with it below. */
export function TextPane({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const project = useProject((state) => state.project)
  const shipped = useDesk((state) => state.shipped) ?? {}
  const file = useEditing((state) => state.file) ?? project.model
  const text = textOf(file, project, shipped)
  const isOwn = file === TRIAL_PATH || project.files[file] !== undefined
  const host = useEditor(file, text, isReadOnly || !isOwn)
  return (
    <div className="edit-text">
      <FileTabs file={file} />
      {!isOwn && (
        <Group className="edit-note" gap="sm" wrap="nowrap" justify="space-between">
          <Text size="sm">
            {isReadOnly
              ? 'To read. Editing needs a wider screen.'
              : 'This file ships with Milieu and stays as it is.'}
          </Text>
          {!isReadOnly && (
            <Button
              size="xs"
              variant="default"
              disabled={shipped[file] === undefined}
              onClick={() => writeFile(file, text)}
            >
              Make my own copy
            </Button>
          )}
        </Group>
      )}
      <div className="edit-editor" ref={host} />
      <Problems />
    </div>
  )
}

function textOf(
  file: string,
  {
    files,
    experiment = '',
  }: { readonly files: Readonly<Record<string, string>>; readonly experiment?: string },
  shipped: Readonly<Record<string, string>>,
): string {
  return file === TRIAL_PATH ? experiment : (files[file] ?? shipped[file] ?? '')
}

/** Keeps an editor in an element and the project's text in the editor. */
function useEditor(file: string, text: string, isLocked: boolean) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const draft = useRef<Draft>(undefined)
  const current = useRef(file)
  useEffect(() => {
    if (host.current === null) return undefined
    const editor = createEditor(host.current, eventsOf(current, draft))
    view.current = editor
    return () => {
      flush(draft)
      editor.destroy()
    }
  }, [])
  useEffect(() => {
    const isOther = current.current !== file
    if (isOther) flush(draft)
    current.current = file
    const editor = view.current
    // While somebody types, the project is a moment behind the editor.
    if (editor === undefined || draft.current?.file === file) return
    showText(editor, text)
    editor.dispatch({
      effects: locking.reconfigure(lock(isLocked)),
      ...(isOther ? { selection: { anchor: 0 }, scrollIntoView: true } : {}),
    })
  }, [file, text, isLocked])
  useDiagnostics(view, file, text)
  useTarget(view, file, text)
  return host
}

interface Draft {
  readonly file: string
  readonly text: string
  readonly timer: ReturnType<typeof setTimeout>
}

/** Puts what was typed into the project. */
function flush(draft: { current: Draft | undefined }): void {
  const typed = draft.current
  draft.current = undefined
  if (typed === undefined) return
  clearTimeout(typed.timer)
  if (typed.file === TRIAL_PATH) useProject.getState().change({ experiment: typed.text })
  else writeFile(typed.file, typed.text)
}

function eventsOf(file: { readonly current: string }, draft: { current: Draft | undefined }) {
  return {
    file: () => file.current,
    changed: (text: string) => {
      clearTimeout(draft.current?.timer)
      draft.current = { file: file.current, text, timer: setTimeout(() => flush(draft), PAUSE) }
    },
    undo: () => {
      flush(draft)
      useProject.getState().undo()
    },
    redo: () => useProject.getState().redo(),
    definition: (offset: number) => void goToDefinition(file.current, offset),
  }
}

/** Opens where the name under the cursor is defined. */
async function goToDefinition(file: string, offset: number): Promise<void> {
  const { project } = useProject.getState()
  const shipped = useDesk.getState().shipped ?? {}
  const found = await desk().definition(file, textOf(file, project, shipped), offset)
  if (found === undefined) return
  const from = offsetOf(textOf(found.file, project, shipped), found.line, found.column)
  openFile(found.file, { from, to: from + found.length })
}

function useDiagnostics(
  view: { readonly current: EditorView | undefined },
  file: string,
  text: string,
): void {
  const issues = useDesk((state) => state.check?.issues)
  useEffect(() => {
    const editor = view.current
    if (editor === undefined || issues === undefined) return
    const here = issues.filter((issue) => issue.file === file)
    const diagnostics = here.map((issue) => diagnosticOf(issue, editor.state.doc.length))
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
  }, [view, issues, file, text])
}

/** Goes where a problem, a form or an edge pointed. */
function useTarget(view: { readonly current: EditorView | undefined }, file: string, text: string): void {
  const target = useEditing((state) => state.target)
  useEffect(() => {
    const editor = view.current
    if (editor === undefined || target === undefined || target.file !== file || text === '') return
    const length = editor.state.doc.length
    const [anchor, head] = [Math.min(target.from, length), Math.min(target.to, length)]
    editor.dispatch({ selection: { anchor, head }, scrollIntoView: true })
    editor.focus()
    useEditing.setState({ target: undefined })
  }, [view, target, file, text])
}
