import './trust.css'
import { Anchor, Container, Loader, Tabs, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { ModelTrust } from '../../src/browser.ts'
import { type Project, useProject } from '../app/project.ts'
import { ClaimsList } from './claims-list.tsx'
import { NumberList } from './number-list.tsx'
import { ReferenceLink } from './reference-link.tsx'
import { Reproduce } from './reproduce.tsx'
import { type TrustTab, useTrustView } from './trust-store.ts'
import { type TrustState, useTrust } from './use-trust.ts'
import { YourChanges } from './your-changes.tsx'

/** On what the model rests: numbers, statements of the literature, sources, and how to compute the same again. */
export default function TrustPage() {
  const project = useProject((state) => state.project)
  const state = useTrust(project)
  return (
    <Container size="lg" py="md">
      <Title order={1} size={20}>
        Trust
      </Title>
      <Known state={state} project={project} />
    </Container>
  )
}

function Known({ state, project }: { readonly state: TrustState; readonly project: Project }) {
  if (state.kind === 'read') return <Trust trust={state.trust} project={project} />
  if (state.kind === 'broken') return <Broken issues={state.issues} project={project} />
  if (state.kind === 'failed')
    return (
      <Text role="alert">The model and the ledger cannot be read: {state.why}. Load the page again.</Text>
    )
  return (
    <Text role="status">
      <Loader size="xs" mr="xs" /> Reading the model and the ledger
    </Text>
  )
}

/** Mistakes shown. Chosen: enough to see what they are about; the Edit page has all of them. */
const MOST = 5

function Broken({
  issues,
  project,
}: {
  readonly issues: Extract<TrustState, { kind: 'broken' }>['issues']
  readonly project: Project
}) {
  return (
    <>
      <div role="alert">
        <Text my="xs">
          {project.name} has {issues.length === 1 ? '1 error' : `${issues.length} errors`}: until{' '}
          {issues.length === 1 ? 'it is' : 'they are'} mended nobody can say what it rests on.{' '}
          <Anchor component={Link} href="/edit" underline="always">
            Mend it in Edit
          </Anchor>
          , or undo the last change.
        </Text>
      </div>
      <ul className="claims">
        {issues.slice(0, MOST).map(({ message, hint, position }, index) => (
          <li key={index}>
            <p>{message}</p>
            <p className="quiet">
              {position === undefined ? '' : `${position.file}:${position.line} `}
              {hint}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

const TABS: readonly TrustTab[] = ['numbers', 'claims', 'mechanisms', 'sources', 'reproduce']

function Trust({ trust, project }: { readonly trust: ModelTrust; readonly project: Project }) {
  const { title, modelHash, evidence, sources, parameters, defaults } = trust
  const here = evidence.claims.filter(({ isHere }) => isHere).length
  const tab = useTrustView((state) => state.tab)
  return (
    <>
      <Title order={2} size={14} fw={400} mt={4}>
        What {title.charAt(0).toLowerCase() + title.slice(1)} rests on
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        model <code>{modelHash.slice(0, 12)}</code>
      </Text>
      <KindBar trust={trust} />
      <YourChanges trust={trust} />
      <Tabs
        value={tab}
        onChange={(next) => useTrustView.setState({ tab: TABS.find((each) => each === next) ?? 'numbers' })}
        mt="md"
        keepMounted={false}
      >
        <Tabs.List mb="sm" className="trust-tabs">
          <Tabs.Tab value="numbers">Numbers ({parameters.length - defaults})</Tabs.Tab>
          <Tabs.Tab value="claims">Claims ({here})</Tabs.Tab>
          <Tabs.Tab value="mechanisms">Mechanisms ({evidence.mechanisms.length})</Tabs.Tab>
          <Tabs.Tab value="sources">Sources ({sources.length})</Tabs.Tab>
          <Tabs.Tab value="reproduce">Reproduce</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="numbers">
          <NumberList trust={trust} />
        </Tabs.Panel>
        <Tabs.Panel value="claims">
          <ClaimsList trust={trust} />
        </Tabs.Panel>
        <Tabs.Panel value="mechanisms">
          <Mechanisms trust={trust} />
        </Tabs.Panel>
        <Tabs.Panel value="sources">
          <Sources trust={trust} />
        </Tabs.Panel>
        <Tabs.Panel value="reproduce">
          <Reproduce trust={trust} project={project} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** Shares of measured, fitted and assumed numbers, as a bar that begins at zero and in words. */
function KindBar({ trust: { kinds, defaults } }: { readonly trust: ModelTrust }) {
  const all = Math.max(kinds.measured + kinds.fitted + kinds.assumed, 1)
  const share = (count: number): string => `${Math.round((100 * count) / all)} %`
  const parts = (['measured', 'fitted', 'assumed'] as const).filter((kind) => kinds[kind] > 0)
  return (
    <div>
      <div className="kind-bar" aria-hidden="true">
        {parts.map((kind) => (
          <span key={kind} className={kind} style={{ flexGrow: kinds[kind] }} />
        ))}
      </div>
      <Text size="sm">
        {parts.map((kind) => `${share(kinds[kind])} ${kind} (${kinds[kind]})`).join(', ')}
        {defaults > 0 && `; beside them ${defaults} defaults of the engine`}
      </Text>
    </div>
  )
}

function Mechanisms({ trust: { evidence } }: { readonly trust: ModelTrust }) {
  return (
    <ul className="claims">
      {evidence.mechanisms.map(({ mechanism, name, sentences, numbers, claims }) => (
        <li key={mechanism}>
          <p>
            <span className="claim-id">{mechanism}</span> {name}
          </p>
          <p className="quiet">
            {numbers.measured} measured, {numbers.fitted} fitted, {numbers.assumed} assumed;{' '}
            {claims.length === 0 ? 'no claim of the ledger' : `claims ${claims.join(', ')}`}
          </p>
          {sentences.map(({ subject, text }) => (
            <p key={`${subject} ${text}`} className="sentence">
              <span className="quiet">{subject}</span> {text}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Sources({ trust: { sources } }: { readonly trust: ModelTrust }) {
  if (sources.length === 0)
    return (
      <Text size="sm">
        The model cites no sources. They are written in its text, as <code>sources</code>, and cited in
        brackets behind a number.
      </Text>
    )
  return (
    <ul className="claims">
      {sources.map(({ key, text, note }) => (
        <li key={key}>
          <p>
            <span className="claim-id">{key}</span> <ReferenceLink text={text} />
          </p>
          {note !== undefined && <p className="quiet">{note}</p>}
        </li>
      ))}
    </ul>
  )
}
