import { ActionIcon, Group, Text } from '@mantine/core'
import { IconFocusCentered, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { channels, colourOf } from './label-colours.ts'
import {
  type Box,
  type SlidePoints,
  type SlideView,
  barLength,
  drawSlide,
  viewOf,
  zoomed,
} from './slide-view.ts'
import { type Slide, chooseField, useTissue } from './tissue-store.ts'

/** How near to a corner one has to point to take it [px]. Chosen: half of a finger. */
const GRIP = 14

/** The cells of the slide on a dark ground, with the field that the model gets. */
export function SlidePreview({
  slide,
  highlighted,
}: {
  readonly slide: Slide
  readonly highlighted: string | undefined
}) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, height] = useSize(frame)
  const crop = useTissue((state) => state.crop)
  const points = useSlidePoints(slide, highlighted)
  const all = useMemo(() => boundsOf(slide, points.factor), [slide, points.factor])
  const [moved, setMoved] = useState<SlideView>()
  useEffect(() => setMoved(undefined), [all])
  const view = moved ?? viewOf(all, width, height)
  useDrawing(canvas, points, view, width, height)
  const zoom = (by: number, at: readonly [number, number] = [width / 2, height / 2]): void =>
    setMoved(zoomed(view, by, at, [width, height]))
  useWheel(frame, zoom)
  const drag = useDrag(frame, view, setMoved, [width, height])
  const [x, y] = [(crop.x - view.x) * view.scale + width / 2, (crop.y - view.y) * view.scale + height / 2]
  const [w, h] = [crop.width * view.scale, crop.height * view.scale]
  return (
    <div
      ref={frame}
      className="tissue-preview"
      role="application"
      tabIndex={0}
      aria-label={`Slide of ${slide.points.x.length} cells. Arrow keys move the field, with Shift they resize it, plus and minus zoom.`}
      {...drag}
      onKeyDown={(event) => onKey(event, zoom)}
    >
      <canvas ref={canvas} aria-hidden />
      <svg width={width} height={height} aria-hidden>
        <path d={`M0 0H${width}V${height}H0Z M${x} ${y}V${y + h}H${x + w}V${y}Z`} className="tissue-around" />
        <rect x={x} y={y} width={Math.max(w, 0)} height={Math.max(h, 0)} className="tissue-field" />
        {[0, 1, 2, 3].map((corner) => (
          <rect
            key={corner}
            x={x + (corner & 1 ? w : 0) - 4}
            y={y + (corner & 2 ? h : 0) - 4}
            width={8}
            height={8}
            className="tissue-grip"
          />
        ))}
      </svg>
      <ScaleBar scale={view.scale} width={width} />
      <Group className="tissue-zoom" gap={4}>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => zoom(1.5)}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => zoom(1 / 1.5)}>
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Show the whole slide" onClick={() => setMoved(undefined)}>
          <IconMaximize size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Show the field"
          onClick={() => setMoved(viewOf(crop, width, height))}
        >
          <IconFocusCentered size={16} />
        </ActionIcon>
      </Group>
    </div>
  )
}

function ScaleBar({ scale, width }: { readonly scale: number; readonly width: number }) {
  const length = barLength((width / 4 || 1) / scale)
  return (
    <div className="tissue-scale">
      <div style={{ width: length * scale }} />
      <Text size="xs">{length >= 1000 ? `${length / 1000} mm` : `${length} um`}</Text>
    </div>
  )
}

function useSlidePoints(slide: Slide, highlighted: string | undefined): SlidePoints {
  const { labels, target, factor } = useTissue()
  return useMemo(() => {
    const { points } = slide
    const dim = channels('#2a3140')
    const colours = points.labels.map((label) =>
      highlighted === undefined || highlighted === label ? channels(colourOf(labels[label], target)) : dim,
    )
    const radii = points.labels.map(
      (label) => target?.types.find(({ name }) => name === labels[label])?.radius ?? 5,
    )
    return { x: points.x, y: points.y, label: points.label, factor, colours, radii }
  }, [slide, labels, target, factor, highlighted])
}

function boundsOf({ points }: Slide, factor: number): Box {
  const [x, y] = [points.x, points.y].map((values) => {
    let [low, high] = [Infinity, -Infinity]
    for (const value of values) {
      if (value < low) low = value
      if (value > high) high = value
    }
    return values.length === 0 ? { low: 0, extent: 1 } : { low: low * factor, extent: (high - low) * factor }
  }) as [{ low: number; extent: number }, { low: number; extent: number }] // one per axis
  return { x: x.low, y: y.low, width: x.extent, height: y.extent }
}

