import { NumberInput, Switch } from '@mantine/core'
import type { Crop } from '../../src/browser.ts'
import { chooseField, chooseThinning, useTissue } from './tissue-store.ts'

const SIDES = [
  { key: 'x', label: 'From x' },
  { key: 'y', label: 'From y' },
  { key: 'width', label: 'Width' },
  { key: 'height', label: 'Height' },
] as const satisfies readonly { readonly key: keyof Crop; readonly label: string }[]

/** The field by numbers: what the model gets of the slide. */
export function FieldSection() {
  const { crop, target, isThinned } = useTissue()
  const voxel = target?.voxel ?? 20
  return (
    <>
      <div className="tissue-sides">
        {SIDES.map(({ key, label }) => (
          <NumberInput
            key={`${key} ${crop[key]}`}
            size="xs"
            label={label}
            suffix=" um"
            defaultValue={crop[key]}
            step={voxel}
            {...(key === 'width' || key === 'height' ? { min: voxel } : {})}
            onBlur={({ currentTarget }) => take(key, currentTarget.value, crop)}
            onKeyDown={(event) => event.key === 'Enter' && take(key, event.currentTarget.value, crop)}
          />
        ))}
      </div>
      <Switch
        size="sm"
        mt="sm"
        checked={isThinned}
        onChange={({ currentTarget: { checked } }) => chooseThinning(checked)}
        label="Thin cells that overlap"
        description={`one cell is kept where two of a type are nearer than they can be; sides are whole voxels of ${voxel} um`}
      />
    </>
  )
}

function take(key: keyof Crop, written: string, crop: Crop): void {
  const value = Number.parseFloat(written.replace(/ ?um$/, ''))
  if (Number.isFinite(value) && value !== crop[key]) chooseField({ [key]: value })
}
