import {
  ColorManagement,
  DepthTexture,
  LinearSRGBColorSpace,
  Mesh,
  Scene as ObjectScene,
  OrthographicCamera,
  PlaneGeometry,
  RawShaderMaterial,
  WebGLRenderTarget,
  WebGLRenderer,
  GLSL3,
} from 'three'
import { type Frame, type Scene, pickDisc, pickSphere, tissueGround } from '../../src/browser.ts'
import { type CameraState, type Preset, boundsOf, presetCamera } from './camera.ts'
import { MarkLayer, type Marks, cellLayer, contactLayer } from './cell-layers.ts'
import { drawLayer } from './drawers.ts'
import { COPY_FRAGMENT, COPY_VERTEX } from './field-shaders.ts'
import { type Drawing, type Layer, type Shown, sharedUniforms } from './layer.ts'
import { boundsLayer } from './shape-layers.ts'
import { aim, sightLine } from './view-camera.ts'

// Colours are those of the palette, as bytes: nothing is lit physically, nothing is to be converted.
ColorManagement.enabled = false

/** What a view tells its owner. */
export interface ViewEvents {
  /** The graphics card took its memory away, or gave it back. */
  onLost?(isLost: boolean): void
  /** After a picture was drawn: how long it took this thread [ms]. */
  onDrawn?(milliseconds: number): void
}

/** Samples per pixel where spheres are drawn before a cloud. */
const SAMPLES = 4

/** Draws a tissue on a canvas, when something has changed and not otherwise. */
export class TissueView {
  readonly canvas: HTMLCanvasElement
  readonly #renderer: WebGLRenderer
  readonly #events: ViewEvents
  readonly #camera = new OrthographicCamera()
  readonly #uniforms = sharedUniforms()
  readonly #solid = new ObjectScene()
  readonly #clouds = new ObjectScene()
  readonly #copy = copyPass()
  #target: WebGLRenderTarget | undefined
  #layers: readonly Layer[] = []
  #marks: MarkLayer | undefined
  #scene: Scene | undefined
  #shown: Shown | undefined
  #state: CameraState | undefined
  #size: readonly [number, number] = [1, 1]
  #ratio = 1
  #asked = 0

