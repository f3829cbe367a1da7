import { Button, Group, Text } from '@mantine/core'
import { useProject } from '../app/project.ts'
import { useDesk } from './desk.ts'
import { lineDiff } from './line-diff.ts'

/** What differs from the shipped documents, line by line; each document can be put back. */
export function Differences({ files }: { readonly files: readonly string[] }) {
  const own = useProject((state) => state.project.files)
  const shipped = useDesk((state) => state.shipped) ?? {}
  return (
    <>
      {files.map((path) => (
        <section key={path} className="edit-difference" aria-label={path}>
          <Group justify="space-between" mb={4}>
            <Text fw={600} size="sm">
              {path}
              {shipped[path] === undefined && ' (new)'}
            </Text>
            <Button size="xs" variant="default" onClick={() => putBack(path)}>
              {shipped[path] === undefined ? 'Remove it' : 'Put back as shipped'}
            </Button>
          </Group>
          <Lines before={shipped[path] ?? ''} after={own[path] ?? ''} />
        </section>
      ))}
      <Text size="sm" className="edit-muted">
        Putting back is one step; undo brings your text again.
      </Text>
    </>
  )
}

function Lines({ before, after }: { readonly before: string; readonly after: string }) {
  const signs = { same: ' ', added: '+', removed: '-' } as const
  return (
    <pre className="edit-diff" tabIndex={0}>
      {lineDiff(before, after).map(({ kind, text, skipped }, index) => (
        <span key={index} className={kind}>
          {skipped !== undefined && (
            <span className="edit-skipped">{`  ${skipped} lines as they were\n`}</span>
          )}
          {`${signs[kind]} ${text}\n`}
        </span>
      ))}
    </pre>
  )
}

function putBack(path: string): void {
  const { project, change } = useProject.getState()
  const { [path]: _gone, ...files } = project.files
  change({ files })
}
