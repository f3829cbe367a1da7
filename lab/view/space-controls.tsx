import { Button, Group, RangeSlider, Stack } from '@mantine/core'
import { formatNumber, type Scene } from '../../src/browser.ts'
import type { Preset } from './camera.ts'
import type { Span, ViewOptions } from './view-options.ts'
import classes from './view.module.css'

const PRESETS: readonly { readonly preset: Preset; readonly name: string; readonly hint: string }[] = [
  { preset: 'fit', name: 'Fit', hint: 'Show all cells from here (R)' },
  { preset: 'top', name: 'Top', hint: 'Look down along z' },
  { preset: 'front', name: 'Front', hint: 'Look along y' },
  { preset: 'side', name: 'Side', hint: 'Look against x' },
  { preset: 'isometric', name: 'Isometric', hint: 'Look from a corner above' },
]

export interface CameraButtonsProps {
  readonly scene: Scene
  readonly onPreset: (preset: Preset) => void
}

/** The usual sides to look from; a slice of tissue has one. */
export function CameraButtons({ scene, onPreset }: CameraButtonsProps) {
  const presets = scene.shape[2] > 1 ? PRESETS : PRESETS.slice(0, 1)
  return (
    <Group gap={4} role="group" aria-label="Look from">
      {presets.map(({ preset, name, hint }) => (
        <Button
          key={preset}
          size="compact-xs"
          variant="default"
          title={hint}
          onClick={() => onPreset(preset)}
        >
          {name}
        </Button>
      ))}
    </Group>
  )
}

export interface ClipControlsProps {
  readonly scene: Scene
  readonly options: ViewOptions
  readonly onChange: (options: ViewOptions) => void
}

/** Where a tissue in space is cut open; nothing for a slice. */
export function ClipControls({ scene, options, onChange }: ClipControlsProps) {
  if (scene.shape[2] === 1) return null
  const set = (axis: number, span: Span): void => {
    const [x, y, z] = options.clip
    onChange({ ...options, clip: [axis === 0 ? span : x, axis === 1 ? span : y, axis === 2 ? span : z] })
  }
  return (
    <Stack gap={0}>
      {(['x', 'y', 'z'] as const).map((axis, index) => (
        <ClipLine
          key={axis}
          axis={axis}
          span={options.clip[index] ?? [0, 1]}
          from={scene.corner[index] ?? 0}
          size={scene.size[index] ?? 1}
          onChange={(span) => set(index, span)}
        />
      ))}
    </Stack>
  )
}

interface ClipLineProps {
  readonly axis: string
  readonly span: Span
  /** [um] */
  readonly from: number
  /** [um] */
  readonly size: number
  readonly onChange: (span: Span) => void
}

function ClipLine({ axis, span, from, size, onChange }: ClipLineProps) {
  const at = (share: number): string => formatNumber(Math.round(from + share * size))
  return (
    <div className={classes['clipLine']}>
      <span>{axis}</span>
      <RangeSlider
        size="sm"
        min={0}
        max={1}
        step={0.01}
        minRange={0.02}
        label={null}
        thumbFromLabel={`Show from, along ${axis}`}
        thumbToLabel={`Show to, along ${axis}`}
        value={[span[0], span[1]]}
        onChange={onChange}
      />
      <output>
        {at(span[0])} to {at(span[1])} µm
      </output>
    </div>
  )
}
