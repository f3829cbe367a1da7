import { Button, Group, NativeSelect, Table, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { LabelSuggestion } from '../../src/browser.ts'
import { colourOf } from './label-colours.ts'
import { type Slide, decideLabel, ignoreUndecided, useTissue } from './tissue-store.ts'

/** What each label of the table becomes in the model, with how many cells have it. */
export function LabelSection({
  slide,
  onHighlight,
}: {
  readonly slide: Slide
  readonly onHighlight: (label: string | undefined) => void
}) {
  const { suggestions, labels } = useTissue()
  const rows = useMemo(() => {
    const counted = suggestions.map((suggestion, index) => ({
      suggestion,
      count: slide.points.counts[index] ?? 0,
    }))
    return counted.toSorted((a, b) => b.count - a.count)
  }, [suggestions, slide])
  const undecided = rows.filter(({ suggestion: { label } }) => labels[label] === undefined)
  return (
    <>
      {undecided.length > 0 && (
        <Group justify="space-between" mb="xs" wrap="nowrap">
          <Text size="sm" fw={600}>
            {undecided.length} of {rows.length} labels are for you to decide
          </Text>
          <Button size="compact-xs" variant="default" onClick={ignoreUndecided}>
            Leave them out
          </Button>
        </Group>
      )}
      <Table fz="sm" verticalSpacing={4} horizontalSpacing={4} className="tissue-labels">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Label</Table.Th>
            <Table.Th ta="right">Cells</Table.Th>
            <Table.Th>Becomes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ suggestion, count }) => (
            <LabelRow
              key={suggestion.label}
              suggestion={suggestion}
              count={count}
              onHighlight={onHighlight}
            />
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function LabelRow({
  suggestion,
  count,
  onHighlight,
}: {
  readonly suggestion: LabelSuggestion
  readonly count: number
  readonly onHighlight: (label: string | undefined) => void
}) {
  const { label, near, reason } = suggestion
  const { labels, target } = useTissue()
  const becomes = labels[label]
  const others = (target?.types ?? []).map(({ name }) => name).filter((name) => !near.includes(name))
  const why = becomes === undefined || becomes === suggestion.becomes ? reason : 'chosen by you'
  return (
    <Table.Tr
      onMouseEnter={() => onHighlight(label)}
      onMouseLeave={() => onHighlight(undefined)}
      onFocus={() => onHighlight(label)}
      onBlur={() => onHighlight(undefined)}
    >
      <Table.Td>
        <span
          className="tissue-swatch"
          data-undecided={becomes === undefined}
          style={{ background: colourOf(becomes, target) }}
          aria-hidden
        />
        {label}
      </Table.Td>
      <Table.Td ta="right">{count.toLocaleString('en-GB')}</Table.Td>
      <Table.Td>
        <NativeSelect
          size="xs"
          aria-label={`${label} becomes`}
          value={becomes ?? ''}
          error={becomes === undefined}
          onChange={({ currentTarget: { value } }) => decideLabel(label, value === '' ? undefined : value)}
        >
          <option value="">choose</option>
          {near.length > 0 && (
            <optgroup label="nearest in this model">
              {near.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </optgroup>
          )}
          <optgroup label="cell types">
            {others.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
          <optgroup label="other">
            <option value="vessel">vessel</option>
            <option value="ignore">leave out</option>
          </optgroup>
        </NativeSelect>
        <span className="tissue-why">{why}</span>
      </Table.Td>
    </Table.Tr>
  )
}
