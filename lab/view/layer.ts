import {
  BufferGeometry,
  DataTexture,
  FloatType,
  GLSL3,
  Matrix4,
  type Object3D,
  RGBAFormat,
  RawShaderMaterial,
  type ShaderMaterialParameters,
  type Texture,
  UnsignedByteType,
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
    isOpen: { value: false },
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

/** Texels in a row of the textures that cells are read from; a power of two, for shaders. */
const ROW = 1024
/** Corners of the two triangles of a square. */
const CORNERS = 6
/** Room grows by this factor. Chosen: textures of a growing tissue are rarely made anew. */
const GROWTH = 1.5

/**
 * Squares around spheres [x, y, z, radius], with four bytes each. Shaders read both from textures by the number of the vertex:
 * drawing instances instead cost 8 to 15 us each on a software renderer, 1.6 s for 10^5 cells.
 */
export class Squares {
  /** Texels of `spheres` for each square: 2 where squares lie around tubes, one for each end. */
  readonly #texels: number
  readonly geometry = new BufferGeometry()
  /** Uniforms of the shaders that draw them. */
  readonly uniforms
  #rows = 1

  constructor(texels = 1) {
    this.#texels = texels
    this.uniforms = {
      spheres: { value: texture(texels, FloatType) },
      looks: { value: texture(1, UnsignedByteType) },
    }
    this.geometry.setDrawRange(0, 0)
  }

  /** Copies what is to be drawn. */
  set(count: number, spheres: Float32Array, looks: Uint8Array): void {
    if (count > this.#rows * ROW) this.#grow(Math.ceil((GROWTH * count) / ROW))
    this.geometry.setDrawRange(0, CORNERS * count)
    write(this.uniforms.spheres.value, spheres.subarray(0, 4 * this.#texels * count))
    write(this.uniforms.looks.value, looks.subarray(0, 4 * count))
  }

  dispose(): void {
    this.geometry.dispose()
    this.uniforms.spheres.value.dispose()
    this.uniforms.looks.value.dispose()
  }

  #grow(rows: number): void {
    this.#rows = rows
    const { spheres, looks } = this.uniforms
    spheres.value.dispose()
    looks.value.dispose()
    spheres.value = texture(this.#texels * rows, FloatType)
    looks.value = texture(rows, UnsignedByteType)
  }
}

function texture(rows: number, type: typeof FloatType | typeof UnsignedByteType): DataTexture {
  const length = 4 * ROW * rows
  return new DataTexture(
    type === FloatType ? new Float32Array(length) : new Uint8Array(length),
    ROW,
    rows,
    RGBAFormat,
    type,
  )
}

function write(into: DataTexture, values: Float32Array | Uint8Array): void {
  into.image.data?.set(values)
  into.needsUpdate = true
}
