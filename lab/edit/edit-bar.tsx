import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useProject } from '../app/project.ts'
import type { Check } from '../workers/desk-api.ts'
import { Differences } from './differences.tsx'
import { useDesk } from './desk.ts'
import { type View, openFile, showView, useEditing } from './editing.ts'

const VIEWS: readonly (readonly [View, string])[] = [
  ['text', 'Text'],
  ['forms', 'Forms'],
  ['network', 'Network'],
]

/** Views to choose, what has been changed, and the way to the tissue. */
export function EditBar({ isWide, isPhone }: { readonly isWide: boolean; readonly isPhone: boolean }) {
  const views = useEditing((state) => state.views)
  const shown = isWide ? views : views.slice(0, 1)
  return (
    <Group className="edit-bar" justify="space-between" gap="xs">
      <h1 className="edit-title">Edit</h1>
      <div className="edit-switch" role="group" aria-label={isWide ? 'Views, side by side' : 'View'}>
        {VIEWS.map(([view, name]) => (
          <button
            key={view}
            type="button"
            aria-pressed={shown.includes(view)}
            onClick={() => showView(view, isWide)}
          >
            {name}
          </button>
        ))}
      </div>
      <Group gap="xs">
        <Changes isPhone={isPhone} />
        <RunButton />
      </Group>
    </Group>
  )
}

/** What differs from what ships, with the way back. */
function Changes({ isPhone }: { readonly isPhone: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const files = useProject((state) => state.project.files)
  const shipped = useDesk((state) => state.shipped)
  const changed = Object.keys(files).filter((path) => shipped?.[path] !== files[path])
  if (changed.length === 0) return null
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setIsOpen(true)}>
        {changed.length === 1 ? '1 file changed' : `${changed.length} files changed`}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        size="xl"
        fullScreen={isPhone}
        title="What you have changed"
      >
        <Differences files={changed} />
      </Modal>
    </>
  )
}

/** Opens the tissue with the model as it is now; a model with errors says what stands in the way. */
function RunButton() {
  const check = useDesk((state) => state.check)
  const [, navigate] = useLocation()
  const errors = check?.issues.filter(({ severity }) => severity === 'error').length ?? 0
  const why =
    check === undefined
      ? 'Reading the model'
      : check.canRun
        ? undefined
        : `Cannot run: ${errors === 1 ? '1 error' : `${errors} errors`} to mend`
  return (
    <>
      {check === undefined && <span className="edit-muted">{why}</span>}
      {check !== undefined && why !== undefined && (
        <button type="button" id="edit-why" className="edit-why" onClick={() => showFirst(check)}>
          {why}
        </button>
      )}
      <button
        type="button"
        className="edit-run"
        aria-disabled={why !== undefined}
        {...(why === undefined || check === undefined ? {} : { 'aria-describedby': 'edit-why' })}
        onClick={() => why === undefined && run(navigate)}
      >
        Run it
      </button>
    </>
  )
}

/** Goes to the first error. */
function showFirst(check: Check | undefined): void {
  const first = check?.issues.find(({ severity }) => severity === 'error')
  if (first !== undefined) openFile(first.file, first)
}

/** A changed model is another run: it begins anew with the same seed, without what was done to the old one. */
function run(navigate: (path: string) => void): void {
  const { project, change } = useProject.getState()
  const { model, session } = project
  if (session.actions.length > 0 || session.model !== model || session.reached !== undefined)
    change({ session: { format: 1, model, seed: session.seed, actions: [] } })
  navigate('/watch')
}
