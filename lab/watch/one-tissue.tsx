import { useEffect, useMemo } from 'react'
import { type Frame, PRIMARY, type Scene } from '../../src/browser.ts'
import type { Scales } from '../view/scales.ts'
import { TissueCanvas } from '../view/tissue-canvas.tsx'
import { BrushLayer } from './brush-layer.tsx'
import { currentRun } from './current-run.ts'
import { HoverCard } from './hover-card.tsx'
import { useRun } from './run-store.ts'
import { useSites } from './site-store.ts'
import { useView } from './view-store.ts'

interface TissueProps {
  readonly site: string
  readonly scene: Scene
  readonly frame: Frame
  readonly scales: Scales
  /** Said on the picture, where there are several tissues. */
  readonly name?: string
}

/** One tissue: cells are pointed at and chosen in it, and brushes work in it. */
export function Tissue({ site, scene, frame, scales, name }: TissueProps) {
  const options = useView((state) => state.options)
  const duration = useRun(({ info }) => (info === undefined ? 0 : info.stop * info.tick))
  const isFocus = useSites(({ focus }) => focus === site)
  const focused = useView((state) => state.camera)
  const own = useSites(({ cameras }) => cameras[site])
  const camera = isFocus ? focused : own
  const lineage = useRun((state) => state.selected)
  const selected = useMemo(() => slotOf(frame, lineage), [frame, lineage])
  useFollowing(site)
  return (
    <>
      <TissueCanvas
        scene={scene}
        frame={frame}
        options={options}
        scales={scales}
        duration={duration}
        onHover={(slot) => currentRun()?.hover(slot < 0 ? undefined : slot, site)}
        onSelect={(slot) => void currentRun()?.select(slot < 0 ? undefined : slot, site)}
        onView={(view) => keepView(site, view)}
        onCamera={(moved) => keepCamera(site, moved)}
        {...(camera === undefined ? {} : { camera })}
        {...(selected === undefined ? {} : { selected })}
        {...(name === undefined ? {} : { site: name, label: name })}
      />
      <HoverCard site={site} frame={frame} />
      <BrushLayer site={site} scene={scene} frame={frame} />
    </>
  )
}

type View = ReturnType<typeof useView.getState>

function keepView(site: string, view: View['view']): void {
  useSites.setState(({ views }) => ({ views: { ...views, [site]: view } }))
  if (useSites.getState().focus === site) useView.setState({ view })
}

function keepCamera(site: string, camera: NonNullable<View['camera']>): void {
  if (useSites.getState().focus === site) useView.setState({ camera })
  else useSites.setState(({ cameras }) => ({ cameras: { ...cameras, [site]: camera } }))
}

/** The legend shows the same scales as the picture. */
export function useKeptScales(scales: Scales | undefined): void {
  const ends = JSON.stringify(scales)
  useEffect(() => useView.setState({ scales }), [ends])
}

/** Moves the eye with the chosen cell, where the reader wants that and the cell is in this tissue. */
function useFollowing(site: string): void {
  const isFollowing = useRun((state) => state.isFollowing)
  const position = useRun(({ card }) => ((card?.site ?? PRIMARY) === site ? card?.position : undefined))
  useEffect(() => {
    const { camera } = useSites.getState().views[site] ?? {}
    if (!isFollowing || position === undefined || camera === undefined) return
    keepCamera(site, { ...camera, centre: position })
  }, [isFollowing, position, site])
}

/** Where a cell is in a frame: slots change when others die. */
function slotOf({ lineage: words }: Frame, lineage: string | undefined): number | undefined {
  if (words === undefined || lineage === undefined) return undefined
  const [high, low] = [lineage.slice(0, 8), lineage.slice(8)].map((digits) => Number.parseInt(digits, 16))
  for (let at = 0; at < words.length; at += 2) if (words[at] === low && words[at + 1] === high) return at / 2
  return undefined
}
