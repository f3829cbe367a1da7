import { Button, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemText } from './problem-card.tsx'
import { NowButton } from './now-button.tsx'
import { useRun } from './run-store.ts'
import { useSteer } from './use-steer.ts'
import classes from './watch.module.css'

/** A dose of a drug that the model has, or that a part of the library brings. */
export function DoseForm() {
  const drugs = useRun((state) => state.info?.handles.drugs) ?? []
  const [label, setLabel] = useState<string | null>(null)
  const [amount, setAmount] = useState<string | undefined>(undefined)
  const { isBusy, problem, act } = useSteer()
  const drug = drugs.find((each) => each.label === label) ?? drugs[0]
  if (drug === undefined) return <NoDrug />
  const dose = amount ?? drug.dose
  const give = (): void => {
    const include = drug.include === undefined ? {} : { include: drug.include }
    void act({ kind: 'dose', drug: drug.name, dose, ...include }, `${drug.name}, ${dose}`)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        give()
      }}
    >
      <Select
        size="xs"
        label="Drug"
        searchable={drugs.length > 8}
        allowDeselect={false}
        value={drug.label}
        data={grouped(drugs)}
        onChange={(value) => {
          setLabel(value)
          setAmount(undefined)
        }}
      />
      <TextInput
        size="xs"
        mt={8}
        label="Amount, with its unit"
        value={dose}
        onChange={({ currentTarget }) => setAmount(currentTarget.value)}
      />
      {drug.include !== undefined && (
        <Text size="xs" className={classes['quiet']} mt={4}>
          {drug.include} brings this drug into the model, with its sources.
        </Text>
      )}
      <NowButton isBusy={isBusy} what="Give" />
      {problem !== undefined && <ProblemText problem={problem} />}
    </form>
  )
}

function grouped(drugs: readonly { readonly label: string; readonly include?: string }[]) {
  const items = (isOwn: boolean): string[] =>
    drugs.filter(({ include }) => (include === undefined) === isOwn).map((each) => each.label)
  return [
    { group: 'In this model', items: items(true) },
    { group: 'From the library', items: items(false) },
  ].filter((group) => group.items.length > 0)
}

function NoDrug() {
  return (
    <div>
      <Text size="sm" className={classes['quiet']} mb={8}>
        This model has no drug, and no part of the library brings one that fits. Add one under{' '}
        <code>drugs:</code> in Edit.
      </Text>
      <Button size="xs" variant="default" component="a" href="#/edit">
        Open the model in Edit
      </Button>
    </div>
  )
}
