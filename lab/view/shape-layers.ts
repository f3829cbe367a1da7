import {
  BufferGeometry,
  DoubleSide,
  Float32BufferAttribute,
  LineBasicMaterial,
  LineDashedMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
} from 'three'
import { type Frame, type SceneLayer, TUBE_NUMBERS, vesselLumen, vesselWall } from '../../src/browser.ts'
import { PERFUSED, TIED_VESSEL } from './shape-colours.ts'
import { inOrder } from './cell-layers.ts'
import { CELL_VERTEX, VESSEL_FRAGMENT } from './cell-shaders.ts'
import { type Drawing, type Layer, Squares, colourVector, shaderMaterial } from './layer.ts'
import { tubeLayer } from './tube-layer.ts'

/** Outer radius of a vessel of unknown size [um]; as in figures. */
const CAPILLARY_RADIUS = 7

/** Bit of a vessel's look that says that it is tied. */
const TIED = 8

/** Vessels: rings around a lumen at their points; hollow and barred where they are tied or carry nothing. Those that live follow the frame. */
export function vesselLayer({ points }: Extract<SceneLayer, { kind: 'vessels' }>, drawing: Drawing): Layer {
  const squares = new Squares()
  const tubes = tubeLayer(drawing)
  let rings = ringsAt(points)
  squares.set(rings.count, rings.spheres, rings.looks)
  const [wall, perfused] = [colourVector(vesselWall), colourVector(PERFUSED)]
  const coat = { value: wall }
  const material = shaderMaterial(drawing, {
    vertexShader: CELL_VERTEX,
    fragmentShader: VESSEL_FRAGMENT,
    depthWrite: drawing.isSpatial,
    uniforms: {
      ...squares.uniforms,
      wall: coat,
      lumen: { value: colourVector(vesselLumen) },
      tied: { value: colourVector(TIED_VESSEL) },
    },
  })
  const object = inOrder(new Mesh(squares.geometry, material), 15)
  return {
    objects: [...tubes.objects, object],
    show: (shown) => {
      const { frame, options } = shown
      const { vesselsOpen, vesselNodes } = frame
      tubes.show(shown)
      // In space, tubes say it all; in a slice, rings are the vessels that cross it.
      object.visible = options.vessels && (vesselNodes === undefined || !drawing.isSpatial)
      if (!object.visible) return
      coat.value = vesselNodes !== undefined && options.vesselColour === 'perfusion' ? perfused : wall
      if (vesselNodes !== undefined) rings = crossing(frame, vesselNodes)
      const isChanged = vesselNodes === undefined && markTied(rings, vesselsOpen)
      if (isChanged || vesselNodes !== undefined) squares.set(rings.count, rings.spheres, rings.looks)
    },
    dispose: () => {
      squares.dispose()
      material.dispose()
      tubes.dispose()
    },
  }
}

interface Rings {
  readonly count: number
  readonly spheres: Float32Array
  readonly looks: Uint8Array
}

function ringsAt(points: Float32Array): Rings {
  const count = points.length / 3
  const spheres = new Float32Array(4 * count).fill(CAPILLARY_RADIUS)
  for (let index = 0; index < count; index++)
    spheres.set(points.subarray(3 * index, 3 * index + 3), 4 * index)
  return { count, spheres, looks: new Uint8Array(4 * count) }
}

/** `vesselKinds` of a node whose pressure is held. */
const HELD = 1
/** Outer radius of a ring where a tube ends, in radii of the tube's lumen. Chosen: it is seen around the tube. */
const AROUND = 1.5

/** Rings at the nodes of a network whose pressure is held: there blood comes from outside of the slice, or leaves it. */
function crossing(
  { vesselKinds, vesselsOpen, vesselTubes = new Float32Array() }: Frame,
  nodes: Float32Array,
): Rings {
  const held = [...(vesselKinds ?? []).keys()].filter((node) => vesselKinds?.[node] === HELD)
  const rings = ringsAt(
    Float32Array.from(held.flatMap((node) => [...nodes.subarray(3 * node, 3 * node + 3)])),
  )
  const widest = new Map<string, number>()
  for (let at = 0; at < vesselTubes.length; at += TUBE_NUMBERS)
    for (const end of [at, at + 3]) {
      const place = vesselTubes.subarray(end, end + 2).join(' ')
      widest.set(place, Math.max(widest.get(place) ?? 0, vesselTubes[at + 6] ?? 0))
    }
  held.forEach((node, index) => {
    const radius = AROUND * (widest.get(nodes.subarray(3 * node, 3 * node + 2).join(' ')) ?? 0)
    rings.spheres[4 * index + 3] = Math.max(CAPILLARY_RADIUS, radius)
    rings.looks[4 * index + 3] = vesselsOpen?.[node] === 0 ? TIED : 0
  })
  return rings
}

