import { stream, uniformPair } from '../../engine/random.ts'
import type { AxisBoundary, Space } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/**
 * Distance between the centres of two newborn cells, in radii of the mother before she divided.
 * Chosen: at 1.5 radii, adhesion and repulsion of two half cells nearly balance (usual cells: at 1.51), so that a
 * division pushes nobody; the field's reference program separates them by the same distance.
 */
const SEPARATION = 1.5

const DIRECTION = stream('cycle.division')

/**
 * Places mother and daughter on either side of where the mother was, in a direction that is uniform on the sphere
 * (on the circle in two dimensions). Their volumes are already halved; their centre of mass stays where it was.
 */
export function separate(world: World, mother: number, daughter: number, special: SpecialFunctions): void {
  const { space } = world.program
  const before = 2 * (world.cells.volume[mother] ?? 0)
  const half = (SEPARATION / 2) * special.cbrt((3 * before) / (4 * Math.PI))
  const axes = [world.cells.x, world.cells.y, world.cells.z] as const
  const direction = directionOf(uniformPair(world, mother, DIRECTION), space.dimensions, special)
  for (const axis of [0, 1, 2] as const) {
    const positions = axes[axis]
    const centre = positions[mother] ?? 0
    const offset = half * direction[axis]
    const placed = keepInside(centre - offset, centre + offset, axisOf(space, axis))
    positions[mother] = placed[0]
    positions[daughter] = placed[1]
  }
}

/** A unit vector from two uniform numbers: uniform on the sphere, or on the circle in the plane of z. */
export function directionOf(
  [u, v]: readonly [number, number],
  dimensions: 2 | 3,
  special: Pick<SpecialFunctions, 'sin' | 'cos'>,
): readonly [number, number, number] {
  const angle = 2 * Math.PI * v
  const z = dimensions === 2 ? 0 : 2 * u - 1
  const r = Math.sqrt(1 - z * z)
  return [r * special.cos(angle), r * special.sin(angle), z]
}

interface Axis {
  readonly low: number
  readonly high: number
  readonly boundary: AxisBoundary
}

function axisOf(space: Space, axis: 0 | 1 | 2): Axis {
  const low = space.corner[axis]
  return { low, high: low + space.size[axis], boundary: space.boundary[axis] }
}

/**
 * Brings two positions [um] on an axis back into the box: around it where periodic; where closed, both move by the
 * same amount, so that they stay apart, unless the box is too narrow for that.
 */
export function keepInside(a: number, b: number, axis: Axis): readonly [number, number] {
  const { low, high } = axis
  if (axis.boundary === 'periodic') return [wrap(a, low, high), wrap(b, low, high)]
  const shift = Math.max(0, low - Math.min(a, b)) - Math.max(0, Math.max(a, b) - high)
  return [clamp(a + shift, low, high), clamp(b + shift, low, high)]
}

function wrap(position: number, low: number, high: number): number {
  const period = high - low
  const inside = position - period * Math.floor((position - low) / period)
  return inside < high ? inside : low
}

function clamp(position: number, low: number, high: number): number {
  return Math.min(Math.max(position, low), high)
}
