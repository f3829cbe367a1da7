import {
  BufferGeometry,
  DynamicDrawUsage,
  Float32BufferAttribute,
  LineBasicMaterial,
  LineSegments,
  Mesh,
} from 'three'
import { cellColours } from '../../src/browser.ts'
import { CELL_VERTEX, DISC_FRAGMENT, MARK_FRAGMENT, MARK_VERTEX, SPHERE_FRAGMENT } from './cell-shaders.ts'
import { type Drawing, type Layer, type Shown, Squares, shaderMaterial } from './layer.ts'

/** Cells: discs in a slice, the dead beneath the living; spheres in space, which depth orders. */
export function cellLayer(drawing: Drawing): Layer {
  const squares = new Squares()
  const parts = drawing.isSpatial ? [-1] : [0, 1]
  const materials = parts.map((part) =>
    shaderMaterial(drawing, {
      vertexShader: CELL_VERTEX,
      fragmentShader: drawing.isSpatial ? SPHERE_FRAGMENT : DISC_FRAGMENT,
      uniforms: { ...squares.uniforms, part: { value: part } },
      ...(drawing.isSpatial ? { transparent: false, depthWrite: true, alphaToCoverage: true } : {}),
    }),
  )
  const objects = materials.map((material, index) =>
    inOrder(new Mesh(squares.geometry, material), 10 + index),
  )
  let colours: Uint8Array | undefined
  return {
    objects,
    show: ({ frame, options, scales }) => {
      for (const object of objects) object.visible = options.cells
      colours = cellColours(drawing.scene, frame, options.look, scales.number, colours)
      squares.set(frame.count, frame.spheres, colours)
    },
    dispose: () => {
      squares.dispose()
      for (const material of materials) material.dispose()
    },
  }
}

/** Nothing is left out because of where it seems to be: shaders decide. */
export function inOrder<T extends Mesh | LineSegments>(object: T, order: number): T {
  object.frustumCulled = false
  object.renderOrder = order
  return object
}

/** Slots that stand out. */
export interface Marks {
  readonly selected?: number
  readonly hovered?: number
  readonly followed: readonly number[]
}

/** Ring: red, green, blue, and 1 thin, 2 bold, 3 dashed. Chosen: told apart by line, not by colour. */
const HOVER_RING = [220, 228, 238, 1]
const SELECTED_RING = [255, 255, 255, 2]
const FOLLOWED_RING = [255, 220, 120, 3]

/** Rings around what is pointed at, chosen and followed. */
export class MarkLayer {
  readonly #squares = new Squares()
  readonly #material
  readonly object: Mesh

  constructor(drawing: Drawing) {
    this.#material = shaderMaterial(drawing, {
      vertexShader: MARK_VERTEX,
      fragmentShader: MARK_FRAGMENT,
      uniforms: this.#squares.uniforms,
      depthTest: false,
    })
    this.object = inOrder(new Mesh(this.#squares.geometry, this.#material), 40)
  }

  show({ frame }: Shown, { selected = -1, hovered = -1, followed }: Marks): void {
    const rings = [
      ...followed.map((slot) => ({ slot, ring: FOLLOWED_RING })),
      { slot: hovered, ring: HOVER_RING },
      { slot: selected, ring: SELECTED_RING },
    ].filter(({ slot }) => slot >= 0 && slot < frame.count)
    const spheres = rings.flatMap(({ slot }) => [...frame.spheres.subarray(4 * slot, 4 * slot + 4)])
    this.#squares.set(
      rings.length,
      Float32Array.from(spheres),
      Uint8Array.from(rings.flatMap(({ ring }) => ring)),
    )
  }

  dispose(): void {
    this.#squares.dispose()
    this.#material.dispose()
  }
}

/** Lines between cells that touch. */
export function contactLayer({ isSpatial }: Drawing): Layer {
  const geometry = new BufferGeometry()
  const material = new LineBasicMaterial({
    color: '#e8eef6',
    transparent: true,
    opacity: isSpatial ? 0.4 : 0.45,
    depthTest: false,
    depthWrite: false,
  })
  const object = inOrder(new LineSegments(geometry, material), 30)
  return {
    objects: [object],
    show: ({ frame: { contacts, spheres }, options }) => {
      object.visible = options.contacts && contacts !== undefined
      if (contacts === undefined || !options.contacts) return
      geometry.dispose()
      const ends = new Float32BufferAttribute(endsOf(contacts, spheres), 3)
      geometry.setAttribute('position', ends.setUsage(DynamicDrawUsage))
    },
    dispose: () => {
      geometry.dispose()
      material.dispose()
    },
  }
}

/** x, y, z [um] of both ends of each line. */
function endsOf(contacts: Uint32Array, spheres: Float32Array): Float32Array {
  const ends = new Float32Array(3 * contacts.length)
  for (const [index, slot] of contacts.entries())
    for (let axis = 0; axis < 3; axis++) ends[3 * index + axis] = spheres[4 * slot + axis] ?? 0
  return ends
}
