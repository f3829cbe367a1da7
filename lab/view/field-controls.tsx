import { Checkbox, SegmentedControl, Slider, Stack } from '@mantine/core'
import { type Frame, formatNumber, type Scene, type SceneLayer } from '../../src/browser.ts'
import { type FieldOptions, type ViewOptions, fieldOptions } from './view-options.ts'
import classes from './view.module.css'

export interface FieldControlsProps {
  readonly scene: Scene
  readonly options: ViewOptions
  /** Slices of a field that is switched on go through the middle of its cells. */
  readonly frame?: Frame
  readonly onChange: (options: ViewOptions) => void
}

/** Which fields are shown, how opaque they are, and where slices lie. */
export function FieldControls({ scene, options, frame, onChange }: FieldControlsProps) {
  const fields = scene.layers.filter((layer) => layer.kind === 'field')
  const change = (next: readonly FieldOptions[]): void => onChange({ ...options, fields: next })
  const toggle = (name: string, isShown: boolean): void =>
    change(
      isShown
        ? [...options.fields, fieldOptions(scene, name, options.fields, frame)]
        : options.fields.filter((field) => field.name !== name),
    )
  const replace = (field: FieldOptions): void =>
    change(options.fields.map((other) => (other.name === field.name ? field : other)))
  return (
    <Stack gap={0}>
      {fields.map((layer) => (
        <FieldLine
          key={layer.name}
          layer={layer}
          scene={scene}
          shown={options.fields.find(({ name }) => name === layer.name)}
          onToggle={toggle}
          onChange={replace}
        />
      ))}
    </Stack>
  )
}

interface FieldLineProps {
  readonly layer: Extract<SceneLayer, { kind: 'field' }>
  readonly scene: Scene
  readonly shown: FieldOptions | undefined
  readonly onToggle: (name: string, isShown: boolean) => void
  readonly onChange: (field: FieldOptions) => void
}

function FieldLine({ layer, scene, shown, onToggle, onChange }: FieldLineProps) {
  return (
    <div className={classes['field']}>
      <Checkbox
        styles={{ label: { fontSize: 12 } }}
        label={layer.name}
        checked={shown !== undefined}
        onChange={(event) => onToggle(layer.name, event.currentTarget.checked)}
      />
      {shown !== undefined && (
        <>
          <SliderLine
            name="opacity"
            label={`Opacity of ${layer.name}`}
            value={shown.opacity}
            text={`${Math.round(100 * shown.opacity)} %`}
            onChange={(opacity) => onChange({ ...shown, opacity })}
          />
          {scene.shape[2] > 1 && <SpatialField scene={scene} field={shown} onChange={onChange} />}
        </>
      )}
    </div>
  )
}

const AXES = ['x', 'y', 'z'] as const

/** Slices or a cloud, and where the slices lie. */
function SpatialField({
  scene,
  field,
  onChange,
}: {
  readonly scene: Scene
  readonly field: FieldOptions
  readonly onChange: (field: FieldOptions) => void
}) {
  const move = (axis: number, share: number | null): void => {
    const [x, y, z] = field.slices
    const at = (index: number, now: number | null): number | null => (index === axis ? share : now)
    onChange({ ...field, slices: [at(0, x), at(1, y), at(2, z)] })
  }
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        my={4}
        aria-label={`How ${field.name} is drawn`}
        data={[
          { value: 'slices', label: 'Slices' },
          { value: 'volume', label: 'Volume' },
        ]}
        value={field.mode}
        onChange={(mode) => onChange({ ...field, mode: mode === 'volume' ? 'volume' : 'slices' })}
      />
      {field.mode === 'slices' &&
        AXES.map((axis, index) => {
          const share = field.slices[index] ?? null
          const um = (scene.corner[index] ?? 0) + (share ?? 0) * (scene.size[index] ?? 0)
          return (
            <div className={classes['sliderLine']} key={axis}>
              <Checkbox
                size="xs"
                label={axis}
                aria-label={`Slice of ${field.name} across ${axis}`}
                checked={share !== null}
                onChange={(event) => move(index, event.currentTarget.checked ? 0.5 : null)}
              />
              <Slider
                size="sm"
                min={0}
                max={1}
                step={0.01}
                label={null}
                disabled={share === null}
                thumbLabel={`Place of the slice across ${axis}`}
                value={share ?? 0.5}
                onChange={(value) => move(index, value)}
              />
              <output>{share === null ? 'off' : `${formatNumber(Math.round(um))} µm`}</output>
            </div>
          )
        })}
    </>
  )
}

interface SliderLineProps {
  readonly name: string
  readonly label: string
  readonly value: number
  readonly text: string
  readonly onChange: (value: number) => void
}

function SliderLine({ name, label, value, text, onChange }: SliderLineProps) {
  return (
    <div className={classes['sliderLine']}>
      <span>{name}</span>
      <Slider
        size="sm"
        min={0}
        max={1}
        step={0.05}
        label={null}
        thumbLabel={label}
        value={value}
        onChange={onChange}
      />
      <output>{text}</output>
    </div>
  )
}
