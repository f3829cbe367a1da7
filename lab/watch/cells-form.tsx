import { MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { BrushButton } from './brush-button.tsx'
import { Amount } from './gene-form.tsx'
import type { Intent } from './intent.ts'
import { PlaceFields } from './place-fields.tsx'
import { ProblemText } from './problem-card.tsx'
import { useRun } from './run-store.ts'
import { inSite } from './site-store.ts'
import { useSteer } from './use-steer.ts'

type Way = 'Take out' | 'Bring'
type Centre = readonly [number, number, number]

/** Cells taken out of a place, or brought to one. */
export function CellsForm() {
  const types = useRun((state) => state.info?.handles.types) ?? []
  const [way, setWay] = useState<Way>('Take out')
  const [chosen, setChosen] = useState<string[]>([])
  const [type, setType] = useState<string | null>(null)
  const [count, setCount] = useState(20)
  const [radius, setRadius] = useState(40)
  const { isBusy, problem, act } = useSteer()
  const brought = type ?? types[0] ?? ''
  const place = (centre: Centre, site: string): void => {
    const at = { centre, radius, site }
    const where = `at ${centre[0].toFixed(0)}, ${centre[1].toFixed(0)} µm${inSite(site)}`
    const intent: Intent =
      way === 'Take out'
        ? { kind: 'remove', ...(chosen.length === 0 ? {} : { cellTypes: chosen }), ...at }
        : { kind: 'add', cellType: brought, count, ...at }
    const label =
      way === 'Take out'
        ? `${chosen.length === 0 ? 'all cells' : chosen.join(', ')} taken out within ${radius} µm ${where}`
        : `${count} ${brought} brought within ${radius} µm ${where}`
    void act(intent, label)
  }
  return (
    <div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Take out or bring cells"
        value={way}
        data={['Take out', 'Bring']}
        onChange={(value) => setWay(value === 'Bring' ? 'Bring' : 'Take out')}
      />
      {way === 'Take out' ? (
        <MultiSelect
          size="xs"
          mt={8}
          label="Which cells"
          placeholder={chosen.length === 0 ? 'all' : ''}
          data={[...types]}
          value={chosen}
          onChange={setChosen}
        />
      ) : (
        <>
          <Select
            size="xs"
            mt={8}
            label="Which cells"
            allowDeselect={false}
            data={[...types]}
            value={brought}
            onChange={setType}
          />
          <NumberInput
            size="xs"
            mt={8}
            label="How many [cells]"
            min={1}
            max={10_000}
            value={count}
            onChange={(value) => setCount(Number(value))}
          />
        </>
      )}
      <Amount label={`within ${radius} µm`} value={radius} onChange={setRadius} min={5} max={200} step={5} />
      <BrushButton what={way} radius={radius} onPlace={place} />
      <PlaceFields what={way} isBusy={isBusy} onPlace={place} />
      {problem !== undefined && <ProblemText problem={problem} />}
    </div>
  )
}
