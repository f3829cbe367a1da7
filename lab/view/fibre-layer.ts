import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three'
import type { SceneLayer } from '../../src/browser.ts'
import { inOrder } from './cell-layers.ts'
import type { Drawing, Layer } from './layer.ts'

/** Length of a stroke where all fibres lie one way, in voxels. Chosen: strokes of neighbours do not touch. */
const STROKE = 0.9

/** Directions of the matrix: a stroke per voxel along its fibres, the longer the more of them lie one way. */
export function fibreLayer(
  _layer: Extract<SceneLayer, { kind: 'fibres' }>,
  { scene: { corner, voxel, shape }, isSpatial }: Drawing,
): Layer {
  const geometry = new BufferGeometry()
  const material = new LineBasicMaterial({
    color: '#c9b79c',
    transparent: true,
    opacity: 0.75,
    depthTest: isSpatial,
  })
  const object = inOrder(new LineSegments(geometry, material), 5)
  const [nx, ny] = shape
  return {
    objects: [object],
    show: ({ frame: { fibres } }) => {
      object.visible = fibres !== undefined
      if (fibres === undefined) return
      const { directions } = fibres
      const ends = new Float32Array(2 * directions.length)
      for (let v = 0; 3 * v < directions.length; v++) {
        const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
        for (let axis = 0; axis < 3; axis++) {
          const middle = (corner[axis] ?? 0) + ((at[axis] ?? 0) + 0.5) * voxel
          const half = (STROKE / 2) * voxel * (directions[3 * v + axis] ?? 0)
          ends[6 * v + axis] = middle - half
          ends[6 * v + 3 + axis] = middle + half
        }
      }
      geometry.setAttribute('position', new Float32BufferAttribute(ends, 3))
    },
    dispose: () => {
      geometry.dispose()
      material.dispose()
    },
  }
}
