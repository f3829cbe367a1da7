import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { BodyForm } from './body-form.tsx'
import { CellsForm } from './cells-form.tsx'
import { DoseForm } from './dose-form.tsx'
import { GeneForm } from './gene-form.tsx'
import { LogPanel } from './log-panel.tsx'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'
import { VesselForm } from './vessel-form.tsx'

type Way = 'Drug' | 'Gene' | 'Cells' | 'Vessels' | 'Body'

/** What a reader may do to the run now, and what was done. */
export function TreatPanel() {
  const handles = useRun((state) => state.info?.handles)
  const [way, setWay] = useState<Way>('Drug')
  if (handles === undefined)
    return (
      <Text size="sm" className={classes['quiet']}>
        Drugs, genes, cells and vessels can be changed here once the run has begun.
      </Text>
    )
  const ways: readonly Way[] = [
    'Drug',
    'Gene',
    'Cells',
    ...(handles.hasVessels ? (['Vessels'] as const) : []),
    ...(handles.organism === undefined ? [] : (['Body'] as const)),
  ]
  return (
    <div>
      <SegmentedControl
        size="xs"
        fullWidth
        mb={12}
        aria-label="What to change"
        value={way}
        data={[...ways]}
        onChange={(value) => setWay(ways.find((each) => each === value) ?? 'Drug')}
      />
      <Past />
      {way === 'Drug' && <DoseForm />}
      {way === 'Gene' && <GeneForm />}
      {way === 'Cells' && <CellsForm />}
      {way === 'Vessels' && <VesselForm />}
      {way === 'Body' && handles.organism !== undefined && (
        <BodyForm organism={handles.organism} types={handles.types} />
      )}
      <section className={classes['section']}>
        <h3>What was done</h3>
        <LogPanel />
      </section>
    </div>
  )
}

/** Says that acting now begins a branch. */
function Past() {
  const info = useRun((state) => state.info)
  const now = useRun((state) => state.now)
  const to = useRun(({ history }) => history?.branches.find(({ id }) => id === history.current)?.to)
  if (info === undefined || now === undefined || to === undefined || now.tick >= to) return null
  return (
    <Text size="xs" className={classes['quiet']} mb={8}>
      You are at {clockText(now.time)}, in the past of this run: what you do here begins a branch, the rest is
      kept.
    </Text>
  )
}
