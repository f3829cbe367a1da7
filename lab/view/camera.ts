import type { Frame, Scene } from '../../src/browser.ts'

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

/** A box along the axes [um]. */
export interface Bounds {
  readonly corner: Vector
  readonly size: Vector
}

/** Room for a tissue in space to grow into, relative to its size. */
const GROWING_ROOM = 1.3

/** What is worth looking at: the whole of a slice; in space, the cells with some room around them, within the domain. */
export function boundsOf(scene: Scene, frame: Frame): Bounds {
  if (scene.shape[2] === 1 || frame.count === 0) return scene
  const spans = ([0, 1, 2] as const).map((axis) => {
    let [low, high] = [Infinity, -Infinity]
    for (let at = axis; at < 4 * frame.count; at += 4) {
      low = Math.min(low, frame.spheres[at] ?? low)
      high = Math.max(high, frame.spheres[at] ?? high)
    }
    const room = ((GROWING_ROOM - 1) / 2) * (high - low) + scene.voxel
    const [least, most] = [scene.corner[axis], scene.corner[axis] + scene.size[axis]]
    return [Math.max(least, low - room), Math.min(most, high + room)] as const
  })
  const low = (axis: number): number => spans[axis]?.[0] ?? 0
  const width = (axis: number): number => (spans[axis]?.[1] ?? 0) - low(axis)
  return { corner: [low(0), low(1), low(2)], size: [width(0), width(1), width(2)] }
}

/** A camera that sees all that is worth it; `aspect` is width by height of the picture. */
export function presetCamera(
  scene: Scene,
  bounds: Bounds,
  preset: Preset,
  aspect: number,
  now?: CameraState,
): CameraState {
  const isFlat = scene.shape[2] === 1
  const kept = now === undefined ? DIRECTIONS.isometric : ([now.azimuth, now.elevation] as const)
  const spatial = preset === 'fit' ? kept : DIRECTIONS[preset]
  const [azimuth, elevation] = isFlat ? DIRECTIONS.top : spatial
  const { right, up } = basisOf({ azimuth, elevation })
  const across = (direction: Vector): number =>
    bounds.size.reduce((sum, size, axis) => sum + size * Math.abs(direction[axis] ?? 0), 0)
  return {
    centre: [middle(bounds, 0), middle(bounds, 1), middle(bounds, 2)],
    height: MARGIN * Math.max(across(up), across(right) / Math.max(aspect, 1e-3)),
    azimuth,
    elevation,
  }
}

function middle({ corner, size }: Bounds, axis: 0 | 1 | 2): number {
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
