import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { TrialRecord } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { trials } from './trial-client.ts'
import { byteWords } from './words.ts'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  csv: 'text/csv',
  yaml: 'application/yaml',
  svg: 'image/svg+xml',
  json: 'application/json',
}

/** Everything to take away: the report, tables, figures, and the whole folder that `milieu trial` would leave. */
export function Downloads({ record }: { readonly record: TrialRecord }) {
  const { id, file, sizes, bytes, command } = record
  const [isPacking, setPacking] = useState(false)
  const names = Object.keys(sizes).filter((name) => name.startsWith('tables/') || name.startsWith('figures/'))
  const save = async (name: string): Promise<void> => {
    const content = await trials.file(id, name)
    if (content !== undefined) offer(new Blob([content.slice()], { type: typeOf(name) }), nameOf(name))
  }
  const saveAll = async (): Promise<void> => {
    setPacking(true)
    const archive = await trials.archive(id)
    setPacking(false)
    if (archive !== undefined) offer(archive, `${nameOf(file).replace(/\.yaml$/, '')}.zip`)
  }
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button variant="default" onClick={() => void save('report.html')}>
          Report
        </Button>
        <Button variant="default" loading={isPacking} onClick={() => void saveAll()}>
          Everything, {byteWords(bytes)} (zip)
        </Button>
        <Button variant="default" onClick={() => void save('experiment.yaml')}>
          experiment.yaml
        </Button>
      </Group>
      <details>
        <summary>Tables, figures, and the same in a terminal</summary>
        <Stack gap="xs" pt="xs">
          <ul className={classes['files']}>
            {names.map((name) => (
              <li key={name}>
                <Button variant="subtle" size="compact-sm" onClick={() => void save(name)}>
                  {name.slice(name.indexOf('/') + 1)} ({byteWords(sizes[name] ?? 0)})
                </Button>
              </li>
            ))}
          </ul>
          <Text size="sm">
            With <Code>{file}</Code> where it belongs beside the models, this gives the same bits:
          </Text>
          <Code block>{command}</Code>
        </Stack>
      </details>
    </Stack>
  )
}

function offer(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 0)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function typeOf(name: string): string {
  return TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
}
