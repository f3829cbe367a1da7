import { type RefObject, useEffect, useMemo, useRef } from 'react'

/** How to look at a picture that is larger than its frame. */
export interface Zoom {
  by(factor: number): void
  fit(): void
  /** True for a moment after the picture was pulled, so that this is no click. */
  wasDragged(): boolean
}

/** Smallest and largest scale. Chosen: the whole of a large network on a phone, and one word across the frame. */
const LIMITS = [0.1, 8] as const
/** Movement that is no click [px]. */
const SLACK = 4

/** Zoom by wheel with a modifier and by buttons, pan by pulling or scrolling; the first look shows everything. */
export function useZoom(frame: RefObject<HTMLDivElement | null>): Zoom {
  const scale = useRef(1)
  const dragged = useRef(false)
  useEffect(() => listen(frame.current, scale, dragged), [frame])
  return useMemo(
    () => ({
      by: (factor) => zoomBy(frame.current, scale, factor),
      fit: () => fit(frame.current, scale, LIMITS[0]),
      wasDragged: () => dragged.current,
    }),
    [frame],
  )
}

type Scale = { current: number }

function drawingIn(frame: HTMLElement): SVGSVGElement | undefined {
  return frame.querySelector('svg') ?? undefined
}

function apply(frame: HTMLElement, scale: number): void {
  const svg = drawingIn(frame)
  const { width, height } = svg?.viewBox.baseVal ?? { width: 0, height: 0 }
  if (svg === undefined || width === 0) return
  svg.style.width = `${width * scale}px`
  svg.style.height = `${height * scale}px`
  svg.style.maxWidth = 'none'
}

/** Below this scale nobody reads type of 8 pt: the first look shows everything unless it were smaller, and the rest is scrolled to. */
const READABLE = 0.7

function fit(frame: HTMLElement | null, scale: Scale, least: number): void {
  if (frame === null) return
  const { width, height } = drawingIn(frame)?.viewBox.baseVal ?? { width: 1, height: 1 }
  const whole = Math.min((frame.clientWidth - 16) / width, (frame.clientHeight - 16) / height)
  scale.current = Math.min(2, Math.max(whole, least))
  apply(frame, scale.current)
}

/** Keeps the middle of the frame where it is. */
function zoomBy(frame: HTMLElement | null, scale: Scale, factor: number): void {
  if (frame === null) return
  const before = scale.current
  scale.current = Math.min(LIMITS[1], Math.max(LIMITS[0], before * factor))
  const ratio = scale.current / before
  const [x, y] = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2]
  apply(frame, scale.current)
  frame.scrollLeft = x * ratio - frame.clientWidth / 2
  frame.scrollTop = y * ratio - frame.clientHeight / 2
}

function listen(
  frame: HTMLElement | null,
  scale: Scale,
  dragged: { current: boolean },
): (() => void) | undefined {
  if (frame === null) return undefined
  const stop = new AbortController()
  const options = { signal: stop.signal }
  let from: { readonly x: number; readonly y: number } | undefined
  fit(frame, scale, READABLE)
  frame.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      zoomBy(frame, scale, event.deltaY < 0 ? 1.1 : 1 / 1.1)
    },
    { ...options, passive: false },
  )
  frame.addEventListener(
    'pointerdown',
    ({ clientX, clientY, pointerType, button }) => {
      dragged.current = false
      if (pointerType === 'mouse' && button === 0)
        from = { x: clientX + frame.scrollLeft, y: clientY + frame.scrollTop }
    },
    options,
  )
  frame.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      if (from === undefined) return
      const [left, top] = [from.x - clientX, from.y - clientY]
      if (Math.abs(left - frame.scrollLeft) + Math.abs(top - frame.scrollTop) > SLACK) dragged.current = true
      frame.scrollTo(left, top)
    },
    options,
  )
  for (const end of ['pointerup', 'pointerleave', 'pointercancel'] as const)
    frame.addEventListener(end, () => void (from = undefined), options)
  return () => stop.abort()
}
