import { useEffect, useRef, useState } from 'react'
import { type Frame, formatTime } from '../../src/browser.ts'
import { TissueCanvas } from '../view/tissue-canvas.tsx'
import { DEFAULT_OPTIONS } from '../view/view-options.ts'
import { type Show, runForShow } from './show-run.ts'

interface LiveTissueProps {
  readonly model: string
  /** The first cells have moved. */
  readonly onMove: () => void
}

/** A tissue that is computed while one looks at it, and rests while nobody does. */
export default function LiveTissue({ model, onMove }: LiveTissueProps) {
  const [show, setShow] = useState<Show>()
  const [frame, setFrame] = useState<Frame>()
  const place = useRef<HTMLDivElement>(null)
  const told = useRef(onMove)
  told.current = onMove
  useEffect(() => {
    let hasMoved = false
    return runForShow(model, {
      onOpen: setShow,
      onFrame: (next) => {
        setFrame(next)
        if (!hasMoved && next.tick > 0) told.current()
        hasMoved ||= next.tick > 0
      },
      isSeen: () => place.current !== null && isOnScreen(place.current),
    })
  }, [model])
  return (
    <div ref={place} style={{ height: '100%' }} {...(frame === undefined ? {} : { 'data-tick': frame.tick })}>
      {show !== undefined && frame !== undefined && (
        <TissueCanvas
          scene={show.scene}
          frame={frame}
          options={DEFAULT_OPTIONS}
          duration={show.duration}
          camera={show.camera}
          label={`After ${formatTime(frame.time, show.duration)}`}
        />
      )}
    </div>
  )
}

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return document.visibilityState === 'visible' && bottom > 0 && top < window.innerHeight
}
