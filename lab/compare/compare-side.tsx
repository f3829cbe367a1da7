import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { DifferenceFrame } from '../../src/browser.ts'
import { notify } from '../app/notices.ts'
import { useProject } from '../app/project.ts'
import { FieldControls } from '../view/field-controls.tsx'
import { Legend } from '../view/legend.tsx'
import type { Scales } from '../view/scales.ts'
import type { ViewOptions } from '../view/view-options.ts'
import type { RunInfo } from '../workers/run-api.ts'
import { ArmDialog } from './arm-dialog.tsx'
import { useCompare } from './compare-store.ts'
import type { Comparison } from './comparison.ts'
import { DifferenceChoices } from './difference-choices.tsx'
import type { ArmView } from './lockstep.ts'
import { shownScene } from './shown-site.tsx'
import { textOfArms } from './twins.ts'
import { MOST_ARMS } from './use-arms.ts'
import classes from './compare.module.css'

interface CompareSideProps {
  readonly arms: readonly ArmView[]
  /** The arm whose tissue the legend counts: the one that others are compared with. */
  readonly shown: ArmView | undefined
  /** Of the first other arm, where differences are shown. */
  readonly difference: { readonly name: string; readonly frame: DifferenceFrame } | undefined
  readonly scales: Scales | undefined
  readonly differenceScales: Scales | undefined
  readonly comparison: Comparison
}

/** Arms to add, layers and colours, for all arms at once. */
export function CompareSide(props: CompareSideProps) {
  const { arms, shown, difference, scales, differenceScales, comparison } = props
  const options = useCompare((state) => state.options)
  const change = (next: ViewOptions): void => {
    useCompare.setState({ options: next })
    comparison.show()
  }
  const site = useCompare((state) => state.site)
  const [scene, frame] = [shown && shownScene(shown, site), shown?.frame]
  return (
    <aside className={classes['side']} aria-label="What is shown">
      <AddButton arms={arms} />
      {scene !== undefined && difference !== undefined && differenceScales !== undefined && (
        <>
          <DifferenceChoices scene={scene} comparison={comparison} />
          <h2 className={classes['heading']}>
            {shown?.name} and {difference.name}
          </h2>
          <Legend scene={scene} frame={difference.frame} options={options} scales={differenceScales} />
          <h2 className={classes['heading']}>{shown?.name}</h2>
        </>
      )}
      {scene !== undefined && frame !== undefined && scales !== undefined && (
        <>
          <Legend scene={scene} frame={frame} options={options} scales={scales} onChange={change} />
          <h2 className={classes['heading']}>Fields</h2>
          <FieldControls scene={scene} options={options} onChange={change} />
        </>
      )}
    </aside>
  )
}

function AddButton({ arms }: { readonly arms: readonly ArmView[] }) {
  const [isOpen, open] = useState(false)
  const info = arms.find((arm) => arm.info !== undefined)?.info
  const isFull = arms.length >= MOST_ARMS
  return (
    <>
      <Button
        size="xs"
        variant="default"
        fullWidth
        mb="xs"
        leftSection={<IconPlus size={14} />}
        disabled={info === undefined || isFull}
        title={isFull ? `At most ${MOST_ARMS} arms: put more into a trial on the Ask page` : undefined}
        onClick={() => open(true)}
      >
        Add an arm
      </Button>
      {info !== undefined && <AskButton info={info} />}
      {info !== undefined && isOpen && <ArmDialog info={info} onClose={() => open(false)} />}
    </>
  )
}

/** Twins per arm with which a question begins. Chosen: as the shipped trials. */
const REPLICATES = 8

/** From arms that are watched to a question about them. */
function AskButton({ info }: { readonly info: RunInfo }) {
  const [, go] = useLocation()
  const ask = (): void => {
    const { project, change, undo } = useProject.getState()
    change({
      experiment: textOfArms(project, useCompare.getState().setups, {
        info,
        replicates: REPLICATES,
        hasMoments: false,
      }),
    })
    if ((project.experiment ?? '') !== '')
      notify({
        message: 'The arms of the comparison are the question now, in place of the one before.',
        action: { label: 'Undo', run: undo },
      })
    go('/ask')
  }
  return (
    <Button size="xs" variant="default" fullWidth mb="sm" onClick={ask}>
      Ask this as a trial
    </Button>
  )
}
