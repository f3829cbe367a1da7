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
import { type SceneLayer, vesselLumen, vesselWall } from '../../src/browser.ts'
import { TIED_VESSEL } from './legend-entries.ts'
import { inOrder } from './cell-layers.ts'
import { CELL_VERTEX, VESSEL_FRAGMENT } from './cell-shaders.ts'
import { type Drawing, type Layer, Squares, colourVector, shaderMaterial } from './layer.ts'

/** Outer radius of a vessel of unknown size [um]; as in figures. */
const CAPILLARY_RADIUS = 7

/** Bit of a vessel's look that says that it is tied. */
const TIED = 8

/** Vessels: rings around a lumen at their points; hollow and barred where they are tied or carry nothing. Those that live follow the frame. */
export function vesselLayer({ points }: Extract<SceneLayer, { kind: 'vessels' }>, drawing: Drawing): Layer {
  const squares = new Squares()
  const tubes = tubeLines(drawing)
  let rings = ringsAt(points)
  squares.set(rings.count, rings.spheres, rings.looks)
  const material = shaderMaterial(drawing, {
    vertexShader: CELL_VERTEX,
    fragmentShader: VESSEL_FRAGMENT,
    depthWrite: drawing.isSpatial,
    uniforms: {
      ...squares.uniforms,
      wall: { value: colourVector(vesselWall) },
      lumen: { value: colourVector(vesselLumen) },
      tied: { value: colourVector(TIED_VESSEL) },
    },
  })
  const object = inOrder(new Mesh(squares.geometry, material), 15)
  return {
    objects: [tubes.object, object],
    show: ({ frame: { vesselsOpen, vesselNodes, vesselTubes }, options }) => {
      object.visible = options.vessels
      tubes.show(vesselTubes, options.vessels)
      if (vesselNodes !== undefined) rings = ringsAt(vesselNodes)
      const isChanged = markTied(rings, vesselsOpen)
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

/** Numbers per tube of a frame. */
const TUBE_NUMBERS = 8

/** Lines along the tubes of a vessel network: crimson where blood flows, grey where it does not. */
function tubeLines({ isSpatial }: Drawing) {
  const shape = new BufferGeometry()
  const material = new LineBasicMaterial({ vertexColors: true, depthTest: isSpatial })
  const object = inOrder(new LineSegments(shape, material), 14)
  object.visible = false
  return {
    object,
    show: (tubes: Float32Array | undefined, isWanted: boolean) => {
      object.visible = isWanted && tubes !== undefined && tubes.length > 0
      if (tubes === undefined || !object.visible) return
      const [places, colours]: [number[], number[]] = [[], []]
      for (let at = 0; at < tubes.length; at += TUBE_NUMBERS) {
        places.push(...tubes.subarray(at, at + 6))
        const { x, y, z } = colourVector(tubes[at + 7] === 0 ? TIED_VESSEL : vesselWall)
        colours.push(x, y, z, x, y, z)
      }
      shape.setAttribute('position', new Float32BufferAttribute(places, 3))
      shape.setAttribute('color', new Float32BufferAttribute(colours, 3))
    },
    dispose: () => {
      shape.dispose()
      material.dispose()
    },
  }
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
