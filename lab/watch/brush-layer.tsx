import { useState } from 'react'
import type { Frame, Scene } from '../../src/browser.ts'
import { along, basisOf } from '../view/camera.ts'
import type { TissueView } from '../view/tissue-view.ts'
import { useBrush } from './brush-store.ts'
import { useSites } from './site-store.ts'
import classes from './watch.module.css'

interface BrushedTissue {
  readonly scene: Scene
  readonly frame: Frame
}

/** Takes the pointer while it is a brush, and shows how far it reaches. */
export function BrushLayer({ site, scene, frame }: BrushedTissue & { readonly site: string }) {
  const brush = useBrush((state) => state.brush)
  const view = useSites(({ views }) => views[site])
  const [at, setAt] = useState<readonly [number, number] | undefined>(undefined)
  if (brush === undefined || view === undefined) return null
  const width = (2 * brush.radius) / view.micrometresPerPixel
  return (
    <div
      className={classes['aiming']}
      onPointerMove={(event) => setAt(pointOf(event))}
      onPointerLeave={() => setAt(undefined)}
      onPointerUp={(event) => {
        const centre = placeAt(view, { scene, frame }, ...pointOf(event))
        if (centre !== undefined) brush.onPlace(centre, site)
      }}
    >
      {at !== undefined && (
        <div className={classes['brush']} style={{ left: at[0], top: at[1], width, height: width }} />
      )}
    </div>
  )
}

function pointOf(event: React.PointerEvent<HTMLElement>): readonly [number, number] {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return [event.clientX - left, event.clientY - top]
}

/** What lies under a point of the canvas [um]: the cell there; else the plane through the middle of what is seen. */
function placeAt(
  view: TissueView,
  { scene, frame }: BrushedTissue,
  x: number,
  y: number,
): readonly [number, number, number] | undefined {
  const { camera, size, micrometresPerPixel } = view
  if (camera === undefined) return undefined
  const slot = scene.shape[2] > 1 ? view.pick(x, y) : -1
  if (slot >= 0) {
    const [cx = 0, cy = 0, cz = 0] = frame.spheres.subarray(4 * slot, 4 * slot + 3)
    return toTenths([cx, cy, cz])
  }
  const { right, up } = basisOf(camera)
  const across = along(camera.centre, right, (x - size[0] / 2) * micrometresPerPixel)
  return toTenths(along(across, up, (size[1] / 2 - y) * micrometresPerPixel))
}

/** A place that people can read in a session [um]; adding zero leaves no minus before it. */
function toTenths([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  const tenth = (value: number): number => Math.round(value * 10) / 10 + 0
  return [tenth(x), tenth(y), tenth(z)]
}
