import type { Scene } from '../../src/browser.ts'

/**
 * From where a tissue is seen, as plain data: views that are compared share one. Projection is parallel in both two and three
 * dimensions, so that the scale bar is true everywhere in the picture.
 */
export interface CameraState {
  /** Point in the middle of the picture [um]. */
  readonly centre: Vector
  /** Height of what is seen [um]. */
  readonly height: number
  /** Of the eye around the z axis, from the x axis [degree]. */
  readonly azimuth: number
  /** Of the eye above the plane of x and y [degree]. */
  readonly elevation: number
}

export type Vector = readonly [number, number, number]

/** Directions of a picture: to the right, up, and to the eye; each of length 1. */
export interface Basis {
  readonly right: Vector
  readonly up: Vector
  readonly toEye: Vector
}

export type Preset = 'fit' | 'top' | 'front' | 'side' | 'isometric'

/** Azimuth and elevation [degree]; front looks along y, side against x. */
const DIRECTIONS: Readonly<Record<Exclude<Preset, 'fit'>, readonly [number, number]>> = {
  top: [-90, 90],
  front: [-90, 0],
  side: [0, 0],
  isometric: [-58, 28],
}

/** Room around a tissue that fits. Chosen: its edge stays visible. */
const MARGIN = 1.04
/** Nearest and farthest, as the height of the picture. Chosen: a nucleus; ten tissues. */
const LEAST_HEIGHT = 8
const MOST_TISSUES = 10

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** The directions of a camera. */
export function basisOf({ azimuth, elevation }: Pick<CameraState, 'azimuth' | 'elevation'>): Basis {
  const [a, e] = [radians(azimuth), radians(elevation)]
  const [ca, sa, ce, se] = [Math.cos(a), Math.sin(a), Math.cos(e), Math.sin(e)]
  return { right: [-sa, ca, 0], up: [-se * ca, -se * sa, ce], toEye: [ce * ca, ce * sa, se] }
}

/** A camera that sees the whole tissue; `aspect` is width by height of the picture. */
export function presetCamera(scene: Scene, preset: Preset, aspect: number, now?: CameraState): CameraState {
  const isFlat = scene.shape[2] === 1
  const kept = now === undefined ? DIRECTIONS.isometric : ([now.azimuth, now.elevation] as const)
  const spatial = preset === 'fit' ? kept : DIRECTIONS[preset]
  const [azimuth, elevation] = isFlat ? DIRECTIONS.top : spatial
  const { right, up } = basisOf({ azimuth, elevation })
  const across = (direction: Vector): number =>
    scene.size.reduce((sum, size, axis) => sum + size * Math.abs(direction[axis] ?? 0), 0)
  return {
    centre: [middle(scene, 0), middle(scene, 1), middle(scene, 2)],
    height: MARGIN * Math.max(across(up), across(right) / Math.max(aspect, 1e-3)),
    azimuth,
    elevation,
  }
}

function middle({ corner, size }: Scene, axis: 0 | 1 | 2): number {
  return corner[axis] + size[axis] / 2
}

/** Moves what is seen by a part of the picture: [um] to the right and up. */
export function panned(camera: CameraState, right: number, up: number): CameraState {
  const basis = basisOf(camera)
  return { ...camera, centre: along(along(camera.centre, basis.right, -right), basis.up, -up) }
}

/** Comes nearer by `factor`, so that the point at [um] right of and above the middle stays where it is. */
export function zoomed(scene: Scene, camera: CameraState, factor: number, right = 0, up = 0): CameraState {
  const most = MOST_TISSUES * Math.max(...scene.size)
  const height = Math.min(most, Math.max(LEAST_HEIGHT, camera.height / factor))
  const share = 1 - height / camera.height
  return { ...panned(camera, -right * share, -up * share), height }
}

/** Goes around the tissue [degree]. */
export function orbited(camera: CameraState, azimuth: number, elevation: number): CameraState {
  const turned = (camera.azimuth + azimuth) % 360
  return { ...camera, azimuth: turned, elevation: Math.min(90, Math.max(-90, camera.elevation + elevation)) }
}

/** `point` + `distance` x `direction`. */
export function along(point: Vector, direction: Vector, distance: number): Vector {
  return [
    point[0] + distance * direction[0],
    point[1] + distance * direction[1],
    point[2] + distance * direction[2],
  ]
}
