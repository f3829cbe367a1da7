import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'

type Centre = readonly [number, number, number]

interface PlaceFieldsProps {
  /** `Take out`, `Bring`: the words on the button. */
  readonly what: string
  readonly isBusy: boolean
  readonly onPlace: (centre: Centre) => void
}

/** For whoever has no pointer, or wants an exact place: coordinates, beginning at the chosen cell or in the middle. */
export function PlaceFields({ what, isBusy, onPlace }: PlaceFieldsProps) {
  const scene = useRun(({ info }) => info?.scene)
  const card = useRun(({ card }) => card)
  const time = useRun(({ now }) => now?.time ?? 0)
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
        onPlace(centre)
      }}
    >
      <Text size="xs" mt={12} className={classes['quiet']}>
        Or at a place{typed === undefined && card !== undefined ? ': that of the chosen cell' : ''}
      </Text>
      <Group gap={8} wrap="nowrap" mb={8}>
        {axes.map((axis, index) => (
          <NumberInput
            key={axis}
            size="xs"
            hideControls
            label={`${axis} [µm]`}
            value={Math.round(centre[index] ?? 0)}
            onChange={(value) =>
              setTyped([0, 1, 2].map((i) => (i === index ? Number(value) : (centre[i] ?? 0))) as unknown as Centre) // three
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
