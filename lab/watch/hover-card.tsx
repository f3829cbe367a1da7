import { formatNumber } from '../../src/browser.ts'
import { unitText } from './unit-text.ts'
import { useRun } from './run-store.ts'
import { useView } from './view-store.ts'
import classes from './watch.module.css'

/** Chosen: what can be read in passing. */
const MOST_FACTS = 3

/** What the cell under the pointer is, beside it. */
export function HoverCard() {
  const hovered = useRun(({ hovered }) => hovered)
  const frame = useRun(({ frame }) => frame)
  const view = useView(({ view }) => view)
  const card = hovered?.card
  if (card === undefined || hovered === undefined || frame === undefined || view === undefined) return null
  const [x, y] = view.placeOf(frame, hovered.slot)
  const signals = card.facts.filter(({ group }) => group === 'signal' || group === 'trait')
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
