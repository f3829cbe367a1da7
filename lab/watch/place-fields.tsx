import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import { PRIMARY } from '../../src/browser.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { focusedTissue, useSites } from './site-store.ts'
import classes from './watch.module.css'

type Centre = readonly [number, number, number]

interface PlaceFieldsProps {
  /** `Take out`, `Bring`: the words on the button. */
  readonly what: string
  readonly isBusy: boolean
  readonly onPlace: (centre: Centre, site: string) => void
}

/** For whoever has no pointer, or wants an exact place: coordinates, beginning at the chosen cell or in the middle. */
export function PlaceFields({ what, isBusy, onPlace }: PlaceFieldsProps) {
  useRun((state) => state.info)
  const site = useSites(({ focus }) => focus)
  const scene = focusedTissue()?.scene
  const time = useRun((state) => state.now?.time ?? 0)
  const card = useRun((state) => ((state.card?.site ?? PRIMARY) === site ? state.card : undefined))
  const [typed, setTyped] = useState<Centre | undefined>(undefined)
  if (scene === undefined) return null
  const middle = scene.corner.map((low, axis) => low + (scene.size[axis] ?? 0) / 2)
  const at = typed ?? card?.position ?? middle
  const centre: Centre = [at[0] ?? 0, at[1] ?? 0, at[2] ?? 0]
  const axes = scene.shape[2] > 1 ? (['x', 'y', 'z'] as const) : (['x', 'y'] as const)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onPlace(centre, site)
      }}
    >
      <Text size="xs" mt={12} className={classes['quiet']}>
        Or at a place{site === PRIMARY ? '' : ` in the ${site}`}
        {typed === undefined && card !== undefined ? ': that of the chosen cell' : ''}
      </Text>
      <Group gap={8} wrap="nowrap" mb={8}>
        {axes.map((axis, index) => (
          <NumberInput
            key={axis}
            size="xs"
            hideControls
            label={`${axis} [µm]`}
            value={Math.round(centre[index] ?? 0)}
            onChange={
              (value) =>
                setTyped(
                  [0, 1, 2].map((i) => (i === index ? Number(value) : (centre[i] ?? 0))) as unknown as Centre,
                ) // three
            }
          />
        ))}
      </Group>
      <Button type="submit" size="xs" variant="default" fullWidth loading={isBusy}>
        {what} there now, at {clockText(time)}
      </Button>
    </form>
  )
}
