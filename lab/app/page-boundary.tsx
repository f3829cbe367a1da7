import { Button, Code, Container, Group, Text, Title } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { downloadProject } from './project-download.ts'
import { useProject } from './project.ts'

interface BoundaryState {
  readonly error?: Error
}

/** What a browser says when a script that the page needs is not there any more: another version was put in its place. */
const MISSING_PART = /dynamically imported module|Importing a module script failed|error loading dynamically/i

/** Keeps a page that fails from taking the Lab with it, explains, and offers ways on. A class, since React has no other way. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = {}

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return <Failure error={error} onRetry={() => this.setState({ error: undefined } as never)} />
  }
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const isMissing = MISSING_PART.test(error.message)
  return (
    <Container size="sm" py="xl" role="alert">
      <Title order={1}>{isMissing ? 'A part of the Lab could not be loaded' : 'This page failed'}</Title>
      <Text my="md">
        {isMissing
          ? 'Either the connection is gone or a newer version of the Lab was put in place. Loading it again gets one version as a whole.'
          : 'That is a mistake in the Lab, not yours. Your project is kept as it was before; other pages go on.'}
      </Text>
      <Group my="md">
        <Button onClick={() => window.location.reload()}>Load the Lab again</Button>
        {!isMissing && (
          <Button variant="default" onClick={onRetry}>
            Try this page again
          </Button>
        )}
        {!isMissing && (
          <Button variant="default" onClick={() => useProject.getState().undo()}>
            Undo the last change
          </Button>
        )}
        <Button variant="default" onClick={() => downloadProject(useProject.getState().project)}>
          Save the project as a file
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        For a report of the mistake:
      </Text>
      <Code block tabIndex={0} mah={240} style={{ overflow: 'auto' }}>
        {error.stack ?? error.message}
      </Code>
    </Container>
  )
}
