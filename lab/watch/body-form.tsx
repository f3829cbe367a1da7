import { type ComboboxData, NumberInput, SegmentedControl, Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { Handles } from '../workers/run-api.ts'
import { Amount } from './gene-form.tsx'
import type { Intent } from './intent.ts'
import { NowButton } from './now-button.tsx'
import { ProblemText } from './problem-card.tsx'
import { useRun } from './run-store.ts'
import { useSteer } from './use-steer.ts'
import classes from './watch.module.css'

type Organism = NonNullable<Handles['organism']>
type Way = 'Resect' | 'Deplete' | 'Inject'

interface BodyFormProps {
  readonly organism: Organism
  readonly types: readonly string[]
}

/** What is done to an organism: a tissue taken out, cells or pools depleted, cells injected into the blood. */
export function BodyForm({ organism, types }: BodyFormProps) {
  const ways: readonly Way[] =
    organism.ways.length > 0 ? ['Resect', 'Deplete', 'Inject'] : ['Resect', 'Deplete']
  const [way, setWay] = useState<Way>('Resect')
  return (
    <div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Resect, deplete or inject"
        value={way}
        data={[...ways]}
        onChange={(value) => setWay(ways.find((each) => each === value) ?? 'Resect')}
      />
      {way === 'Resect' && <Resect organism={organism} />}
      {way === 'Deplete' && <Deplete organism={organism} types={types} />}
      {way === 'Inject' && <Inject organism={organism} types={types} />}
    </div>
  )
}

interface ActProps {
  /** On the button: `Resect`. */
  readonly what: string
  readonly intent: Intent
  readonly label: string
  readonly children: React.ReactNode
}

/** Fields, and the button that does what they say. */
function Act({ what, intent, label, children }: ActProps) {
  const { isBusy, problem, act } = useSteer()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void act(intent, label)
      }}
    >
      {children}
      <NowButton isBusy={isBusy} what={what} />
      {problem !== undefined && <ProblemText problem={problem} />}
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly data: ComboboxData
  readonly onChange: (value: string) => void
}

function Choice({ label, value, data, onChange }: ChoiceProps) {
  return (
    <Select
      size="xs"
      mt={8}
      label={label}
      allowDeselect={false}
      data={data}
      value={value}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
    />
  )
}

function Resect({ organism: { places } }: { readonly organism: Organism }) {
  const [site, setSite] = useState(places[0] ?? '')
  return (
    <Act what="Resect" intent={{ kind: 'resect', site }} label={`${site} resected`}>
      <Choice label="Which tissue" value={site} data={[...places]} onChange={setSite} />
      <Text size="xs" className={classes['quiet']} mt={4}>
        All of its cells are taken out; what they gave to the blood ends. Cells elsewhere stay.
      </Text>
    </Act>
  )
}

const EVERYWHERE = 'everywhere'
/** Before names of pools in the list, so that a type of the same name is another entry. */
const POOL = 'pool '

function Deplete({ organism: { places, pools }, types }: BodyFormProps) {
  const [who, setWho] = useState(pools[0] === undefined ? (types[0] ?? '') : POOL + pools[0])
  const [place, setPlace] = useState(EVERYWHERE)
  const [share, setShare] = useState(90)
  const [days, setDays] = useState(7)
  const pool = who.startsWith(POOL) ? who.slice(POOL.length) : undefined
  const where = place === EVERYWHERE ? {} : { places: [place] }
  const intent: Intent =
    pool === undefined
      ? { kind: 'deplete', cellType: who, share: share / 100, ...where }
      : { kind: 'deplete pool', pool, toShare: 1 - Math.min(share, 99) / 100, days }
  const label =
    pool === undefined
      ? `${who} depleted by ${share} %${place === EVERYWHERE ? '' : ` in the ${place}`}`
      : `${pool} of the blood depleted by ${Math.min(share, 99)} % for ${days} d`
  return (
    <Act what="Deplete" intent={intent} label={label}>
      <Choice
        label="Which cells"
        value={who}
        data={[
          { group: 'In the blood', items: pools.map((name) => ({ value: POOL + name, label: name })) },
          { group: 'In tissues', items: [...types] },
        ].filter(({ items }) => items.length > 0)}
        onChange={setWho}
      />
      <Amount label={`by ${share} %`} value={share} onChange={setShare} min={5} max={100} step={5} />
      {pool === undefined ? (
        <Choice label="Where" value={place} data={[EVERYWHERE, ...places]} onChange={setPlace} />
      ) : (
        <NumberInput
          size="xs"
          mt={8}
          label="For how long [d]"
          min={0.1}
          max={1000}
          value={days}
          onChange={(value) => setDays(Number(value))}
        />
      )}
    </Act>
  )
}

function Inject({ organism: { ways }, types }: BodyFormProps) {
  const tumour = useRun(({ info }) => info?.scene.types.find(({ lineage }) => lineage === 'tumour')?.name)
  const [cellType, setType] = useState(tumour ?? types[0] ?? '')
  const [way, setWay] = useState(ways[0] ?? '')
  const [count, setCount] = useState(100_000)
  return (
    <Act
      what="Inject"
      intent={{ kind: 'inject', cellType, count, way }}
      label={`${count} ${cellType} injected, ${way}`}
    >
      <Choice label="Which cells" value={cellType} data={[...types]} onChange={setType} />
      <Choice label="Way that they take" value={way} data={[...ways]} onChange={setWay} />
      <NumberInput
        size="xs"
        mt={8}
        label="How many [cells]"
        min={1}
        max={1e9}
        thousandSeparator=","
        value={count}
        onChange={(value) => setCount(Number(value))}
      />
    </Act>
  )
}
