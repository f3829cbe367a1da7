import { useEffect, useId, useRef, useState } from 'react'
import { type Frame, type Scene, describeFrame, formatTime } from '../../src/browser.ts'
import type { CameraState } from './camera.ts'
import { scaleBarOf } from './scale-bar.ts'
import { type Scales, scalesFor } from './scales.ts'
import type { TissueView } from './tissue-view.ts'
import { type Input, listen } from './view-input.ts'
import type { ViewOptions } from './view-options.ts'
import classes from './view.module.css'

export interface TissueCanvasProps {
  readonly scene: Scene
  readonly frame: Frame
  readonly options: ViewOptions
  /** Of the run [min]: decides whether time is told in days, hours or minutes. */
  readonly duration: number
  /** Scales that several views share; its own unless said. */
  readonly scales?: Scales
  /** Where it is seen from; it keeps its own unless said. */
  readonly camera?: CameraState
  readonly onCamera?: (camera: CameraState) => void
  readonly selected?: number
  readonly hovered?: number
  readonly followed?: readonly number[]
  /** Slots of cells; -1 for none. */
  readonly onHover?: (slot: number) => void
  readonly onSelect?: (slot: number) => void
  /** The view itself, for pictures and videos; `undefined` when it ends. */
  readonly onView?: (view: TissueView | undefined) => void
  /** Before the description, where there are several views: the name of an arm. */
  readonly label?: string
  /** Stands before the time on the picture, where there are several tissues: the name of a site. */
  readonly site?: string
}

/** A description changes at most so often [ms]: screen readers read it from the start each time. */
const DESCRIPTION_PAUSE = 1000
const KEYS = 'Arrow keys move or turn, shift and arrows move, plus and minus zoom, R shows all.'

/** A tissue as it is now, to look at, move and point into. */
export function TissueCanvas(props: TissueCanvasProps) {
  const { scene, frame, duration, label, site } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [hovered, setHovered] = useState(-1)
  const { view, problem } = useView(canvas, setWidth, props.onView)
  const scales = useScales(scene, frame, props.options)
  useShown(view, { ...props, scales: props.scales ?? scales, hovered: props.hovered ?? hovered })
  useInput(view, props, setHovered)
  const description = useRarely(
    `${label === undefined ? '' : `${label}. `}${describeFrame(scene, frame, duration)}`,
  )
  const keys = useId()
  return (
    <div className={classes['root']}>
      <canvas
        ref={canvas}
        className={classes['canvas']}
        tabIndex={0}
        role="application"
        aria-label={description}
        aria-describedby={keys}
        data-pointing={hovered >= 0 || undefined}
      />
      <span id={keys} hidden>
        {KEYS}
      </span>
      <div className={classes['time']}>
        {site === undefined ? '' : `${site}, `}
        {formatTime(frame.time, duration)}
        {frame.isVacant === true && ', taken out'}
      </div>
      {width > 0 && <ScaleBar micrometresPerPixel={width} />}
      {problem !== undefined && (
        <div className={classes['notice']} role="alert">
          {problem}
        </div>
      )}
    </div>
  )
}

/** A bar of round length. */
function ScaleBar({ micrometresPerPixel }: { readonly micrometresPerPixel: number }) {
  const { width, text } = scaleBarOf(micrometresPerPixel)
  return (
    <div className={classes['scaleBar']} role="img" aria-label={`Scale bar: ${text}`}>
      {text}
      <i style={{ width }} />
    </div>
  )
}

const LOST = 'The graphics card took back its memory; the picture returns as soon as it can. The run goes on.'
const NOT_LOADED = 'What draws the tissue could not be loaded. Reload the page; your work is saved.'
const NO_WEBGL =
  'This browser cannot draw the tissue: WebGL 2 is not available. Switch on hardware acceleration, or use another browser. Numbers and curves work as they are.'

/** Loads what draws, and ends it with the component. */
function useView(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  onWidth: (micrometresPerPixel: number) => void,
  onView: ((view: TissueView | undefined) => void) | undefined,
): { readonly view: TissueView | undefined; readonly problem: string | undefined } {
  const [view, setView] = useState<TissueView>()
  const [problem, setProblem] = useState<string>()
  const told = useRef(onView)
  told.current = onView
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    let end = (): void => undefined
    let isOver = false
    const begin = async (): Promise<void> => {
      const module = await import('./tissue-view.ts').catch(() => setProblem(NOT_LOADED))
      if (isOver || module === undefined) return
      const made = new module.TissueView(element, {
        onLost: (isLost) => setProblem(isLost ? LOST : undefined),
        // However the eye was moved, the scale bar follows.
        onDrawn: () => onWidth(made.micrometresPerPixel),
      })
      const fit = (): void => {
        made.resize(element.clientWidth, element.clientHeight, globalThis.devicePixelRatio)
      }
      fit()
      const observer = new ResizeObserver(fit)
      observer.observe(element)
      end = () => {
        observer.disconnect()
        made.dispose()
      }
      setView(made)
      told.current?.(made)
    }
    begin().catch(() => setProblem(NO_WEBGL))
    return () => {
      isOver = true
      end()
      setView(undefined)
      told.current?.(undefined)
    }
  }, [canvas, onWidth])
  return { view, problem }
}

/** Scales that widen with what is seen. */
export function useScales(scene: Scene, frame: Frame, options: ViewOptions): Scales {
  const before = useRef<Scales>(undefined)
  const scales = scalesFor(scene, frame, options, before.current)
  before.current = scales
  return scales
}

type ShownProps = TissueCanvasProps & { readonly scales: Scales; readonly hovered: number }

/** Hands on what is to be drawn whenever it changes. */
function useShown(
  view: TissueView | undefined,
  { scene, frame, options, scales, camera, selected, hovered, followed }: ShownProps,
): void {
  const marks = { selected: selected ?? -1, hovered, followed: followed ?? [] }
  const latest = useRef(marks)
  latest.current = marks
  // Scales are made anew with each frame; only their numbers count.
  const ends = JSON.stringify(scales)
  const shownScales = useRef(scales)
  shownScales.current = scales
  useEffect(() => {
    if (view === undefined) return
    view.setScene(scene)
    view.show({ frame, options, scales: shownScales.current }, latest.current)
  }, [view, scene, frame, options, ends])
  useEffect(() => {
    view?.mark(latest.current)
  }, [view, selected, hovered, followed])
  useEffect(() => {
    if (camera !== undefined && camera !== view?.camera) view?.setCamera(camera)
  }, [view, camera, scene])
}

/** Pointer and keys. */
function useInput(
  view: TissueView | undefined,
  props: TissueCanvasProps,
  onHovered: (slot: number) => void,
): void {
  const latest = useRef(props)
  latest.current = props
  const { scene } = props
  const input = useRef<Input>(undefined)
  useEffect(() => {
    if (view === undefined) return undefined
    const listening = listen(view, scene, {
      onCamera: (state) => latest.current.onCamera?.(state),
      onHover: (slot) => {
        onHovered(slot)
        latest.current.onHover?.(slot)
      },
      onSelect: (slot) => latest.current.onSelect?.(slot),
    })
    input.current = listening
    return () => {
      input.current = undefined
      listening.stop()
    }
  }, [view, scene, onHovered])
  useEffect(() => input.current?.pointAgain(), [props.frame])
}

/** A text that changes at most once in `DESCRIPTION_PAUSE`. */
function useRarely(text: string): string {
  const [shown, setShown] = useState(text)
  const latest = useRef(text)
  latest.current = text
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), DESCRIPTION_PAUSE)
    return () => clearInterval(timer)
  }, [])
  return shown
}
