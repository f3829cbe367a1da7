import { Button, FileButton, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconFolderOpen,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import { Suspense, lazy, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { downloadProject, openProjectFile } from './project-download.ts'
import { type Project, copyOf, projectOf, useProject } from './project.ts'
import { deleteSaved, openSaved, useSaving } from './saving.ts'

// Dialogs are loaded when they open.
const RenameDialog = lazy(() => import('./rename-dialog.tsx'))

/** Projects that the menu lists. Chosen: fits a phone. */
const MOST = 6
const ICON = { size: 16, stroke: 1.5 } as const

/** The project's name; beneath it everything that can be done with projects as a whole. */
export function ProjectMenu() {
  const project = useProject((state) => state.project)
  const [isRenaming, setRenaming] = useState(false)
  const openFile = useRef<() => void>(null)
  const [, go] = useLocation()
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            fw={400}
            rightSection={<IconChevronDown {...ICON} />}
            aria-label={`Project: ${project.name}`}
          >
            <span className="lab-project-name">{project.name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<IconPlus {...ICON} />} onClick={() => go('/')}>
            New, from the gallery
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy {...ICON} />}
            onClick={() => useProject.getState().open(copyOf(project))}
          >
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload {...ICON} />} onClick={() => downloadProject(project)}>
            Save as a file
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderOpen {...ICON} />} onClick={() => openFile.current?.()}>
            Open a file
          </Menu.Item>
          <Recent current={project} />
        </Menu.Dropdown>
      </Menu>
      <FileButton accept=".zip,application/zip" onChange={(file) => void (file && openProjectFile(file))}>
        {({ onClick }) => {
          openFile.current = onClick
          return null
        }}
      </FileButton>
      {isRenaming && (
        <Suspense>
          <RenameDialog project={project} onClose={() => setRenaming(false)} />
        </Suspense>
      )}
    </>
  )
}

function Recent({ current }: { readonly current: Project }) {
  const projects = useSaving((state) => state.projects)
  const others = projects.filter(({ id }) => id !== current.id)
  return (
    <>
      {others.length > 0 && <Menu.Label>Recent</Menu.Label>}
      {others.slice(0, MOST).map(({ id, name }) => (
        <Menu.Item key={id} onClick={() => void openSaved(id)}>
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => void remove(current, others[0]?.id)}>
        Delete
      </Menu.Item>
    </>
  )
}

/** Deletes the open project; the one before it opens, or a new one of the same model. */
async function remove(project: Project, next: string | undefined): Promise<void> {
  await deleteSaved(project, projectOf('models/colorectal/model.yaml', 'Colorectal carcinoma'))
  if (next !== undefined) await openSaved(next)
}
