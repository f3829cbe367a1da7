import { Button } from '@mantine/core'
import { IconCircleDashed } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useBrush } from './brush-store.ts'

interface BrushButtonProps {
  readonly what: string
  /** [um] */
  readonly radius: number
  readonly onPlace: (centre: readonly [number, number, number], site: string) => void
}

/** Gives the pointer a brush on the tissue: each click does it there. */
export function BrushButton({ what, radius, onPlace }: BrushButtonProps) {
  const isOn = useBrush((state) => state.brush !== undefined)
  useEffect(() => {
    if (useBrush.getState().brush !== undefined) useBrush.setState({ brush: { radius, onPlace } })
  })
  useEffect(() => () => useBrush.setState({ brush: undefined }), [])
  return (
    <Button
      size="xs"
      fullWidth
      variant={isOn ? 'light' : 'filled'}
      aria-pressed={isOn}
      leftSection={<IconCircleDashed size={16} />}
      onClick={() => useBrush.setState({ brush: isOn ? undefined : { radius, onPlace } })}
    >
      {isOn ? `Click the tissue: ${what.toLowerCase()} there` : `${what} with a brush`}
    </Button>
  )
}
