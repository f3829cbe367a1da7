import { Button, Group, Menu, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ModelOffers } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { CHANGE_WORDS } from './change-line.tsx'
import { addChange, addTo } from './experiment-edit.ts'
import type { ChangeKind } from './experiment-form.ts'
import type { Question } from './use-question.ts'

/** What one may add: numbers of cells are set like any other number, but found under their own name. */
type Offer = ChangeKind | 'cells'

/** Changes that one may add, with what they do. */
const KINDS: readonly (readonly [Offer, string])[] = [
  ['dose', 'Give a drug'],
  ['knock down', 'Knock down'],
  ['overexpress', 'Overexpress'],
  ['without', 'Leave out a cell type'],
  ['cells', 'Begin with more or fewer cells'],
  ['set', 'Set a number'],
]

interface AddChangeProps {
  readonly arm: string
  readonly offers: ModelOffers | undefined
  readonly question: Question
}

/** Adds a change to an arm: first what kind, then of what. */
export function AddChange({ arm, offers, question }: AddChangeProps) {
  const [kind, setKind] = useState<Offer>()
  if (kind === undefined)
    return (
      <Group>
        <Menu
          position="bottom-start"
          withinPortal
          // What is typed next belongs to the field that takes the menu's place.
          returnFocus={false}
          transitionProps={{ duration: 0 }}
        >
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={offers === undefined}
              aria-label={`Add a change to ${arm}`}
            >
              Add a change
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map(([each, name]) => (
              <Menu.Item key={each} onClick={() => setKind(each)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    )
  const add = (what: string | null): void => {
    setKind(undefined)
    if (what !== null && offers !== undefined)
      question.change(withChange(question.text, arm, { kind: kind === 'cells' ? 'set' : kind, what, offers }))
  }
  return (
    <Stack gap={4} className={classes['grow'] ?? ''}>
      <Group align="end">
        <Select
          flex={1}
          label={kind === 'cells' ? 'Number of' : CHANGE_WORDS[kind].name}
          placeholder="Choose, or type to search"
          data={choicesFor(kind, offers)}
          searchable
          defaultDropdownOpened
          // The reader has just asked for it.
          autoFocus
          limit={200}
          maxDropdownHeight={320}
          nothingFoundMessage="The model has nothing like that"
          onChange={add}
        />
        <Button variant="default" onClick={() => setKind(undefined)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  )
}

interface Chosen {
  readonly kind: ChangeKind
  readonly what: string
  readonly offers: ModelOffers
}

/** The text with a change; a drug that the model lacks brings its part of the library. */
function withChange(text: string, arm: string, { kind, what, offers }: Chosen): string {
  if (kind !== 'dose')
    return addChange(text, arm, { kind, at: [kind, what], what, value: valueFor(kind, what, offers) })
  const drug = offers.drugs.find(({ label }) => label === what)
  const name = drug?.name ?? what
  const given = { kind, at: ['therapy', name], what: name, value: drug?.dose ?? '', start: '0 day' } as const
  const dosed = addChange(text, arm, given)
  return drug?.include === undefined ? dosed : addTo(dosed, ['arms', arm, 'include'], drug.include)
}

/** A value to begin with. */
function valueFor(kind: ChangeKind, what: string, { numbers, counts }: ModelOffers): string | number {
  if (kind === 'knock down') return '50 %'
  if (kind === 'overexpress') return '2 times'
  const count = counts.find(({ path }) => path === what)
  if (count !== undefined) return Number.parseInt(count.text, 10)
  const text = numbers.find(({ path }) => path === what)?.text ?? ''
  return kind === 'set' ? `${text} [assumed]` : ''
}

function choicesFor(kind: Offer, offers: ModelOffers | undefined) {
  if (offers === undefined) return []
  if (kind === 'dose') {
    const items = (isOwn: boolean) =>
      offers.drugs
        .filter(({ include }) => (include === undefined) === isOwn)
        .map(({ label, dose, isKnownDose }) => ({
          value: label,
          label: isKnownDose ? `${label}, ${dose}` : label,
        }))
    const groups = [
      { group: 'Of this model', items: items(true) },
      { group: 'From the library', items: items(false) },
    ]
    return groups.filter((group) => group.items.length > 0)
  }
  if (kind === 'without')
    return offers.types.map(({ name, cells }) => ({ value: name, label: `${name} (${cells} at the start)` }))
  const numbers = kind === 'set' ? offers.numbers : kind === 'cells' ? offers.counts : offers.genes
  return numbers.map(({ path, name, text }) => ({ value: path, label: `${name} (${text})` }))
}
