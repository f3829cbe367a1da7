import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { projectOf, useProject } from '../app/project.ts'
import type { ShippedModel } from '../app/shipped-index.ts'
import { shippedIndex } from '../app/shipped.ts'
import { resetPanels } from './desk-panels.ts'
import { useRun } from './run-store.ts'
import { View } from './view-panel.tsx'
import classes from './watch.module.css'

/** What is shown: the model, its layers, its colours. */
export function ShownPanel() {
  return (
    <div>
      <ModelPart />
      <View />
      <Notes />
      <section className={classes['section']}>
        <button
          type="button"
          className={`${classes['plain']} ${classes['small']} ${classes['quiet']}`}
          style={{ textDecoration: 'underline' }}
          onClick={resetPanels}
        >
          Put the panels back
        </button>
      </section>
    </div>
  )
}

/** The model that runs; choosing another one begins a project of its own. */
function ModelPart() {
  const project = useProject((state) => state.project)
  const title = useRun((state) => state.info?.title)
  const [models, setModels] = useState<readonly ShippedModel[]>([])
  useEffect(() => void shippedIndex().then((index) => setModels(index.models)), [])
  const model = models.find((each) => each.path === project.model)
  const shown = model?.title ?? title ?? project.model
  const choose = (path: string): void => {
    const chosen = models.find((each) => each.path === path)
    if (chosen === undefined || path === project.model) return
    useProject.getState().open(projectOf(chosen.path, chosen.title))
  }
  return (
    <section>
      <h2>Model</h2>
      <Menu position="bottom-start" width="target">
        <Menu.Target>
          <UnstyledButton className={classes['model']} aria-label={`Model: ${shown}. Choose another one`}>
            <span>{shown}</span>
            <IconSelector size={16} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={480} style={{ overflow: 'auto' }}>
          {models.map(({ path, title: name }) => (
            <Menu.Item
              key={path}
              fz={12}
              fw={path === project.model ? 600 : 400}
              onClick={() => choose(path)}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {model !== undefined && (
        <Text size="xs" className={classes['quiet']} mt={4} lineClamp={4} title={model.description}>
          {model.description}
        </Text>
      )}
    </section>
  )
}

/** Warnings of the model, and why there are fewer threads than there could be. */
function Notes() {
  const info = useRun((state) => state.info)
  const note = useRun((state) => state.history?.note)
  if (info === undefined) return null
  const warnings = info.issues.filter((each) => each.severity === 'warning')
  return (
    <section className={`${classes['section']} ${classes['small']} ${classes['quiet']}`}>
      {info.threads} {info.threads === 1 ? 'thread' : 'threads'}
      {info.threadNote === undefined ? '' : `: ${info.threadNote}`}
      {note !== undefined && <p style={{ margin: '4px 0' }}>{note}</p>}
      {warnings.length > 0 && (
        <details>
          <summary>
            {warnings.length} {warnings.length === 1 ? 'warning' : 'warnings'} about the model
          </summary>
          {warnings.map(({ message, position }, index) => (
            <p key={`${index} ${message}`} style={{ margin: '4px 0' }}>
              {position === undefined ? '' : `${position.file}:${position.line} `}
              {message}
            </p>
          ))}
        </details>
      )}
    </section>
  )
}
