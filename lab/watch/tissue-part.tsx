import { useEffect, useMemo } from 'react'
import type { Frame } from '../../src/browser.ts'
import { TissueCanvas, useScales } from '../view/tissue-canvas.tsx'
import { BrushLayer } from './brush-layer.tsx'
import { currentRun } from './current-run.ts'
import { HoverCard } from './hover-card.tsx'
import { useRun } from './run-store.ts'
import { useView } from './view-store.ts'

/** The tissue of the run, to look at and point into. */
export function TissuePart() {
  const info = useRun(({ info }) => info)
  const frame = useRun(({ frame }) => frame)
  if (info === undefined || frame === undefined) return null
  return <Tissue info={info} frame={frame} />
}

type Run = ReturnType<typeof useRun.getState>

function Tissue({
  info: { scene, stop, tick },
  frame,
}: {
  readonly info: NonNullable<Run['info']>
  readonly frame: NonNullable<Run['frame']>
}) {
  const options = useView(({ options }) => options)
  const camera = useView(({ camera }) => camera)
  const scales = useScales(scene, frame, options)
  const lineage = useRun(({ selected }) => selected)
  const selected = useMemo(() => slotOf(frame, lineage), [frame, lineage])
  useKeptScales(scales)
  useFollowing()
  return (
    <>
      <TissueCanvas
        scene={scene}
        frame={frame}
        options={options}
        scales={scales}
        duration={stop * tick}
        onHover={(slot) => currentRun()?.hover(slot < 0 ? undefined : slot)}
        onSelect={(slot) => void currentRun()?.select(slot < 0 ? undefined : slot)}
        onView={(view) => useView.setState({ view })}
        onCamera={(moved) => useView.setState({ camera: moved })}
        {...(camera === undefined ? {} : { camera })}
        {...(selected === undefined ? {} : { selected })}
      />
      <HoverCard />
      <BrushLayer />
    </>
  )
}

/** The legend shows the same scales as the picture. */
function useKeptScales(scales: ReturnType<typeof useScales>): void {
  const ends = JSON.stringify(scales)
  useEffect(() => useView.setState({ scales }), [ends])
}

/** Moves the eye with the chosen cell, where the reader wants that. */
function useFollowing(): void {
  const isFollowing = useRun(({ isFollowing }) => isFollowing)
  const position = useRun(({ card }) => card?.position)
  useEffect(() => {
    const { view } = useView.getState()
    if (!isFollowing || position === undefined || view?.camera === undefined) return
    useView.setState({ camera: { ...view.camera, centre: position } })
  }, [isFollowing, position])
}

/** Where a cell is in a frame: slots change when others die. */
function slotOf({ lineage: words }: Frame, lineage: string | undefined): number | undefined {
  if (words === undefined || lineage === undefined) return undefined
  const [high, low] = [lineage.slice(0, 8), lineage.slice(8)].map((digits) => Number.parseInt(digits, 16))
  for (let at = 0; at < words.length; at += 2) if (words[at] === low && words[at + 1] === high) return at / 2
  return undefined
}
