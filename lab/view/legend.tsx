import { UnstyledButton } from '@mantine/core'
import { formatNumber, formatTogether, formatUnit, type Frame, type Scene } from '../../src/browser.ts'
import { mapGradient } from './field-map.ts'
import { legendOf } from './legend-entries.ts'
import type { Bar, Swatch } from './legend-entry.ts'
import type { Scales } from './scales.ts'
import type { ViewOptions } from './view-options.ts'
import classes from './view.module.css'

export interface LegendProps {
  readonly scene: Scene
  readonly frame: Frame
  readonly options: ViewOptions
  readonly scales: Scales
  /** Absent: types cannot be dimmed. */
  readonly onChange?: (options: ViewOptions) => void
}

/** What the colours and shapes mean, with counts; a cell type can be dimmed by clicking it. */
export function Legend({ scene, frame, options, scales, onChange }: LegendProps) {
  const entries = legendOf(scene, frame, options, scales)
  const toggle = (type: string): void => {
    const { look } = options
    const hidden = look.hidden.includes(type)
      ? look.hidden.filter((name) => name !== type)
      : [...look.hidden, type]
    onChange?.({ ...options, look: { ...look, hidden } })
  }
  return (
    <ul className={classes['legend']} aria-label="Legend">
      {entries.map((entry) => (
        <li key={`${entry.kind} ${entry.name}`}>
          {entry.kind === 'bar' ? (
            <ColourBar bar={entry} />
          ) : (
            <SwatchLine entry={entry} {...(onChange === undefined ? {} : { onToggle: toggle })} />
          )}
        </li>
      ))}
    </ul>
  )
}

function SwatchLine({
  entry,
  onToggle,
}: {
  readonly entry: Swatch
  readonly onToggle?: (type: string) => void
}) {
  const { type } = entry
  const content = (
    <>
      <SwatchMark entry={entry} />
      <span className={classes['name']}>{entry.name}</span>
      {entry.count === undefined ? null : (
        <span className={classes['count']}>{formatNumber(entry.count)}</span>
      )}
    </>
  )
  if (type === undefined || onToggle === undefined) return <div className={classes['swatch']}>{content}</div>
  return (
    <UnstyledButton
      className={classes['swatch']}
      aria-pressed={entry.isDimmed !== true}
      data-dimmed={entry.isDimmed === true || undefined}
      title={entry.isDimmed === true ? `Show ${type}` : `Dim ${type}`}
      onClick={() => onToggle(type)}
    >
      {content}
    </UnstyledButton>
  )
}

/** The mark of an entry on a disc of the tissue's ground, so that it looks as it does there. */
function SwatchMark({ entry: { shape, colour } }: { readonly entry: Swatch }) {
  return (
    <svg className={classes['mark']} viewBox="-1.25 -1.25 2.5 2.5" aria-hidden="true">
      <circle r="1.25" fill="#0d1119" />
      {shape === 'cell' && (
        <>
          <circle r="1" fill={colour} />
          <circle r="0.42" fill="#0d1119" fillOpacity="0.4" />
        </>
      )}
      {shape === 'ring' && <circle r="0.72" fill="none" stroke={colour} strokeWidth="0.34" />}
      {shape === 'ring' && <circle r="0.2" fill={colour} />}
      {shape === 'cross' && <circle r="1" fill={colour} />}
      {shape === 'cross' && <path d="M-.4-.4.4.4M-.4.4.4-.4" stroke="#d5d9df" strokeWidth="0.2" />}
      {shape === 'vessel' && <circle r="0.72" fill="#2a0712" stroke={colour} strokeWidth="0.42" />}
      {shape === 'tied' && <circle r="0.78" fill="none" stroke={colour} strokeWidth="0.26" />}
      {shape === 'tied' && <path d="M-.5.5.5-.5" stroke={colour} strokeWidth="0.26" />}
      {shape === 'tube' && <path d="M-1 .3 1-.3" stroke={colour} strokeWidth="0.55" />}
      {shape === 'hollow' && (
        <g stroke={colour} strokeWidth="0.2" strokeDasharray="0.55 0.3">
          <path d="M-1 .55 1-.05M-1.1 .1 1-.5" />
        </g>
      )}
      {shape === 'tip' && <path d="M-.8.6.9-.6.1.9Z" fill={colour} />}
      {shape === 'fibre' && (
        <g stroke={colour} strokeWidth="0.16" strokeLinecap="round">
          <path d="M-.8.1-.1-.6M-.4.7.6-.4M.2.8.8.1" />
        </g>
      )}
      {shape === 'line' && <path d="M-1 0H1" stroke={colour} strokeWidth="0.24" strokeDasharray="0.5 0.25" />}
    </svg>
  )
}

/** A colour scale between its ends, with its unit; an end that values go beyond says so. */
function ColourBar({ bar }: { readonly bar: Bar }) {
  const [low, high] = formatTogether(bar.range)
  const [isBelow, isAbove] = bar.isClipped
  return (
    <div className={classes['bar']}>
      <div className={classes['barHead']}>
        <span className={classes['name']}>{bar.name}</span>
        <span className={classes['unit']}>
          {bar.unit === '1' ? '' : formatUnit(bar.unit)}
          {bar.isLogarithmic === true ? ', log' : ''}
        </span>
      </div>
      <div className={classes['ramp']} style={{ background: mapGradient(bar.map) }} aria-hidden="true" />
      <div className={classes['ends']}>
        <span>{isBelow ? `≤ ${low}` : low}</span>
        <span>{isAbove ? `≥ ${high}` : high}</span>
      </div>
    </div>
  )
}