/** Marks the rings that carry nothing; returns whether any changed. */
function markTied({ count, looks }: Rings, isOpen: Uint8Array | undefined): boolean {
  let isChanged = false
  for (let index = 0; index < count; index++) {
    const look = isOpen?.[index] === 0 ? TIED : 0
    isChanged ||= looks[4 * index + 3] !== look
    looks[4 * index + 3] = look
  }
  return isChanged
}

/** A membrane: a dashed line across a slice, a pane in space. */
export function membraneLayer(layer: Extract<SceneLayer, { kind: 'membrane' }>, drawing: Drawing): Layer {
  const corners = paneCorners(layer, drawing)
  const outline = lines(corners, drawing.isSpatial ? [0, 1, 1, 2, 2, 3, 3, 0] : [0, 1])
  const edge = inOrder(
    new LineSegments(
      outline,
      new LineDashedMaterial({ color: '#dfe6ee', dashSize: 9, gapSize: 6, transparent: true, opacity: 0.9 }),
    ),
    25,
  )
  edge.computeLineDistances()
  const paneShape = new BufferGeometry().setAttribute(
    'position',
    new Float32BufferAttribute(corners.flat(), 3),
  )
  paneShape.setIndex([0, 1, 2, 0, 2, 3])
  const paneLook = { color: '#dfe6ee', transparent: true, opacity: 0.12, side: DoubleSide, depthWrite: false }
  const pane = inOrder(new Mesh(paneShape, new MeshBasicMaterial(paneLook)), 24)
  const objects = drawing.isSpatial ? [pane, edge] : [edge]
  return {
    objects,
    show: ({ options }) => {
      for (const object of objects) object.visible = options.membranes
    },
    dispose: () => {
      for (const { geometry, material } of [edge, pane]) {
        geometry.dispose()
        material.dispose()
      }
    },
  }
}

/** Corners of the pane; in a slice the first two are the ends of the line that is seen from above. */
function paneCorners(
  { axis, at }: Extract<SceneLayer, { kind: 'membrane' }>,
  { scene: { corner, size }, isSpatial }: Drawing,
): readonly (readonly number[])[] {
  const across = ['x', 'y', 'z'].indexOf(axis)
  // The line that is seen from above runs along the other of x and y.
  const first = across === 0 ? 1 : 0
  const second = 3 - across - first
  return [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ].map(([a = 0, b = 0]) => {
    const point = [...corner] as number[] // of three
    point[across] = at
    point[first] = (corner[first] ?? 0) + a * (size[first] ?? 0)
    point[second] = isSpatial ? (corner[second] ?? 0) + b * (size[second] ?? 0) : 0
    return point
  })
}

function lines(corners: readonly (readonly number[])[], order: readonly number[]): BufferGeometry {
  const points = order.flatMap((index) => corners[index] ?? [])
  return new BufferGeometry().setAttribute('position', new Float32BufferAttribute(points, 3))
}

/** The edges of the tissue, as a hairline. */
export function boundsLayer({ scene: { corner, size }, isSpatial }: Drawing): Layer {
  const at = (x: number, y: number, z: number): number[] =>
    [x, y, z].map((share, axis) => (corner[axis] ?? 0) + share * (size[axis] ?? 0))
  const level = (z: number): number[][] => [at(0, 0, z), at(1, 0, z), at(1, 1, z), at(0, 1, z)]
  const ring = (first: number): number[] => [0, 1, 1, 2, 2, 3, 3, 0].map((index) => first + index)
  const shape = isSpatial
    ? lines([...level(0), ...level(1)], [...ring(0), ...ring(4), 0, 4, 1, 5, 2, 6, 3, 7])
    : lines(level(0), ring(0))
  const material = new LineBasicMaterial({ color: '#3a4350', depthTest: isSpatial })
  const object = inOrder(new LineSegments(shape, material), 0)
  return {
    objects: [object],
    show: () => undefined,
    dispose: () => {
      shape.dispose()
      material.dispose()
    },
  }
}
