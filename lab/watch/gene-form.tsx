import { SegmentedControl, Select, Slider, Text } from '@mantine/core'
import { useState } from 'react'
import { NowButton } from './now-button.tsx'
import { ProblemText } from './problem-card.tsx'
import { useRun } from './run-store.ts'
import { useSteer } from './use-steer.ts'
import classes from './watch.module.css'

type Way = 'Down' | 'Up'

/** Chosen: most of it, as a good knock-down leaves it; and a common overexpression. */
const USUAL = { share: 80, times: 3 }

/** A gene of a cell type, made to do less or more. */
export function GeneForm() {
  const genes = useRun(({ info }) => info?.handles.genes) ?? []
  const [path, setPath] = useState<string | null>(null)
  const [way, setWay] = useState<Way>('Down')
  const [share, setShare] = useState(USUAL.share)
  const [times, setTimes] = useState(USUAL.times)
  const { isBusy, problem, act } = useSteer()
  const gene = genes.find((each) => each.path === path) ?? genes[0]
  if (gene === undefined)
    return (
      <Text size="sm" className={classes['quiet']}>
        This model has no networks or traits that could be knocked down.
      </Text>
    )
  const change = (): void => {
    const label = `${gene.name} in ${gene.cellType} ${way === 'Down' ? `down by ${share} %` : `up to ${times} times`}`
    if (way === 'Down') void act({ kind: 'knock down', path: gene.path, share: share / 100 }, label)
    else void act({ kind: 'overexpress', path: gene.path, times }, label)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change()
      }}
    >
      <Select
        size="xs"
        label="Gene, and the cells that it is changed in"
        searchable
        allowDeselect={false}
        value={gene.path}
        data={genes.map(({ path: value, name, cellType }) => ({ value, label: `${name} in ${cellType}` }))}
        onChange={setPath}
      />
      <SegmentedControl
        size="xs"
        mt={8}
        aria-label="Direction"
        value={way}
        data={['Down', 'Up']}
        onChange={(value) => setWay(value === 'Up' ? 'Up' : 'Down')}
      />
      {way === 'Down' ? (
        <Amount label={`by ${share} % of what it is now`} value={share} onChange={setShare} min={5} max={100} step={5} />
      ) : (
        <Amount label={`to ${times} times what it is now`} value={times} onChange={setTimes} min={1} max={20} step={0.5} />
      )}
      <Text size="xs" className={classes['quiet']}>
        Changes add up: twice 80 % down leave 4 %.
      </Text>
      <NowButton isBusy={isBusy} what={way === 'Down' ? 'Knock down' : 'Overexpress'} />
      {problem !== undefined && <ProblemText problem={problem} />}
    </form>
  )
}

interface AmountProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min: number
  readonly max: number
  readonly step: number
}

/** A slider with what it says in words. */
export function Amount({ label, ...rest }: AmountProps) {
  return (
    <div style={{ margin: '8px 0' }}>
      <Text size="xs">{label}</Text>
      <Slider size="sm" label={null} thumbLabel={label} {...rest} />
    </div>
  )
}
