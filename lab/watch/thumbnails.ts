import { create } from 'zustand'
import type { Frame, Scene } from '../../src/browser.ts'
import type { RunInfo, RunState } from '../workers/run-api.ts'

/** A small picture of the tissue at a tick of a branch. */
export interface Thumbnail {
  readonly branch: string
  readonly tick: number
  /** `data:` address of the picture. */
  readonly picture: string
}

interface Thumbnails {
  readonly kept: readonly Thumbnail[]
}

/** Pictures of the filmstrip, in the order in which they were taken. */
export const useThumbnails = create<Thumbnails>()(() => ({ kept: [] }))

/** Pictures along the length of a run. Chosen: twice what a wide screen shows side by side. */
const ALONG = 32
/** Chosen: 160 px is two screen points per point of a picture 80 wide. */
export const WIDTH = 160
/** Ground of the tissue in both themes. */
const GROUND = '#0d1119'

/** Takes a picture for the filmstrip where there is none near this tick yet. */
export function keepThumbnail(frame: Frame, { branch }: RunState, info: RunInfo | undefined): void {
  if (info === undefined) return
  const every = Math.max(1, Math.floor(info.stop / ALONG))
  const { kept } = useThumbnails.getState()
  const isNear = (other: Thumbnail): boolean =>
    other.branch === branch && Math.floor(other.tick / every) === Math.floor(frame.tick / every)
  if (kept.some(isNear)) return
  const picture = draw(frame, info.scene)
  if (picture === undefined) return
  useThumbnails.setState({ kept: [...kept, { branch, tick: frame.tick, picture }] })
}

/** Forgets all pictures, or those of some branches. */
export function forgetThumbnails(branches?: readonly string[]): void {
  useThumbnails.setState(({ kept }) => ({
    kept: branches === undefined ? [] : kept.filter(({ branch }) => !branches.includes(branch)),
  }))
}

/** Height of a thumbnail for a tissue's proportions [px]. */
export function heightOf({ size }: Scene): number {
  return Math.round(Math.min(1.2, Math.max(0.3, size[1] / size[0])) * WIDTH)
}

/** Cells as discs of their type's colour, seen from above. */
function draw(frame: Frame, scene: Scene): string | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = heightOf(scene)
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  context.fillStyle = GROUND
  context.fillRect(0, 0, canvas.width, canvas.height)
  const scale = WIDTH / scene.size[0]
  for (const [type, { colour }] of scene.types.entries()) {
    context.fillStyle = colour
    for (let slot = 0; slot < frame.count; slot++) {
      if (frame.type[slot] !== type) continue
      const [x = 0, y = 0, , radius = 0] = frame.spheres.subarray(4 * slot, 4 * slot + 4)
      const side = Math.max(1, 1.8 * radius * scale)
      const left = (x - scene.corner[0]) * scale - side / 2
      const top = canvas.height - (y - scene.corner[1]) * scale - side / 2
      context.fillRect(left, top, side, side)
    }
  }
  return canvas.toDataURL('image/webp', 0.7)
}
