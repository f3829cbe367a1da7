import { OrthographicCamera, Vector3 } from 'three'
import type { Frame, Ray, Scene } from '../../src/browser.ts'
import { type CameraState, type Vector, along, basisOf } from './camera.ts'
import type { SharedUniforms } from './layer.ts'
import type { ViewOptions } from './view-options.ts'

/** Beyond any tissue [um]: where nothing is cut away. */
const FAR_AWAY = 1e7

/** Corners between which the tissue is drawn [um]; an axis that is not cut has none. */
export function clipBox({ corner, size, shape }: Scene, { clip }: ViewOptions): readonly [Vector, Vector] {
  const isFlat = shape[2] === 1
  const low = (axis: 0 | 1 | 2): number =>
    isFlat || clip[axis][0] <= 0 ? -FAR_AWAY : corner[axis] + clip[axis][0] * size[axis]
  const high = (axis: 0 | 1 | 2): number =>
    isFlat || clip[axis][1] >= 1 ? FAR_AWAY : corner[axis] + clip[axis][1] * size[axis]
  return [
    [low(0), low(1), low(2)],
    [high(0), high(1), high(2)],
  ]
}

/** Half the distance [um] between the nearest and the farthest that is drawn. */
function reachOf({ size }: Scene): number {
  return 2 * Math.hypot(...size)
}

/** Sets camera and shared uniforms to a state of the camera; `width` and `height` in pixels of the screen. */
export function aim(
  camera: OrthographicCamera,
  uniforms: SharedUniforms,
  { scene, state, options, frame }: { scene: Scene; state: CameraState; options: ViewOptions; frame: Frame },
  [width, height]: readonly [number, number],
): void {
  const { right, up, toEye } = basisOf(state)
  const reach = reachOf(scene)
  const halves = [(state.height / 2) * (width / height), state.height / 2] as const
  Object.assign(camera, {
    left: -halves[0],
    right: halves[0],
    bottom: -halves[1],
    top: halves[1],
    near: 0,
    far: 2 * reach,
  })
  camera.updateProjectionMatrix()
  const eye = along(state.centre, toEye, reach)
  camera.matrixAutoUpdate = false
  camera.matrix
    .makeBasis(new Vector3(...right), new Vector3(...up), new Vector3(...toEye))
    .setPosition(...eye)
  camera.updateMatrixWorld(true)
  uniforms.right.value.set(...right)
  uniforms.up.value.set(...up)
  uniforms.toEye.value.set(...toEye)
  uniforms.pixel.value = state.height / height
  const [low, high] = clipBox(scene, options)
  uniforms.clipLow.value.set(...low)
  uniforms.clipHigh.value.set(...high)
  uniforms.depths.value.set(...depthsOf(scene, frame, toEye))
  uniforms.toWorld.value.multiplyMatrices(camera.matrixWorld, camera.projectionMatrixInverse)
}

/** How far towards the eye the farthest and the nearest cell are [um]; in a slice, distance is no depth. */
function depthsOf(scene: Scene, frame: Frame, [x, y, z]: Vector): readonly [number, number] {
  if (scene.shape[2] === 1) return [-FAR_AWAY, 0]
  let [farthest, nearest] = [Infinity, -Infinity]
  const { spheres } = frame
  for (let at = 0; at < 4 * frame.count; at += 4) {
    const depth = (spheres[at] ?? 0) * x + (spheres[at + 1] ?? 0) * y + (spheres[at + 2] ?? 0) * z
    farthest = Math.min(farthest, depth)
    nearest = Math.max(nearest, depth)
  }
  return farthest <= nearest ? [farthest, nearest] : [-FAR_AWAY, 0]
}

/** The line of sight through a point of the picture: `x` and `y` [um] right of and above its middle. */
export function sightLine(scene: Scene, state: CameraState, options: ViewOptions, x: number, y: number): Ray {
  const { right, up, toEye } = basisOf(state)
  const origin = along(along(along(state.centre, right, x), up, y), toEye, reachOf(scene))
  const direction: Vector = [-toEye[0], -toEye[1], -toEye[2]]
  const [low, high] = clipBox(scene, options)
  let [from, till] = [0, Infinity]
  for (const axis of [0, 1, 2] as const) {
    const slope = direction[axis] === 0 ? 1e-12 : direction[axis]
    const [a, b] = [(low[axis] - origin[axis]) / slope, (high[axis] - origin[axis]) / slope]
    from = Math.max(from, Math.min(a, b))
    till = Math.min(till, Math.max(a, b))
  }
  return { origin, direction, from, till }
}
