import { Mesh } from 'three'
import type { Scene, SceneLayer } from '../../src/browser.ts'
import { inOrder } from './cell-layers.ts'
import { type Drawing, type Layer, Squares, colourVector, shaderMaterial } from './layer.ts'
import { FIBRE_COLOUR } from './shape-colours.ts'
import { FIBRE_FRAGMENT, FIBRE_VERTEX } from './tube-shaders.ts'

/** Length of a stroke where no fibres lie one way and where all do, in voxels. Chosen: a stain of strokes, in which a way shows. */
const SHORT = 0.45
const LONG = 1.15
/** Share of a voxel by which strokes stand beside its middle at most. Chosen: no raster is seen. */
const SCATTER = 0.3
/** Opacity of the densest fibres without and with one way. Chosen: cells above them stay the picture. */
const FAINT = 0.5
const CLEAR = 0.95
/** Share of a volume that fibres take from which on strokes are as opaque as they get. Chosen: that of stroma. */
const DENSE = 0.15
/** Least alignment that is drawn. Chosen: below, a stroke would show a way that fibres hardly have. */
const LEAST_DEGREE = 0.02
/** Least opacity that is drawn; below, a stroke costs and is not seen. */
const LEAST = 0.03

/** Directions of the matrix: strokes along its fibres, the longer the more of them lie one way, the more opaque the denser they are. */
export function fibreLayer(_layer: Extract<SceneLayer, { kind: 'fibres' }>, drawing: Drawing): Layer {
  const squares = new Squares(2)
  const material = shaderMaterial(drawing, {
    vertexShader: FIBRE_VERTEX,
    fragmentShader: FIBRE_FRAGMENT,
    uniforms: { ...squares.uniforms, tint: { value: colourVector(FIBRE_COLOUR) } },
  })
  // In space after the cells, so that what stands in front of them shows; in a slice beneath them.
  const object = inOrder(new Mesh(squares.geometry, material), drawing.isSpatial ? 12 : 5)
  let drawn: object | undefined
  return {
    objects: [object],
    show: ({ frame: { fibres }, options }) => {
      object.visible = fibres !== undefined && options.fibres
      if (fibres === undefined || !object.visible || fibres === drawn) return
      drawn = fibres
      const { count, ends, looks } = strokesOf(drawing.scene, fibres.directions, fibres.density)
      squares.set(count, ends, looks)
    },
    dispose: () => {
      squares.dispose()
      material.dispose()
    },
  }
}

interface Strokes {
  readonly count: number
  /** Middle, 0, half of the way and the voxel's edge of each stroke [um]. */
  readonly ends: Float32Array
  /** Raster and opacity of each stroke. */
  readonly looks: Uint8Array
}

/** A stroke for each voxel with fibres. */
export function strokesOf(
  { corner, voxel, shape: [nx, ny, nz] }: Scene,
  directions: Float32Array,
  density: Float32Array,
): Strokes {
  const ends = new Float32Array(8 * density.length)
  const looks = new Uint8Array(4 * density.length)
  let count = 0
  for (let v = 0; v < density.length; v++) {
    const way = [directions[3 * v] ?? 0, directions[3 * v + 1] ?? 0, directions[3 * v + 2] ?? 0] as const
    const degree = Math.min(1, Math.hypot(...way))
    const opacity = Math.sqrt(Math.min(1, (density[v] ?? 0) / DENSE)) * (FAINT + (CLEAR - FAINT) * degree)
    if (opacity < LEAST || degree < LEAST_DEGREE) continue
    const half = ((SHORT + (LONG - SHORT) * degree) * voxel) / 2 / degree
    const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))] as const
    for (const axis of [0, 1, 2] as const) {
      const beside = nz === 1 && axis === 2 ? 0 : SCATTER * scatter(3 * v + axis)
      ends[8 * count + axis] = corner[axis] + (at[axis] + 0.5 + beside) * voxel
      ends[8 * count + 4 + axis] = half * way[axis]
    }
    ends[8 * count + 7] = voxel
    looks[4 * count] = rasterOf(at, nz === 1)
    looks[4 * count + 1] = Math.round(255 * opacity)
    count += 1
  }
  return { count, ends, looks }
}

/** The coarsest raster that still has a voxel: 0 for every one, then every second, fourth, eighth along each axis. */
function rasterOf([x, y, z]: readonly [number, number, number], isFlat: boolean): number {
  for (let raster = 3; raster > 0; raster--) {
    const step = 2 ** raster
    if (x % step === 0 && y % step === 0 && (isFlat || z % step === 0)) return raster
  }
  return 0
}

/** A number from -1 to 1 that is always the same of a place: pictures differ by nothing else. */
function scatter(place: number): number {
  // Multiplier of Knuth's multiplicative hash.
  const mixed = Math.imul(place ^ (place >>> 7), 2_654_435_769) >>> 0
  return ((mixed >>> 8) & 0xffff) / 32_768 - 1
}
