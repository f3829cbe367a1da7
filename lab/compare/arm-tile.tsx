import { ActionIcon, Text } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { type ArmStyle, type DifferenceFrame, PRIMARY, formatNumber } from '../../src/browser.ts'
import type { Scales } from '../view/scales.ts'
import { TissueCanvas } from '../view/tissue-canvas.tsx'
import { ProblemText } from '../watch/problem-card.tsx'
import { useCompare } from './compare-store.ts'
import { ArmMark } from './arm-mark.tsx'
import type { ArmView } from './lockstep.ts'
import { shownScene } from './shown-site.tsx'
import classes from './compare.module.css'

interface ArmTileProps {
  readonly arm: ArmView
  /** The arm that others are compared with. */
  readonly control: ArmView
  /** What is shown in place of the arm: where it differs from the control. */
  readonly difference: DifferenceFrame | undefined
  readonly style: ArmStyle | undefined
  readonly scales: Scales | undefined
  /** Absent where the arm is what was done on the Watch page. */
  readonly onEdit?: () => void
  /** Absent where the arm is not the reader's own. */
  readonly onRemove?: () => void
}

/** One arm: its name, how many cells it has, its tissue. */
export function ArmTile({ arm, control, difference, style, scales, onRemove, onEdit }: ArmTileProps) {
  const site = useCompare((state) => state.site)
  const cells = site === PRIMARY ? arm.state?.cells : arm.frame?.count
  return (
    <section className={classes['tile']} aria-label={`Arm ${arm.name}`}>
      <header className={classes['tileHead']}>
        <ArmMark colour={style?.colour ?? 'currentColor'} dash={style?.dash ?? ''} />
        <h2>{arm.name}</h2>
        <span className={classes['quiet']}>{cells === undefined ? '' : `${formatNumber(cells)} cells`}</span>
        {onEdit !== undefined && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Change arm ${arm.name}`}
            title="Change or rename this arm"
            onClick={onEdit}
          >
            <IconPencil size={14} />
          </ActionIcon>
        )}
        {onRemove !== undefined && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove arm ${arm.name}`}
            onClick={onRemove}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </header>
      <div className={classes['tissue']}>
        <Tissue arm={arm} control={control} difference={difference} scales={scales} />
      </div>
    </section>
  )
}

function Tissue({ arm, control, difference, scales }: Omit<ArmTileProps, 'style' | 'onRemove' | 'onEdit'>) {
  const options = useCompare((state) => state.options)
  const camera = useCompare((state) => state.camera)
  const site = useCompare((state) => state.site)
  if (arm.problem !== undefined) return <ProblemText problem={arm.problem} />
  const scene = shownScene(arm, site)
  if (arm.info === undefined || scene === undefined || arm.frame === undefined)
    return (
      <Text size="sm" p="md" c="gray.4">
        {site === PRIMARY || arm.info === undefined
          ? 'Reading the model'
          : `No tissue in the ${site} yet: it is laid out when the first colony begins.`}
      </Text>
    )
  const { info } = arm
  return (
    <>
      <TissueCanvas
        key={site}
        scene={scene}
        frame={difference ?? arm.frame}
        options={options}
        duration={info.stop * info.tick}
        label={arm.name}
        {...(info.organism === undefined ? {} : { site })}
        {...(scales === undefined || difference !== undefined ? {} : { scales })}
        {...(camera === undefined ? {} : { camera })}
        onCamera={(next) => useCompare.setState({ camera: next })}
      />
      {difference !== undefined && <Counts difference={difference} control={control.name} />}
    </>
  )
}

function Counts({
  difference: { counts, fields, change },
  control,
}: {
  readonly difference: DifferenceFrame
  readonly control: string
}) {
  const { both, onlyHere, onlyThere } = counts
  const differing = fields.filter(({ range }) => range[1] > 0).map(({ name }) => name)
  const hasMoved = change !== undefined && change.range[1] > 0
  return (
    <div className={classes['counts']}>
      {onlyThere + onlyHere > 0
        ? `cells only here: ${formatNumber(onlyThere)}, only in ${control}: ${formatNumber(onlyHere)}, in both: ${formatNumber(both)}`
        : [
            `${differing.length === 0 && !hasMoved ? 'no difference yet: ' : ''}same cells as ${control}`,
            ...(differing.length === 0 ? [] : [`${differing.join(', ')} differs`]),
          ].join('; ')}
    </div>
  )
}