  constructor(canvas: HTMLCanvasElement, events: ViewEvents = {}) {
    this.canvas = canvas
    this.#events = events
    this.#renderer = new WebGLRenderer({
      canvas,
      antialias: true,
      alpha: false,
      powerPreference: 'high-performance',
    })
    this.#renderer.outputColorSpace = LinearSRGBColorSpace
    this.#renderer.autoClear = false
    this.#renderer.setClearColor(tissueGround)
    canvas.addEventListener('webglcontextlost', this.#lost)
    canvas.addEventListener('webglcontextrestored', this.#restored)
  }

  /** Begins anew with what another model has to show. */
  setScene(scene: Scene): void {
    if (scene === this.#scene) return
    this.#clear()
    this.#scene = scene
    const drawing: Drawing = { scene, isSpatial: scene.shape[2] > 1, uniforms: this.#uniforms }
    this.#layers = [
      boundsLayer(drawing),
      cellLayer(drawing),
      contactLayer(drawing),
      ...scene.layers.map((layer) => drawLayer(layer, drawing)),
    ]
    this.#marks = new MarkLayer(drawing)
    for (const { objects, clouds } of this.#layers) {
      this.#solid.add(...objects)
      if (clouds !== undefined) this.#clouds.add(...clouds)
    }
    this.#solid.add(this.#marks.object)
    this.#state = undefined
  }

  /** What is drawn next. */
  show(shown: Shown, marks: Marks): void {
    this.#shown = shown
    for (const layer of this.#layers) layer.show(shown)
    this.#marks?.show(shown, marks)
    this.draw()
  }

  /** Rings alone: pointing at a cell does not copy all cells. */
  mark(marks: Marks): void {
    if (this.#shown === undefined) return
    this.#marks?.show(this.#shown, marks)
    this.draw()
  }

  get camera(): CameraState | undefined {
    return this.#state
  }

  /** Moves the eye. */
  setCamera(state: CameraState): void {
    this.#state = state
    this.draw()
  }

  /** Looks from one of the usual sides; `fit` keeps the direction. */
  preset(preset: Preset): CameraState | undefined {
    if (this.#scene === undefined || this.#shown === undefined) return undefined
    const bounds = boundsOf(this.#scene, this.#shown.frame)
    this.setCamera(presetCamera(this.#scene, bounds, preset, this.aspect, this.#state))
    return this.#state
  }

  /** Width by height of the picture. */
  get aspect(): number {
    return this.#size[0] / this.#size[1]
  }

  /** Width of a pixel of the page [um]. */
  get micrometresPerPixel(): number {
    return (this.#state?.height ?? 1) / this.#size[1]
  }

  /** Size in pixels of the page, and how many of the screen each has. */
  resize(width: number, height: number, ratio: number): void {
    this.#size = [Math.max(1, width), Math.max(1, height)]
    this.#ratio = ratio
    this.#renderer.setPixelRatio(ratio)
    this.#renderer.setSize(...this.#size, false)
    this.draw()
  }

  /** The slot of the cell at a point of the canvas in pixels of the page, -1 for none. */
  pick(x: number, y: number): number {
    const [scene, state, shown] = [this.#scene, this.#state, this.#shown]
    if (scene === undefined || state === undefined || shown === undefined || !shown.options.cells) return -1
    const width = this.micrometresPerPixel
    const [right, up] = [(x - this.#size[0] / 2) * width, (this.#size[1] / 2 - y) * width]
    const { frame, options } = shown
    const hidden = scene.types.map(({ name }) => options.look.hidden.includes(name))
    const isShown = (slot: number): boolean => hidden[frame.type[slot] ?? 0] !== true
    if (scene.shape[2] === 1) return pickDisc(frame, state.centre[0] + right, state.centre[1] + up, isShown)
    return pickSphere(frame, sightLine(scene, state, options, right, up), isShown)
  }

  /** Where a cell is on the canvas, in pixels of the page. */
  placeOf(frame: Frame, slot: number): readonly [number, number] {
    const state = this.#state
    if (state === undefined) return [0, 0]
    const { right, up } = this.#uniforms
    const from = [0, 1, 2].map((axis) => (frame.spheres[4 * slot + axis] ?? 0) - (state.centre[axis] ?? 0))
    const along = (direction: { x: number; y: number; z: number }): number =>
      ((from[0] ?? 0) * direction.x + (from[1] ?? 0) * direction.y + (from[2] ?? 0) * direction.z) /
      this.micrometresPerPixel
    return [this.#size[0] / 2 + along(right.value), this.#size[1] / 2 - along(up.value)]
  }

  /** Draws before the screen is next shown; asked for often, it is done once. */
  draw(): void {
    if (this.#asked !== 0) return
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0
      this.#render()
    })
  }

  /** Draws now, `scale` pixels for each of the page, into a canvas of its own; the screen keeps its picture. */
  copyTo(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, scale: number): void {
    this.#renderer.setPixelRatio(scale)
    this.#renderer.setSize(...this.#size, false)
    this.#render()
    context.drawImage(this.canvas, 0, 0)
    this.#renderer.setPixelRatio(this.#ratio)
    this.#renderer.setSize(...this.#size, false)
    this.#render()
  }

  /** Size in pixels of the page. */
  get size(): readonly [number, number] {
    return this.#size
  }

  dispose(): void {
    cancelAnimationFrame(this.#asked)
    this.canvas.removeEventListener('webglcontextlost', this.#lost)
    this.canvas.removeEventListener('webglcontextrestored', this.#restored)
    this.#clear()
    this.#target?.dispose()
    this.#renderer.dispose()
  }

  #render(): void {
    const [scene, shown] = [this.#scene, this.#shown]
    if (scene === undefined || shown === undefined || this.#renderer.getContext().isContextLost()) return
    const begin = performance.now()
    this.#state ??= presetCamera(scene, boundsOf(scene, shown.frame), 'isometric', this.aspect)
    const { width, height } = this.canvas
    aim(this.#camera, this.#uniforms, { scene, state: this.#state, ...shown }, [width, height])
    const hasClouds = this.#clouds.children.some(({ visible }) => visible)
    if (hasClouds) this.#renderWithClouds(width, height)
    else {
      this.#renderer.setRenderTarget(null)
      this.#renderer.clear()
      this.#renderer.render(this.#solid, this.#camera)
    }
    this.#events.onDrawn?.(performance.now() - begin)
  }

  /** What is solid first, aside, so that clouds know how far away it is. */
  #renderWithClouds(width: number, height: number): void {
    const target = this.#targetOf(width, height)
    this.#renderer.setRenderTarget(target)
    this.#renderer.clear()
    this.#renderer.render(this.#solid, this.#camera)
    this.#renderer.setRenderTarget(null)
    this.#renderer.clear()
    const { picture } = this.#copy.material.uniforms
    if (picture !== undefined) picture.value = target.texture
    this.#renderer.render(this.#copy, this.#camera)
    this.#uniforms.behind.value = target.depthTexture
    this.#renderer.render(this.#clouds, this.#camera)
    this.#uniforms.behind.value = null
  }

  #targetOf(width: number, height: number): WebGLRenderTarget {
    if (this.#target?.width === width && this.#target.height === height) return this.#target
    this.#target?.dispose()
    const depthTexture = new DepthTexture(width, height)
    return (this.#target = new WebGLRenderTarget(width, height, { samples: SAMPLES, depthTexture }))
  }

  #clear(): void {
    for (const layer of this.#layers) layer.dispose()
    this.#marks?.dispose()
    this.#solid.clear()
    this.#clouds.clear()
    this.#layers = []
    this.#shown = undefined
  }

  readonly #lost = (event: Event): void => {
    // Without this, the browser gives nothing back.
    event.preventDefault()
    this.#events.onLost?.(true)
  }

  readonly #restored = (): void => {
    this.#events.onLost?.(false)
    this.draw()
  }
}

/** Draws a picture over the whole canvas. */
function copyPass(): Mesh<PlaneGeometry, RawShaderMaterial> {
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: COPY_VERTEX,
    fragmentShader: COPY_FRAGMENT,
    uniforms: { picture: { value: null } },
    depthTest: false,
    depthWrite: false,
  })
  const mesh = new Mesh(new PlaneGeometry(2, 2), material)
  mesh.frustumCulled = false
  return mesh
}
