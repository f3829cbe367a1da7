import { Button, Text, Title, VisuallyHidden, useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useProject } from '../app/project.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import type { DifferenceFrame, Scene } from '../../src/browser.ts'
import { type Scales, scalesFor } from '../view/scales.ts'
import { ArmDialog } from './arm-dialog.tsx'
import { stylesOf } from './arm-styles.ts'
import { ArmTile } from './arm-tile.tsx'
import { CompareControls } from './compare-controls.tsx'
import { CompareSide } from './compare-side.tsx'
import { CompareCurves } from './compare-curves.tsx'
import { useCompare } from './compare-store.ts'
import { Comparison } from './comparison.ts'
import type { ArmView } from './lockstep.ts'
import { shownScene } from './shown-site.tsx'
import { TwinsBar } from './twins-bar.tsx'
import { controlOf, useDifferences } from './use-differences.ts'
import { addArm, armsOf, removeArm } from './use-arms.ts'
import { doseText } from './arm-texts.ts'
import classes from './compare.module.css'

const comparison = new Comparison()

/** Two to six arms side by side: the same tissue with the same luck, until a change reaches a cell. */
export default function ComparePage() {
  const project = useProject((state) => state.project)
  const setups = useMemo(() => armsOf(project), [project.arms, project.session])
  const { model, files, session } = project
  const key = JSON.stringify([project.id, model, files, session.seed, session.changes, setups])
  const { phase, arms, said } = useCompare()
  useEffect(() => {
    void comparison.open(project, setups)
    return () => comparison.close()
  }, [key])
  useCompareKeys()
  const scheme = useComputedColorScheme('light')
  const styles = stylesOf(
    setups.map(({ name }) => name),
    scheme === 'dark',
  )
  const control = arms[0]
  return (
    <div className={classes['page']}>
      <VisuallyHidden component="h1">Compare arms</VisuallyHidden>
      <CompareControls comparison={comparison} />
      {phase === 'opening' && (
        <Text p="md">Opening {setups.length === 1 ? 'the arm' : `${setups.length} arms`}</Text>
      )}
      {control !== undefined && phase === 'ready' && <Arms arms={arms} control={control} styles={styles} />}
      {phase === 'ready' && (
        <div className={classes['below']}>
          <TwinsBar />
          <CompareCurves styles={styles} />
        </div>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  )
}

/** Ticks from where the arms are, or are going to, to as many minutes later or earlier. */
function step(minutes: number): void {
  const { arms, tick, wayTo, phase } = useCompare.getState()
  const info = arms.find((arm) => arm.info !== undefined)?.info
  if (info === undefined || phase !== 'ready') return
  const to = (wayTo ?? tick) + Math.sign(minutes) * Math.max(1, Math.round(Math.abs(minutes) / info.tick))
  void comparison.seek(Math.max(0, Math.min(info.stop, to)))
}

function useCompareKeys(): void {
  useShortcuts('Compare', [
    {
      keys: 'Space',
      does: 'play or pause all arms',
      run: () => (useCompare.getState().isPlaying ? comparison.pause() : comparison.play()),
    },
    { keys: 'ArrowRight', does: 'an hour on', run: () => step(60) },
    { keys: 'ArrowLeft', does: 'an hour back', run: () => step(-60) },
    { keys: 'Shift+ArrowRight', does: 'a day on', run: () => step(1440) },
    { keys: 'Shift+ArrowLeft', does: 'a day back', run: () => step(-1440) },
    { keys: 'd', does: 'difference, or side by side', run: () => comparison.changeMode() },
  ])
}

interface ArmsProps {
  readonly arms: readonly ArmView[]
  readonly control: ArmView
  readonly styles: ReturnType<typeof stylesOf>
}

function Arms({ arms, control, styles }: ArmsProps) {
  const own = useProject((state) => state.project.arms)
  const [edited, edit] = useState<string | undefined>(undefined)
  const setups = useCompare((state) => state.setups)
  const isSteered = (name: string): boolean =>
    setups.some((setup) => setup.name === name && setup.actions !== undefined)
  const shown = arms.find(({ info, frame }) => info !== undefined && frame !== undefined)
  const scales = useSharedScales(arms)
  const differences = useDifferences(arms)
  const reference =
    controlOf(
      arms,
      useCompare((state) => state.against),
    ) ?? control
  const [first] = differences
  const site = useCompare((state) => state.site)
  const differenceScales = useDifferenceScales(shown && shownScene(shown, site), [...differences.values()])
  return (
    <div className={classes['middle']}>
      <div className={classes['tiles']} data-arms={arms.length}>
        {arms.map((arm, index) => (
          <ArmTile
            key={arm.name}
            arm={arm}
            control={reference}
            difference={differences.get(arm.name)}
            style={styles.get(arm.name)}
            scales={differences.has(arm.name) ? differenceScales : scales}
            {...(arm.name in own && index > 0 ? { onRemove: () => removeArm(arm.name) } : {})}
            {...(isSteered(arm.name) ? {} : { onEdit: () => edit(arm.name) })}
          />
        ))}
        {arms.length === 1 && <SecondArm arm={control} />}
      </div>
      {shown?.info !== undefined && edited !== undefined && (
        <ArmDialog info={shown.info} name={edited} onClose={() => edit(undefined)} />
      )}
      <CompareSide
        arms={arms}
        shown={reference.frame === undefined ? shown : reference}
        difference={first === undefined ? undefined : { name: first[0], frame: first[1] }}
        scales={scales}
        differenceScales={differenceScales}
        comparison={comparison}
      />
    </div>
  )
}

/** Scales wide enough for every arm: a colour means the same in all of them. */
function useSharedScales(arms: readonly ArmView[]): Scales | undefined {
  const options = useCompare((state) => state.options)
  const site = useCompare((state) => state.site)
  const before = useRef<Scales>(undefined)
  for (const arm of arms) {
    const scene = shownScene(arm, site)
    if (scene !== undefined && arm.frame !== undefined)
      before.current = scalesFor(scene, arm.frame, options, before.current)
  }
  return before.current
}

/** Scales of differences of fields: as wide as any arm ever needed, and no difference in their middle. */
function useDifferenceScales(
  scene: Scene | undefined,
  differences: readonly DifferenceFrame[],
): Scales | undefined {
  const options = useCompare((state) => state.options)
  const widest = useRef(new Map<string, number>())
  const [first] = differences
  if (scene === undefined || first === undefined) return undefined
  for (const { name, range } of differences.flatMap(({ fields }) => fields))
    widest.current.set(name, Math.max(widest.current.get(name) ?? 0, range[1]))
  const fields = [...widest.current].map(
    ([name, size]) => [name, [-(size || 1), size || 1] as const] as const,
  )
  return { ...scalesFor(scene, first, options), fields: Object.fromEntries(fields) }
}

/** What a comparison is, where there is only one arm yet. */
function SecondArm({ arm }: { readonly arm: ArmView }) {
  const drugs = arm.info?.handles.drugs.filter(({ include }) => include === undefined) ?? []
  return (
    <div className={classes['teach']}>
      <Title order={2} size={16}>
        A second arm makes a comparison
      </Title>
      <Text size="sm" my="xs">
        Arms share every random number: the same tissue with the same luck. They stay the same, cell by cell,
        until what you change reaches a cell; all that differs afterwards follows from it.
      </Text>
      {drugs.slice(0, 3).map(({ name, dose }) => (
        <Button key={name} size="xs" mr="xs" mt="xs" onClick={() => addArm(name, doseText(name, dose))}>
          with {name}, {dose}
        </Button>
      ))}
      {drugs.length === 0 && <Text size="sm">Choose "Add an arm": a drug, a gene, or cells left out.</Text>}
    </div>
  )
}