function useSize(frame: React.RefObject<HTMLDivElement | null>): readonly [number, number] {
  const [size, setSize] = useState<readonly [number, number]>([600, 400])
  useEffect(() => {
    const element = frame.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setSize([element.clientWidth, element.clientHeight]))
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return size
}

function useDrawing(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  points: SlidePoints,
  view: SlideView,
  width: number,
  height: number,
): void {
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const request = requestAnimationFrame(() => {
      const ratio = Math.min(window.devicePixelRatio, 2)
      element.width = Math.max(Math.round(width * ratio), 1)
      element.height = Math.max(Math.round(height * ratio), 1)
      drawSlide(element, points, view, ratio)
    })
    return () => cancelAnimationFrame(request)
  }, [canvas, points, view.x, view.y, view.scale, width, height])
}

/** The wheel zooms; React's own handler is passive and could not keep the page from scrolling. */
function useWheel(
  frame: React.RefObject<HTMLDivElement | null>,
  zoom: (by: number, at: readonly [number, number]) => void,
): void {
  const latest = useRef(zoom)
  latest.current = zoom
  useEffect(() => {
    const element = frame.current
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      latest.current(Math.exp(-event.deltaY / 400), [event.offsetX, event.offsetY])
    }
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [frame])
}

/** What a drag does: a corner resizes the field, its inside moves it, the rest moves the slide. */
type Drag =
  | { readonly kind: 'pan'; readonly view: SlideView; readonly from: readonly [number, number] }
  | { readonly kind: 'field'; readonly offset: readonly [number, number] }
  | { readonly kind: 'corner'; readonly fixed: readonly [number, number] }

function useDrag(
  frame: React.RefObject<HTMLDivElement | null>,
  view: SlideView,
  setView: (view: SlideView) => void,
  [width, height]: readonly [number, number],
) {
  const drag = useRef<Drag | undefined>(undefined)
  // A finger that holds the field moves it; elsewhere it scrolls the page.
  useEffect(() => {
    const element = frame.current
    const hold = (event: TouchEvent): void => {
      if (drag.current !== undefined && drag.current.kind !== 'pan') event.preventDefault()
    }
    element?.addEventListener('touchstart', hold, { passive: false })
    return () => element?.removeEventListener('touchstart', hold)
  }, [frame])
  const at = (event: PointerEvent<HTMLDivElement>): readonly [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return [
      (event.clientX - left - width / 2) / view.scale + view.x,
      (event.clientY - top - height / 2) / view.scale + view.y,
    ]
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || (event.target as Element).closest('button') !== null) return // targets of the page are elements
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = beginDrag(at(event), view, [event.clientX, event.clientY], event.shiftKey)
  }
  const onPointerMove = useCallback(
    (event: PointerEvent<HTMLDivElement>): void => {
      const now = drag.current
      if (now === undefined) return
      const [x, y] = at(event)
      if (now.kind === 'pan') {
        const [dx, dy] = [event.clientX - now.from[0], event.clientY - now.from[1]]
        setView({ ...now.view, x: now.view.x - dx / view.scale, y: now.view.y - dy / view.scale })
      } else if (now.kind === 'field')
        chooseField({ x: whole(x - now.offset[0]), y: whole(y - now.offset[1]) })
      else {
        const [a, b] = now.fixed
        chooseField({
          x: whole(Math.min(a, x)),
          y: whole(Math.min(b, y)),
          width: Math.abs(a - x),
          height: Math.abs(b - y),
        })
      }
    },
    [view],
  )
  const end = (): void => void (drag.current = undefined)
  return { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end }
}

const whole = Math.round

function beginDrag(
  [x, y]: readonly [number, number],
  view: SlideView,
  from: readonly [number, number],
  isNew: boolean,
): Drag {
  const { crop } = useTissue.getState()
  if (isNew) return { kind: 'corner', fixed: [x, y] }
  const grip = GRIP / view.scale
  const [right, bottom] = [crop.x + crop.width, crop.y + crop.height]
  const nearX = [crop.x, right].find((edge) => Math.abs(edge - x) < grip)
  const nearY = [crop.y, bottom].find((edge) => Math.abs(edge - y) < grip)
  if (nearX !== undefined && nearY !== undefined)
    return { kind: 'corner', fixed: [crop.x + right - nearX, crop.y + bottom - nearY] }
  if (x > crop.x && x < right && y > crop.y && y < bottom)
    return { kind: 'field', offset: [x - crop.x, y - crop.y] }
  return { kind: 'pan', view, from }
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

function onKey(event: KeyboardEvent, zoom: (by: number) => void): void {
  const arrow = ARROWS[event.key]
  const { crop, target } = useTissue.getState()
  const step = target?.voxel ?? 20
  if (arrow !== undefined) {
    const [dx, dy] = [arrow[0] * step, arrow[1] * step]
    if (event.shiftKey)
      chooseField({ width: Math.max(crop.width + dx, step), height: Math.max(crop.height + dy, step) })
    else chooseField({ x: crop.x + dx, y: crop.y + dy })
  } else if (event.key === '+' || event.key === '=') zoom(1.5)
  else if (event.key === '-') zoom(1 / 1.5)
  else return
  event.preventDefault()
}
