import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Project, useProject } from './project.ts'

/** Asks for a new name of the project. */
export default function RenameDialog({
  project,
  onClose,
}: {
  readonly project: Project
  readonly onClose: () => void
}) {
  const [name, setName] = useState(project.name)
  const isEmpty = name.trim() === ''
  return (
    <Modal opened onClose={onClose} title="Rename the project" transitionProps={{ duration: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isEmpty) return
          useProject.getState().change({ name: name.trim() })
          onClose()
        }}
      >
        <TextInput
          label="Name"
          value={name}
          maxLength={120}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={isEmpty}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
