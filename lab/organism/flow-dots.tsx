import classes from './organism.module.css'

interface FlowDotsProps {
  /** Path of the vessel. */
  readonly path: string
  /** [px] */
  readonly length: number
  /** Dots that are on it at a time. */
  readonly count: number
  readonly isMoving: boolean
}

/** Cells on their way along a vessel: evenly spaced dots that move while the run does. Fewer than half a dot is none. */
export function FlowDots({ path, length, count, isMoving }: FlowDotsProps) {
  if (!(count >= 0.5)) return null
  const spacing = length / count
  return (
    <path
      d={path}
      className={classes['dots']}
      strokeDasharray={`0 ${spacing.toFixed(2)}`}
      strokeDashoffset={(-spacing / 2).toFixed(2)}
      data-moving={isMoving || undefined}
      // a dot goes on by one spacing in a time that makes all dots equally fast
      style={{
        ['--spacing' as string]: `${-spacing}px`,
        animationDuration: `${(spacing / SPEED).toFixed(2)}s`,
      }}
    />
  )
}

/** How fast dots move [px/s]. Chosen: slow enough to follow one with the eye. */
const SPEED = 40
