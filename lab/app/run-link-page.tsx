import { Button, Code, Container, Group, Table, Text, Title } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { type ParsedSession, type Session, decodeSession } from '../../src/browser.ts'
import { type Project, projectOf, useProject } from './project.ts'
import type { ShippedModel } from './shipped-index.ts'
import { shippedIndex } from './shipped.ts'

/** What a link holds, before anything of it is run; the open project stays until the reader decides. */
export default function RunLinkPage({ payload }: { readonly payload: string }) {
  const { session, issues } = useMemo(() => decodeSession(payload), [payload])
  const models = useModels()
  if (session === undefined) return <BrokenLink issues={issues} />
  const shipped = models?.find(({ path }) => path === session.model)
  const isKnown =
    shipped !== undefined || session.files?.[session.model] !== undefined || models === undefined
  return (
    <Container size="sm" py="xl">
      <Title order={1}>A run from a link</Title>
      <Text my="md">
        Somebody made this run and passed it on. The link holds data only: nothing in it is executed, and
        nothing leaves your machine.
      </Text>
      <Contents session={session} title={shipped?.title} size={payload.length} />
      {isKnown ? <Open session={session} title={shipped?.title} /> : <Unknown model={session.model} />}
    </Container>
  )
}

interface ContentsProps {
  readonly session: Session
  readonly title: string | undefined
  /** Characters of the link. */
  readonly size: number
}

function Contents({ session, title, size }: ContentsProps) {
  const { model, files = {}, changes, seed, actions, reached } = session
  const own = Object.keys(files)
  const rows: readonly (readonly [string, string])[] = [
    ['Model', title === undefined ? model : `${title} (${model})`],
    ['Seed', String(seed)],
    ...(own.length > 0 ? [['Documents of its own', own.join(', ')] as const] : []),
    ...(changes === undefined ? [] : [['Changed before the start', changes.trim()] as const]),
    [
      'Actions',
      actions.length === 0 ? 'none' : actions.map(({ tick, label }) => `tick ${tick}: ${label}`).join('\n'),
    ],
    [
      'Goes to',
      reached === undefined
        ? 'no end is named; there is nothing to compare'
        : `tick ${reached.tick}, state ${reached.hash.slice(0, 12)}: compared with what your machine computes`,
    ],
    ['Size', `${(size / 1000).toFixed(1)} kB`],
  ]
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={180} fw={400} c="dimmed" style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Open({ session, title }: { readonly session: Session; readonly title: string | undefined }) {
  const [, go] = useLocation()
  const now = useProject((state) => state.project.name)
  return (
    <>
      <Group mt="lg">
        <Button
          onClick={() => {
            useProject.getState().open(projectFor(session, title))
            go('/watch')
          }}
        >
          Open it in Watch
        </Button>
        <Button variant="default" component={Link} href="/">
          Leave it
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="sm">
        It becomes a project of its own; “{now}” stays saved.
      </Text>
    </>
  )
}

function Unknown({ model }: { readonly model: string }) {
  return (
    <Text role="alert" mt="lg">
      This Lab has no model <Code>{model}</Code>, and the link does not bring it: it was made with another
      version. Your project is as it was.
    </Text>
  )
}

function BrokenLink({ issues }: { readonly issues: ParsedSession['issues'] }) {
  const name = useProject((state) => state.project.name)
  return (
    <Container size="sm" py="xl" role="alert">
      <Title order={1}>This link cannot be read</Title>
      <Text my="md">
        Links are long, and mail or chat programs cut or change them: ask for it again, or for the session as
        a file. “{name}” is as it was.
      </Text>
      <Code block tabIndex={0} aria-label="What is wrong with it">
        {issues.map(({ message, hint }) => `${message}${hint === undefined ? '' : `\n${hint}`}`).join('\n')}
      </Code>
      <Button mt="md" component={Link} href="/">
        To the gallery
      </Button>
    </Container>
  )
}

/** A project that goes where the session went; `reached` stays, to be compared there. */
function projectFor(session: Session, title: string | undefined): Project {
  const { files = {} } = session
  return { ...projectOf(session.model, `${title ?? 'Run'} (from a link)`), files, session }
}

function useModels(): readonly ShippedModel[] | undefined {
  const [models, setModels] = useState<readonly ShippedModel[]>()
  useEffect(() => {
    shippedIndex().then(
      (index) => setModels(index.models),
      () => setModels(undefined),
    )
  }, [])
  return models
}
