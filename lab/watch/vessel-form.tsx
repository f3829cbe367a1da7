import { Text } from '@mantine/core'
import { useState } from 'react'
import { BrushButton } from './brush-button.tsx'
import { Amount } from './gene-form.tsx'
import { PlaceFields } from './place-fields.tsx'
import { ProblemText } from './problem-card.tsx'
import { inSite } from './site-store.ts'
import { useSteer } from './use-steer.ts'
import classes from './watch.module.css'

/** Vessels of a place, tied for good. */
export function VesselForm() {
  const [radius, setRadius] = useState(30)
  const { isBusy, problem, act } = useSteer()
  const cut = (centre: readonly [number, number, number], site: string): void => {
    const where = `within ${radius} µm at ${centre[0].toFixed(0)}, ${centre[1].toFixed(0)} µm`
    void act({ kind: 'cut', centre, radius, site }, `vessels cut ${where}${inSite(site)}`)
  }
  return (
    <div>
      <Text size="xs" className={classes['quiet']}>
        What lies inside brings no oxygen, drug or cell any more.
      </Text>
      <Amount label={`within ${radius} µm`} value={radius} onChange={setRadius} min={5} max={200} step={5} />
      <BrushButton what="Cut" radius={radius} onPlace={cut} />
      <PlaceFields what="Cut" isBusy={isBusy} onPlace={cut} />
      {problem !== undefined && <ProblemText problem={problem} />}
    </div>
  )
}
