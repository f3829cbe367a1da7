import {
  BackSide,
  BoxGeometry,
  BufferGeometry,
  CustomBlending,
  Data3DTexture,
  DataTexture,
  DoubleSide,
  Float32BufferAttribute,
  LinearFilter,
  Mesh,
  NoColorSpace,
  OneFactor,
  OneMinusSrcAlphaFactor,
  type RawShaderMaterial,
  RGBAFormat,
  RedFormat,
  Vector3,
} from 'three'
import type { SceneLayer } from '../../src/browser.ts'
import { inOrder } from './cell-layers.ts'
import { PLANE_FRAGMENT, PLANE_VERTEX, VOLUME_FRAGMENT } from './field-shaders.ts'
import { fieldMap } from './field-map.ts'
import { type Drawing, type Layer, type Shown, shaderMaterial } from './layer.ts'
import type { Range } from './scales.ts'
import { type FieldOptions, mapOf } from './view-options.ts'

/** A field: beneath the cells of a slice; in space as slices and as a cloud. */
export function fieldLayer(layer: Extract<SceneLayer, { kind: 'field' }>, drawing: Drawing): Layer {
  const levels = new FieldTexture(drawing)
  const map = { value: mapTexture('viridis') }
  const own = { field: { value: levels.texture }, map, ...box(drawing) }
  const planes = (drawing.isSpatial ? [0, 1, 2] : [2]).map((axis) => new Plane(axis, drawing, own))
  const cloud = drawing.isSpatial ? new Cloud(drawing, own) : undefined
  let shownMap = ''
  return {
    objects: planes.map(({ mesh }) => mesh),
    ...(cloud === undefined ? {} : { clouds: [cloud.mesh] }),
    show: (shown) => {
      const options = shown.options.fields.find(({ name }) => name === layer.name)
      const field = shown.frame.fields.find(({ name }) => name === layer.name)
      const range = shown.scales.fields[layer.name]
      const isShown = options !== undefined && field !== undefined && range !== undefined
      for (const plane of planes) plane.show(isShown ? options : undefined, shown)
      cloud?.show(isShown ? options : undefined)
      if (!isShown) return
      levels.set(field.values, range)
      const wanted = 'presence' in shown.frame ? 'difference' : mapOf(drawing.scene, options)
      if (wanted === shownMap) return
      shownMap = wanted
      map.value.dispose()
      map.value = mapTexture(wanted)
    },
    dispose: () => {
      levels.texture.dispose()
      map.value.dispose()
      for (const plane of planes) plane.dispose()
      cloud?.dispose()
    },
  }
}

type FieldUniforms = Readonly<Record<string, { value: unknown }>>

function box({ scene }: Drawing): FieldUniforms {
  return { low: { value: new Vector3(...scene.corner) }, size: { value: new Vector3(...scene.size) } }
}

/** The levels of a field on the card, one byte per voxel: as many as a colour map has. */
class FieldTexture {
  readonly texture: Data3DTexture
  readonly #bytes: Uint8Array<ArrayBuffer>
  #last: Float32Array | undefined
  #range: Range | undefined

