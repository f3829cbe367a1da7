import {
  type BufferGeometry,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Float32BufferAttribute,
  Matrix4,
  type Object3D,
  RawShaderMaterial,
  type ShaderMaterialParameters,
  type Texture,
  Vector2,
  Vector3,
} from 'three'
import { type Frame, type Scene, type SceneLayer, tissueGround } from '../../src/browser.ts'
import type { Scales } from './scales.ts'
import type { ViewOptions } from './view-options.ts'

/** What is to be drawn now. */
export interface Shown {
  readonly frame: Frame
  readonly options: ViewOptions
  readonly scales: Scales
}

/** Something that is drawn: made once per scene, told of each change. */
export interface Layer {
  readonly objects: readonly Object3D[]
  /** What is drawn last and must know how far away the rest is. */
  readonly clouds?: readonly Object3D[]
  show(shown: Shown): void
  dispose(): void
}

/** What layers are made with. */
export interface Drawing {
  readonly scene: Scene
  /** True in three dimensions. */
  readonly isSpatial: boolean
  readonly uniforms: SharedUniforms
}

/** Makes a layer of one kind. */
export type Drawer<Kind extends SceneLayer['kind']> = (
  layer: Extract<SceneLayer, { kind: Kind }>,
  drawing: Drawing,
) => Layer

/** Uniforms that all shaders share: the same objects, so that setting one sets it everywhere. */
export type SharedUniforms = ReturnType<typeof sharedUniforms>

export function sharedUniforms() {
  return {
    right: { value: new Vector3(1, 0, 0) },
    up: { value: new Vector3(0, 1, 0) },
    toEye: { value: new Vector3(0, 0, 1) },
    pixel: { value: 1 },
    clipLow: { value: new Vector3() },
    clipHigh: { value: new Vector3() },
    depths: { value: new Vector2() },
    ground: { value: colourVector(tissueGround) },
    behind: { value: null as Texture | null }, // set while clouds are drawn
    toWorld: { value: new Matrix4() },
  }
}

/** `#rrggbb` as a vector of shares. */
export function colourVector(hex: string): Vector3 {
  const share = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16) / 255
  return new Vector3(share(1), share(3), share(5))
}

/** A material of a pair of shaders that gets the shared uniforms beside its own. */
export function shaderMaterial(
  { uniforms, isSpatial }: Drawing,
  parameters: ShaderMaterialParameters,
): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    transparent: true,
    depthTest: isSpatial,
    depthWrite: false,
    ...parameters,
    defines: isSpatial ? { SPATIAL: 1 } : {},
    uniforms: { ...uniforms, ...parameters.uniforms },
  })
}

/** Corners of a square of half width 1, as two triangles. */
const CORNERS = [-1, -1, 1, -1, 1, 1, -1, 1]
/** Room grows by this factor. Chosen: buffers of a growing tissue are rarely made anew. */
const GROWTH = 1.5

/** Squares around spheres [x, y, z, radius], with four bytes each. */
export class Squares {
  readonly geometry = new InstancedBufferGeometry()
  #room = 0

  constructor() {
    this.geometry.setAttribute('corner', new Float32BufferAttribute(CORNERS, 2))
    this.geometry.setIndex([0, 1, 2, 0, 2, 3])
    this.geometry.instanceCount = 0
  }

  /** Copies what is to be drawn. */
  set(count: number, spheres: Float32Array, looks: Uint8Array): void {
    if (count > this.#room) this.#grow(count)
    this.geometry.instanceCount = count
    if (count === 0) return
    write(this.geometry.getAttribute('sphere') as InstancedBufferAttribute, spheres, 4 * count) // made in #grow
    write(this.geometry.getAttribute('look') as InstancedBufferAttribute, looks, 4 * count)
  }

  #grow(count: number): void {
    this.#room = Math.ceil(GROWTH * count)
    // Attributes of another size want other buffers on the card.
    this.geometry.dispose()
    this.geometry.setAttribute('sphere', new InstancedBufferAttribute(new Float32Array(4 * this.#room), 4))
    this.geometry.setAttribute('look', new InstancedBufferAttribute(new Uint8Array(4 * this.#room), 4))
  }
}

function write(attribute: InstancedBufferAttribute, values: Float32Array | Uint8Array, length: number): void {
  attribute.array.set(values.subarray(0, length))
  attribute.clearUpdateRanges()
  attribute.addUpdateRange(0, length)
  attribute.needsUpdate = true
}

/** Frees what objects hold on the card. */
export function disposeOf(geometry: BufferGeometry, ...materials: readonly RawShaderMaterial[]): void {
  geometry.dispose()
  for (const material of materials) material.dispose()
}
