import { Group, NativeSelect, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ModelClaim, type ModelTrust, type ShownClaim, outcomeText } from '../../src/browser.ts'
import { ReferenceLink } from './reference-link.tsx'
import { useTrustView } from './trust-store.ts'

const MARKS: Readonly<Record<string, string>> = { met: '\u2713', 'not met': '\u2717', unsettled: '?' }
const OUTCOMES = ['met', 'not met', 'unsettled', 'not yet run', 'shown by nothing yet'] as const

/** Statements of the literature: what in the model carries each, what shows it, and whether it came out. */
export function ClaimsList({ trust }: { readonly trust: ModelTrust }) {
  const { claims } = trust.evidence
  const here = claims.filter(({ isHere }) => isHere)
  const [which, setWhich] = useState<'here' | 'all'>(here.length > 0 ? 'here' : 'all')
  const [outcome, setOutcome] = useState('')
  const [document, setDocument] = useState('')
  const words = useTrustView((state) => state.claimWords)
  const shown = (which === 'here' ? here : claims).filter(
    (claim) =>
      (document === '' || claim.document === document) &&
      (outcome === '' || outcomesOf(claim).includes(outcome)) &&
      holds(claim, words),
  )
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="Which claims"
        value={which}
        onChange={(value) => setWhich(value === 'all' ? 'all' : 'here')}
        data={[
          { value: 'here', label: `carried by this model (${here.length})` },
          { value: 'all', label: `the whole ledger (${claims.length})` },
        ]}
      />
      <Group align="end" gap="sm" mb="xs">
        <TextInput
          label="Search claims"
          placeholder="macrophage, I-S0-001"
          value={words}
          onChange={({ currentTarget }) => useTrustView.setState({ claimWords: currentTarget.value })}
        />
        <NativeSelect
          label="Outcome"
          data={[{ value: '', label: 'any' }, ...OUTCOMES]}
          value={outcome}
          onChange={({ currentTarget }) => setOutcome(currentTarget.value)}
        />
        <NativeSelect
          label="Document"
          maw={360}
          data={[
            { value: '', label: 'all documents' },
            ...trust.documents.map(({ document: id, title }) => ({ value: id, label: `${id}: ${title}` })),
          ]}
          value={document}
          onChange={({ currentTarget }) => setDocument(currentTarget.value)}
        />
        <Text size="sm" c="dimmed" pb={8} role="status">
          {shown.length} of {claims.length} claims
        </Text>
      </Group>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {which === 'here' && here.length === 0
            ? 'This model carries no statement of the ledger; the whole ledger lists what other models carry.'
            : 'No claim fits; fewer words or the whole ledger find more.'}
        </Text>
      )}
      <ul className="claims">
        {shown.map((claim) => (
          <Claim key={claim.claim} claim={claim} />
        ))}
      </ul>
    </>
  )
}

/** What came of the expectations that show a claim, in words. */
function outcomesOf({ shownBy }: ModelClaim): readonly string[] {
  if (shownBy.length === 0) return ['shown by nothing yet']
  return shownBy.map(({ outcome }) => outcome?.outcome ?? 'not yet run')
}

function holds(
  { claim, statement, citation, note, mechanisms, carriedBy }: ModelClaim,
  words: string,
): boolean {
  const text = [claim, statement, citation, note, ...mechanisms, ...carriedBy].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function Claim({ claim }: { readonly claim: ModelClaim }) {
  const { claim: id, statement, citation, carriedBy, shownBy, state, note } = claim
  return (
    <li>
      <p>
        <span className="claim-id">{id}</span> {statement}
      </p>
      <p className="quiet">
        {state} <span aria-hidden="true">&middot;</span> <ReferenceLink text={citation} />
      </p>
      {note !== '' && <p className="quiet">{note}</p>}
      {shownBy.map((each) => (
        <Shown key={`${each.experiment} ${each.expectation}`} shown={each} />
      ))}
      {carriedBy.length > 0 && (
        <details>
          <summary>
            carried by {carriedBy.length === 1 ? 'one element' : `${carriedBy.length} elements`}
          </summary>
          {carriedBy.map((each) => (
            <p key={each} className="quiet">
              {each}
            </p>
          ))}
        </details>
      )}
    </li>
  )
}

function Shown({ shown: { experiment, expectation, split, outcome } }: { readonly shown: ShownClaim }) {
  const word = outcome?.outcome ?? 'not yet run'
  const found = outcome === undefined ? '' : outcomeText(outcome)
  return (
    <p className={`outcome ${word.replace(' ', '-')}`}>
      <strong>
        {MARKS[word]} {word}
      </strong>
      {found === '' ? '' : `: ${found}`}
      <span className="quiet">
        {' '}
        {expectation} ({experiment}, {split === 'V' ? 'validation' : 'calibration'})
      </span>
    </p>
  )
}