  constructor({ scene: { shape } }: Drawing) {
    this.#bytes = new Uint8Array(shape[0] * shape[1] * shape[2])
    this.texture = new Data3DTexture(this.#bytes, ...shape)
    this.texture.format = RedFormat
    this.texture.minFilter = LinearFilter
    this.texture.magFilter = LinearFilter
    this.texture.unpackAlignment = 1
    this.texture.needsUpdate = true
  }

  set(values: Float32Array, [low, high]: Range): void {
    if (this.#last === values && this.#range?.[0] === low && this.#range[1] === high) return
    this.#last = values
    this.#range = [low, high]
    const scale = 255 / (high - low || 1)
    // Bytes beyond the ends stop there; what is no number becomes the lowest.
    for (let voxel = 0; voxel < values.length; voxel++) {
      const level = ((values[voxel] ?? 0) - low) * scale
      this.#bytes[voxel] = level > 0 ? Math.min(255, level + 0.5) : 0
    }
    this.texture.needsUpdate = true
  }
}

/** The colours of a map, in a row. */
function mapTexture(name: Parameters<typeof fieldMap>[0]): DataTexture {
  const table = fieldMap(name)
  const texels = new Uint8Array(4 * 256).fill(255)
  for (let level = 0; level < 256; level++) texels.set(table.subarray(3 * level, 3 * level + 3), 4 * level)
  const texture = new DataTexture(texels, 256, 1, RGBAFormat)
  texture.colorSpace = NoColorSpace
  texture.minFilter = LinearFilter
  texture.magFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}

/** A slice across one axis. */
class Plane {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>
  readonly #axis: number
  readonly #drawing: Drawing
  #at = Number.NaN

  constructor(axis: number, drawing: Drawing, own: FieldUniforms) {
    this.#axis = axis
    this.#drawing = drawing
    const material = shaderMaterial(drawing, {
      vertexShader: PLANE_VERTEX,
      fragmentShader: PLANE_FRAGMENT,
      side: DoubleSide,
      uniforms: { ...own, opacity: { value: 1 }, fading: { value: 0 } },
    })
    this.mesh = inOrder(new Mesh(new BufferGeometry(), material), drawing.isSpatial ? 20 : 1)
    this.mesh.geometry.setIndex([0, 1, 2, 0, 2, 3])
  }

  show(options: FieldOptions | undefined, shown: Shown): void {
    const { isSpatial } = this.#drawing
    const share = isSpatial ? (options?.mode === 'slices' ? (options.slices[this.#axis] ?? null) : null) : 0.5
    this.mesh.visible = options !== undefined && share !== null
    if (options === undefined || share === null) return
    this.#move(share)
    const rank = shown.options.fields.indexOf(options)
    this.mesh.renderOrder = (isSpatial ? 20 : 1) + rank / 100
    const { uniforms } = this.mesh.material
    if (uniforms['opacity'] !== undefined) uniforms['opacity'].value = options.opacity
    // The first covers the ground; those above it must let it through where they are weak.
    if (uniforms['fading'] !== undefined) uniforms['fading'].value = rank > 0 ? 1 : 0
  }

  #move(share: number): void {
    const { scene } = this.#drawing
    if (this.#at === share) return
    this.#at = share
    const [across, up] = [(this.#axis + 1) % 3, (this.#axis + 2) % 3]
    const corners = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ].flatMap(([a = 0, b = 0]) => {
      const shares = [0, 0, 0]
      shares[this.#axis] = share
      shares[across] = a
      shares[up] = b
      return shares.map((part, axis) => (scene.corner[axis] ?? 0) + part * (scene.size[axis] ?? 0))
    })
    this.mesh.geometry.setAttribute('position', new Float32BufferAttribute(corners, 3))
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}

/** The whole field as a cloud. */
class Cloud {
  readonly mesh: Mesh<BoxGeometry, RawShaderMaterial>

  constructor(drawing: Drawing, own: FieldUniforms) {
    const { size, corner } = drawing.scene
    const geometry = new BoxGeometry(...size)
    geometry.translate(corner[0] + size[0] / 2, corner[1] + size[1] / 2, corner[2] + size[2] / 2)
    const material = shaderMaterial(drawing, {
      vertexShader: PLANE_VERTEX,
      fragmentShader: VOLUME_FRAGMENT,
      side: BackSide,
      depthTest: false,
      blending: CustomBlending,
      blendSrc: OneFactor,
      blendDst: OneMinusSrcAlphaFactor,
      uniforms: { ...own, opacity: { value: 1 } },
    })
    this.mesh = inOrder(new Mesh(geometry, material), 50)
  }

  show(options: FieldOptions | undefined): void {
    this.mesh.visible = options?.mode === 'volume'
    const { opacity } = this.mesh.material.uniforms
    if (opacity !== undefined) opacity.value = options?.opacity ?? 0
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
