import type { Scene } from '../../src/browser.ts'
import { type CameraState, orbited, panned, zoomed } from './camera.ts'
import type { TissueView } from './tissue-view.ts'

/** What pointing and keys lead to. */
export interface InputEvents {
  onCamera(state: CameraState): void
  /** -1: no cell. */
  onHover(slot: number): void
  onSelect(slot: number): void
}

/** Farther than so many pixels is a drag, not a click. */
const CLICK_SLACK = 4
/** Turning per pixel [degree]. Chosen: a hand's breadth is half a turn. */
const TURN = 0.4
/** Part of the picture that an arrow key moves by. */
const KEY_STEP = 0.08
const KEY_TURN = 10
const KEY_ZOOM = 1.25
/** Zoom per unit of a wheel: a usual notch of 100 comes a fifth nearer. */
const WHEEL_RATE = 0.0018
/** A line of a wheel that counts in lines [px]. */
const WHEEL_LINE = 30

interface Touch {
  x: number
  y: number
}

export interface Input {
  /** Finds out what lies under a resting pointer now that cells have moved. */
  pointAgain(): void
  stop(): void
}

/** Pans, zooms and turns a view by mouse, touch and keys. */
export function listen(view: TissueView, scene: Scene, events: InputEvents): Input {
  const { canvas } = view
  const isFlat = scene.shape[2] === 1
  const touches = new Map<number, Touch>()
  let [travelled, isSecond] = [0, false]
  let resting: Touch | undefined

  const move = (change: (state: CameraState, um: number) => CameraState): void => {
    if (view.camera === undefined) return
    const state = change(view.camera, view.micrometresPerPixel)
    view.setCamera(state)
    events.onCamera(state)
  }
  const placeOf = (event: MouseEvent): Touch => {
    const { left, top } = canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  /** Pixels right of and above the middle. */
  const fromMiddle = ({ x, y }: Touch): readonly [number, number] => [
    x - view.size[0] / 2,
    view.size[1] / 2 - y,
  ]
  const zoomAt = (place: Touch, factor: number): void => {
    const [right, up] = fromMiddle(place)
    move((state, um) => zoomed(scene, state, factor, right * um, up * um))
  }

  const pointerDown = (event: PointerEvent): void => {
    canvas.setPointerCapture(event.pointerId)
    touches.set(event.pointerId, placeOf(event))
    if (touches.size === 1) travelled = 0
    isSecond = event.button === 2 || event.button === 1 || event.shiftKey
  }
  const drag = (from: Touch, to: Touch): void => {
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    travelled += Math.abs(dx) + Math.abs(dy)
    if (travelled < CLICK_SLACK) return
    if (isFlat || isSecond) move((state, um) => panned(state, dx * um, -dy * um))
    else move((state) => orbited(state, -dx * TURN, dy * TURN))
  }
  const pinch = (id: number, to: Touch): void => {
    const from = touches.get(id)
    const other = [...touches].find(([key]) => key !== id)?.[1]
    if (from === undefined || other === undefined) return
    travelled = Infinity
    const apart = (touch: Touch): number => Math.max(8, Math.hypot(touch.x - other.x, touch.y - other.y))
    move((state, um) => panned(state, ((to.x - from.x) / 2) * um, (-(to.y - from.y) / 2) * um))
    zoomAt({ x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 }, apart(to) / apart(from))
  }
  const pointerMove = (event: PointerEvent): void => {
    const to = placeOf(event)
    const from = touches.get(event.pointerId)
    if (from === undefined) {
      if (event.pointerType === 'touch') return
      resting = to
      events.onHover(view.pick(to.x, to.y))
      return
    }
    if (touches.size > 1) pinch(event.pointerId, to)
    else drag(from, to)
    touches.set(event.pointerId, to)
  }
  const pointerUp = (event: PointerEvent): void => {
    const place = touches.get(event.pointerId)
    touches.delete(event.pointerId)
    if (place === undefined || touches.size > 0 || travelled >= CLICK_SLACK || event.type === 'pointercancel')
      return
    events.onSelect(view.pick(place.x, place.y))
  }
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const distance = event.deltaY * (event.deltaMode === 0 ? 1 : WHEEL_LINE)
    // A pinch on a touch pad comes as a wheel with the control key, in small steps.
    zoomAt(placeOf(event), Math.exp(-distance * WHEEL_RATE * (event.ctrlKey ? 5 : 1)))
  }
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const change = keyChange(event, isFlat)
    if (change === undefined) return
    event.preventDefault()
    if (change !== 'fit') return move((state) => change(state, scene))
    const state = view.preset('fit')
    if (state !== undefined) events.onCamera(state)
  }
  const leave = (): void => {
    resting = undefined
    events.onHover(-1)
  }
  const pointAgain = (): void => {
    if (resting !== undefined && touches.size === 0) events.onHover(view.pick(resting.x, resting.y))
  }
  const menu = (event: Event): void => event.preventDefault()

  const stop = new AbortController()
  const { signal } = stop
  canvas.addEventListener('pointerdown', pointerDown, { signal })
  canvas.addEventListener('pointermove', pointerMove, { signal })
  canvas.addEventListener('pointerup', pointerUp, { signal })
  canvas.addEventListener('pointercancel', pointerUp, { signal })
  canvas.addEventListener('pointerleave', leave, { signal })
  canvas.addEventListener('contextmenu', menu, { signal })
  canvas.addEventListener('wheel', wheel, { signal, passive: false })
  canvas.addEventListener('keydown', key, { signal })
  return { pointAgain, stop: () => stop.abort() }
}

type CameraChange = 'fit' | ((state: CameraState, scene: Scene) => CameraState)

/** Arrows move, or turn a tissue in space unless shift is held; + and - zoom; r shows all. */
function keyChange(event: KeyboardEvent, isFlat: boolean): CameraChange | undefined {
  const arrow = ARROWS[event.key]
  if (arrow !== undefined) {
    const [x, y] = arrow
    if (isFlat || event.shiftKey)
      return (state) => panned(state, -x * KEY_STEP * state.height, -y * KEY_STEP * state.height)
    return (state) => orbited(state, x * KEY_TURN, y * KEY_TURN)
  }
  if (event.key === '+' || event.key === '=') return (state, scene) => zoomed(scene, state, KEY_ZOOM)
  if (event.key === '-') return (state, scene) => zoomed(scene, state, 1 / KEY_ZOOM)
  if (event.key === 'r') return 'fit'
  return undefined
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}
