import { type Frame, formatNumber } from '../../src/browser.ts'
import { unitText } from './unit-text.ts'
import { useRun } from './run-store.ts'
import { useSites } from './site-store.ts'
import classes from './watch.module.css'

/** Chosen: what can be read in passing. */
const MOST_FACTS = 3

/** What the cell under the pointer is, beside it. */
export function HoverCard({ site, frame }: { readonly site: string; readonly frame: Frame }) {
  const hovered = useRun((state) => (state.hovered?.site === site ? state.hovered : undefined))
  const view = useSites(({ views }) => views[site])
  const card = hovered?.card
  if (card === undefined || hovered === undefined || view === undefined) return null
  const [x, y] = view.placeOf(frame, hovered.slot)
  const signals = card.facts.filter((each) => each.group === 'signal' || each.group === 'trait')
  return (
    <div
      className={classes['hover']}
      style={{
        top: Math.min(y + 12, view.size[1] - 96),
        ...(x > view.size[0] / 2 ? { right: view.size[0] - x + 12 } : { left: x + 12 }),
      }}
    >
      <strong>{card.type}</strong>, {card.state}
      {signals.slice(0, MOST_FACTS).map(({ name, value, unit }) => (
        <div key={name} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
          <span className={classes['quiet']}>{name}</span>
          <span className={classes['number']}>
            {formatNumber(value)} {unitText(unit)}
          </span>
        </div>
      ))}
    </div>
  )
}
