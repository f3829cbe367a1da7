import { Checkbox, Group, Select, Table, Text, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import { type ModelTrust, type ParameterSummary, formatExact, formatUnit } from '../../src/browser.ts'
import { KindMark } from './kind-mark.tsx'
import { ReferenceLink } from './reference-link.tsx'

const KINDS = ['measured', 'fitted', 'assumed'] as const

/** Every number of the model with its unit, its kind and its source; searched as one types. */
export function ParameterTable({ trust }: { readonly trust: ModelTrust }) {
  const [words, setWords] = useState('')
  const [kind, setKind] = useState<string | null>(null)
  const [hasDefaults, setHasDefaults] = useState(false)
  const sought = useDeferredValue(words)
  const found = useMemo(
    () => trust.parameters.filter((row) => isSought(row, { words: sought, kind, hasDefaults })),
    [trust, sought, kind, hasDefaults],
  )
  return (
    <>
      <Group align="end" gap="sm" mb="xs">
        <TextInput
          label="Search"
          placeholder="oxygen, CD8, half-life"
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Select
          label="Kind"
          placeholder="all kinds"
          data={KINDS}
          value={kind}
          onChange={setKind}
          clearable
          clearButtonProps={{ 'aria-label': 'Show all kinds' }}
          w={150}
        />
        <Checkbox
          label={`show the ${trust.defaults} defaults`}
          checked={hasDefaults}
          onChange={({ currentTarget }) => setHasDefaults(currentTarget.checked)}
          pb={8}
        />
        <Text size="sm" c="dimmed" pb={8} role="status">
          {found.length} of {trust.parameters.length} numbers
        </Text>
      </Group>
      <Table.ScrollContainer
        minWidth={640}
        maxHeight="60vh"
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Parameters' } }}
      >
        <Table stickyHeader verticalSpacing={4} className="trust-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>where</Table.Th>
              <Table.Th>number</Table.Th>
              <Table.Th className="number">value</Table.Th>
              <Table.Th>unit</Table.Th>
              <Table.Th>kind</Table.Th>
              <Table.Th>source</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((row) => (
              <ParameterRow key={`${row.path}.${row.name}`} row={row} trust={trust} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}

interface Sought {
  readonly words: string
  readonly kind: string | null
  readonly hasDefaults: boolean
}

/** Every word must stand somewhere in the row. */
function isSought(row: ParameterSummary, { words, kind, hasDefaults }: Sought): boolean {
  if (row.isDefault === true && !hasDefaults) return false
  if (kind !== null && row.kind !== kind) return false
  const text = `${row.path} ${row.name} ${row.source ?? ''} ${row.note ?? ''} ${row.unit}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function ParameterRow({ row, trust }: { readonly row: ParameterSummary; readonly trust: ModelTrust }) {
  const { path, name, value, unit, kind, note, isDefault, source } = row
  const reference = trust.sources.find(({ key }) => key === source)
  return (
    <Table.Tr>
      <Table.Td c="dimmed">{path.split('.').join(' \u203a ')}</Table.Td>
      <Table.Td>
        {name}
        {isDefault === true && <span className="quiet"> default</span>}
      </Table.Td>
      <Table.Td className="number">{typeof value === 'number' ? formatExact(value) : String(value)}</Table.Td>
      <Table.Td className="whole">{formatUnit(unit)}</Table.Td>
      <Table.Td>
        <KindMark kind={kind} />
      </Table.Td>
      <Table.Td>
        {source !== undefined && (reference === undefined ? source : <ReferenceLink text={reference.text} />)}
        {note !== undefined && <div className="quiet">{note}</div>}
      </Table.Td>
    </Table.Tr>
  )
}
