import { type Frame, PRIMARY, type Scene } from '../../src/browser.ts'
import { useScales } from '../view/tissue-canvas.tsx'
import { Tissue, useKeptScales } from './one-tissue.tsx'
import { useRun } from './run-store.ts'
import { SiteTissues } from './site-tissues.tsx'
import { useView } from './view-store.ts'

/** The tissue of the run, or those of an organism, to look at and point into. */
export function TissuePart() {
  const info = useRun((state) => state.info)
  const frame = useRun((state) => state.frame)
  if (info === undefined || frame === undefined) return null
  if (info.organism !== undefined) return <SiteTissues info={info} frame={frame} />
  return <Alone scene={info.scene} frame={frame} />
}

function Alone({ scene, frame }: { readonly scene: Scene; readonly frame: Frame }) {
  const options = useView((state) => state.options)
  const scales = useScales(scene, frame, options)
  useKeptScales(scales)
  return <Tissue site={PRIMARY} scene={scene} frame={frame} scales={scales} />
}
