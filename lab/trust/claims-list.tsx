import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { type ModelClaim, type ModelTrust, type ShownClaim, outcomeText } from '../../src/browser.ts'
import { ReferenceLink } from './reference-link.tsx'

const MARKS: Readonly<Record<string, string>> = { met: '\u2713', 'not met': '\u2717', unsettled: '?' }

/** Statements of the literature: what in the model carries each, what shows it, and whether it came out. */
export function ClaimsList({ trust }: { readonly trust: ModelTrust }) {
  const { claims } = trust.evidence
  const here = claims.filter(({ isHere }) => isHere)
  const [which, setWhich] = useState<'here' | 'all'>('here')
  const shown = which === 'here' ? here : claims
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="sm"
        value={which}
        onChange={(value) => setWhich(value === 'all' ? 'all' : 'here')}
        data={[
          { value: 'here', label: `carried by this model (${here.length})` },
          { value: 'all', label: `the whole ledger (${claims.length})` },
        ]}
      />
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          This model carries no statement of the ledger; the whole ledger lists what other models carry.
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
