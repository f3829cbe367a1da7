import { SegmentedControl } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useRef } from 'react'
import { type Frame, PRIMARY } from '../../src/browser.ts'
import { OrganNumbers } from '../organism/organ-numbers.tsx'
import classes from '../organism/organism.module.css'
import type { Scales } from '../view/scales.ts'
import { sharedScales } from '../view/shared-scales.ts'
import type { RunInfo } from '../workers/run-api.ts'
import { useBody } from './use-body.ts'
import { Tissue, useKeptScales } from './one-tissue.tsx'
import { type ShownTissue, focusOn, useSites } from './site-store.ts'
import { CameraCorner, IconButton } from './transport.tsx'
import { useView } from './view-store.ts'
import { useIsSmall } from './use-is-small.ts'

/** The tissues of an organism: one large, the others beside it, and the blood beneath. */
export function SiteTissues({ info, frame }: { readonly info: RunInfo; readonly frame: Frame }) {
  const frames = useSites((state) => state.frames)
  const focus = useSites((state) => state.focus)
  const isSmall = useIsSmall()
  const sites = info.organism?.sites ?? []
  const tissues: readonly ShownTissue[] = [
    { name: PRIMARY, scene: info.scene, frame },
    ...sites.map(({ name, scene }) => ({ name, scene, frame: frames[name] })),
  ]
  const scales = useSharedScales(tissues)
  const shown = isSmall ? tissues.filter(({ name }) => name === focus) : tissues
  return (
    <div className={classes['organism']}>
      {isSmall && <SiteSwitch names={tissues.map(({ name }) => name)} />}
      <div className={classes['tissues']} data-beside={shown.length - 1}>
        {shown.map((tissue) => (
          <Tile key={tissue.name} tissue={tissue} scales={scales} isSmall={isSmall} />
        ))}
      </div>
    </div>
  )
}

function useSharedScales(tissues: readonly ShownTissue[]): Scales | undefined {
  const options = useView((state) => state.options)
  const before = useRef<Scales>(undefined)
  const there = tissues.flatMap(({ scene, frame }) => (frame === undefined ? [] : [{ scene, frame }]))
  before.current = sharedScales(there, options, before.current)
  useKeptScales(before.current)
  return before.current
}

/** Which tissue a small screen shows. */
function SiteSwitch({ names }: { readonly names: readonly string[] }) {
  const focus = useSites((state) => state.focus)
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      radius={0}
      aria-label="Tissue that is shown"
      value={focus}
      data={[...names]}
      onChange={focusOn}
    />
  )
}

interface TileProps {
  readonly tissue: ShownTissue
  readonly scales: Scales | undefined
  readonly isSmall: boolean
}

function Tile({ tissue: { name, scene, frame }, scales, isSmall }: TileProps) {
  const isFocus = useSites(({ focus }) => focus === name)
  return (
    <section className={classes['tile']} data-large={isFocus || undefined} aria-label={`Tissue: ${name}`}>
      {frame === undefined || scales === undefined ? (
        <NotYet name={name} />
      ) : (
        <Tissue site={name} scene={scene} frame={frame} scales={scales} name={name} />
      )}
      {isFocus && <CameraCorner />}
      {!isFocus && !isSmall && (
        <div className={classes['tileCorner']}>
          <IconButton label={`Show the ${name} large (t)`} onClick={() => focusOn(name)}>
            <IconArrowsMaximize size={16} />
          </IconButton>
        </div>
      )}
    </section>
  )
}

/** A site that has no tissue: what the blood knows of the organ. */
function NotYet({ name }: { readonly name: string }) {
  const body = useBody()
  return (
    <div className={classes['notYet']}>
      <strong>{name}</strong>
      <p>No tissue yet: it is laid out when the first colony begins. Until then the organ is numbers.</p>
      <OrganNumbers organ={name} body={body} />
    </div>
  )
}
