import './trust.css'
import { Container, Loader, Tabs, Text, Title } from '@mantine/core'
import type { ModelTrust } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { ClaimsList } from './claims-list.tsx'
import { ParameterTable } from './parameter-table.tsx'
import { ReferenceLink } from './reference-link.tsx'
import { useTrust } from './use-trust.ts'

/** On what the model rests: numbers, statements of the literature, sources, and how to compute the same again. */
export default function TrustPage() {
  const project = useProject((state) => state.project)
  const state = useTrust(project)
  return (
    <Container size="lg" py="md">
      {state.kind === 'reading' && (
        <Text role="status">
          <Loader size="xs" mr="xs" /> Reading the model and the ledger
        </Text>
      )}
      {state.kind === 'broken' && <Text role="alert">{state.why}</Text>}
      {state.kind === 'read' && <Trust trust={state.trust} />}
    </Container>
  )
}

function Trust({ trust }: { readonly trust: ModelTrust }) {
  const { title, modelHash, evidence, sources } = trust
  const here = evidence.claims.filter(({ isHere }) => isHere).length
  return (
    <>
      <Title order={1} size={20}>
        What {title.charAt(0).toLowerCase() + title.slice(1)} rests on
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        model <code>{modelHash.slice(0, 12)}</code>
      </Text>
      <KindBar trust={trust} />
      <Tabs defaultValue="numbers" mt="md" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="numbers">Numbers ({trust.parameters.length - trust.defaults})</Tabs.Tab>
          <Tabs.Tab value="claims">Claims ({here})</Tabs.Tab>
          <Tabs.Tab value="mechanisms">Mechanisms ({evidence.mechanisms.length})</Tabs.Tab>
          <Tabs.Tab value="sources">Sources ({sources.length})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="numbers">
          <ParameterTable trust={trust} />
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
  if (sources.length === 0) return <Text size="sm">The model cites no sources.</Text>
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
