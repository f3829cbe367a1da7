import type { Scene } from '../../src/browser.ts'
import type { CameraState } from '../view/camera.ts'

/** Width by height of the first view's picture, as its style says. */
const ASPECT = 16 / 9

/** A camera whose picture the tissue fills, from above. */
export function fillingCamera({ corner, size }: Scene): CameraState {
  const centre = [corner[0] + size[0] / 2, corner[1] + size[1] / 2, corner[2] + size[2] / 2] as const
  return { centre, height: Math.min(size[1], size[0] / ASPECT), azimuth: -90, elevation: 90 }
}
