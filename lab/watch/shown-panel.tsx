import { Select, Text } from '@mantine/core'
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
  const project = useProject(({ project }) => project)
  const title = useRun(({ info }) => info?.title)
  const [models, setModels] = useState<readonly ShippedModel[]>([])
  useEffect(() => void shippedIndex().then(({ models }) => setModels(models)), [])
  const model = models.find(({ path }) => path === project.model)
  const choose = (path: string | null): void => {
    const chosen = models.find((each) => each.path === path)
    if (chosen === undefined || path === project.model) return
    useProject.getState().open(projectOf(chosen.path, chosen.title))
  }
  return (
    <section>
      <h2>Model</h2>
      <Select
        size="xs"
        aria-label="Model"
        placeholder={title ?? project.model}
        value={model?.path ?? null}
        data={models.map(({ path, title }) => ({ value: path, label: title }))}
        onChange={choose}
        allowDeselect={false}
      />
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
  const info = useRun(({ info }) => info)
  if (info === undefined) return null
  const warnings = info.issues.filter(({ severity }) => severity === 'warning')
  return (
    <section className={`${classes['section']} ${classes['small']} ${classes['quiet']}`}>
      {info.threads} {info.threads === 1 ? 'thread' : 'threads'}
      {info.threadNote === undefined ? '' : `: ${info.threadNote}`}
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
