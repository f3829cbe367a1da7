import { Anchor, Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo } from 'react'
import { useLocation } from 'wouter'
import {
  type ModelTrust,
  type Position,
  type TrustNumber,
  formatExact,
  formatUnit,
} from '../../src/browser.ts'
import { KindMark } from './kind-mark.tsx'
import { type NumberGroup, groupNumbers, isSought } from './number-groups.ts'
import { openLine } from './open-line.ts'
import { ReferenceLink } from './reference-link.tsx'
import { type NumberOrder, showClaim, useTrustView } from './trust-store.ts'

const KINDS = ['measured', 'fitted', 'assumed'] as const
const ORDERS: readonly (readonly [NumberOrder, string])[] = [
  ['part', 'part of the model'],
  ['kind', 'kind, least known first'],
  ['source', 'source'],
]

/** Every number of the model under headings, with its unit, its kind and its source; searched as one types. */
export function NumberList({ trust }: { readonly trust: ModelTrust }) {
  const view = useTrustView()
  const { kind, order, hasDefaults, onlyOwn } = view
  const words = useDeferredValue(view.words)
  const groups = useMemo(() => {
    const found = trust.parameters.filter((row) => isSought(row, { words, kind, hasDefaults, onlyOwn }))
    return groupNumbers(found, order, trust.sources)
  }, [trust, words, kind, order, hasDefaults, onlyOwn])
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  return (
    <>
      <Filters trust={trust} count={count} />
      {count === 0 && (
        <Text size="sm" my="md">
          No number fits. Fewer words find more, and the defaults of the engine are listed on demand.
        </Text>
      )}
      {groups.map((group) => (
        <Part key={group.key} group={group} trust={trust} />
      ))}
    </>
  )
}

function Filters({ trust, count }: { readonly trust: ModelTrust; readonly count: number }) {
  const { words, kind, order, hasDefaults, onlyOwn } = useTrustView()
  const set = useTrustView.setState
  const own = trust.parameters.filter(({ shipped }) => shipped !== undefined).length
  return (
    <Group align="end" gap="sm" mb="xs">
      <TextInput
        label="Search"
        placeholder="oxygen, CD8, half-life"
        value={words}
        onChange={({ currentTarget }) => set({ words: currentTarget.value })}
      />
      <NativeSelect
        label="Kind"
        data={[{ value: '', label: 'all kinds' }, ...KINDS]}
        value={kind ?? ''}
        onChange={({ currentTarget }) => set({ kind: KINDS.find((each) => each === currentTarget.value) })}
      />
      <NativeSelect
        label="Listed by"
        data={ORDERS.map(([value, label]) => ({ value, label }))}
        value={order}
        onChange={({ currentTarget }) =>
          set({ order: ORDERS.find(([value]) => value === currentTarget.value)?.[0] ?? 'part' })
        }
      />
      <Checkbox
        label={`show the ${trust.defaults} defaults`}
        checked={hasDefaults}
        onChange={({ currentTarget }) => set({ hasDefaults: currentTarget.checked })}
        pb={8}
      />
      {(own > 0 || onlyOwn) && (
        <Checkbox
          label={`only what I changed (${own})`}
          checked={onlyOwn}
          onChange={({ currentTarget }) => set({ onlyOwn: currentTarget.checked })}
          pb={8}
        />
      )}
      <Text size="sm" c="dimmed" pb={8} role="status">
        {count} of {trust.parameters.length} numbers
      </Text>
    </Group>
  )
}

function Part({
  group: { title, of, rows },
  trust,
}: {
  readonly group: NumberGroup
  readonly trust: ModelTrust
}) {
  const isPart = useTrustView((state) => state.order === 'part')
  return (
    <section className="trust-part">
      <h3>
        {title} {of !== '' && <span>{of}</span>}
      </h3>
      <ul>
        {rows.map((row) => (
          <NumberRow key={`${row.path}.${row.name}`} row={row} trust={trust} isPart={isPart} />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly row: TrustNumber
  readonly trust: ModelTrust
  /** True: the heading above names the part. */
  readonly isPart: boolean
}

function NumberRow({ row, trust, isPart }: RowProps) {
  const { name, value, unit, kind, note, isDefault, source, within, part, at, claims, shipped } = row
  const reference = trust.sources.find(({ key }) => key === source)
  const where = [...(isPart ? [] : [part]), ...(within === '' ? [] : [within])].join(' \u203a ')
  return (
    <li className="trust-number">
      <span className="trust-name">
        {where !== '' && <span className="quiet">{where} &rsaquo; </span>}
        {name}
        {isDefault === true && <span className="quiet"> default of the engine</span>}
      </span>
      <span className="trust-value">
        {typeof value === 'number' ? formatExact(value) : String(value)}{' '}
        <span className="trust-unit">{formatUnit(unit)}</span>
      </span>
      <KindMark kind={kind} />
      <span className="trust-source">
        {shipped !== undefined && (
          <span className="trust-own">
            {'\u270e'} yours; {shipped === '' ? 'nothing ships here' : `ships as ${shipped}`}{' '}
          </span>
        )}
        {source !== undefined && (reference === undefined ? source : <ReferenceLink text={reference.text} />)}
        {note !== undefined && <span className="quiet"> {note}</span>}
        <Claims ids={claims} />
      </span>
      {at === undefined ? <span /> : <Line at={at} name={`${where} ${name}`} />}
    </li>
  )
}

function Claims({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id) => (
    <Anchor
      key={id}
      component="button"
      type="button"
      size="xs"
      className="trust-claim"
      onClick={() => showClaim(id)}
      aria-label={`Claim ${id}`}
    >
      {id}
    </Anchor>
  ))
}

/** The way to where a number is written. */
function Line({ at, name }: { readonly at: Position; readonly name: string }) {
  const [, go] = useLocation()
  const file = at.file.slice(at.file.lastIndexOf('/') + 1)
  return (
    <Anchor
      href="#/edit"
      size="xs"
      className="trust-line"
      aria-label={`${file}:${at.line}, ${name}`}
      title={`${at.file}, line ${at.line}`}
      onClick={(event) => {
        event.preventDefault()
        void openLine(at).then(() => go('/edit'))
      }}
    >
      {file}:{at.line}
    </Anchor>
  )
}
