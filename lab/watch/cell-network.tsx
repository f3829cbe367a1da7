import { useEffect, useRef } from 'react'
import { formatNumber } from '../../src/browser.ts'
import type { CellCard } from '../workers/run-api.ts'
import { Bar } from './bar.tsx'
import type { TypeNetwork } from './type-network.ts'
import classes from './watch.module.css'

interface CellNetworkProps {
  readonly card: CellCard
  readonly drawing: TypeNetwork['drawing']
}

/** The levels inside of the cell: as a picture of who acts on whom, filled by their values, and as a list. */
export function CellNetwork({ card, drawing }: CellNetworkProps) {
  if (card.network.length === 0) return null
  const most = Math.max(1, ...card.network.map((each) => each.value))
  return (
    <section className={classes['section']}>
      <h3>Network</h3>
      {drawing !== undefined && <Picture card={card} svg={drawing.svg} most={most} />}
      <table className={classes['facts']}>
        <tbody>
          {card.network.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td style={{ width: '40%' }}>
                <Bar share={value / most} />
              </td>
              <td className={classes['number']} style={{ paddingLeft: 8 }}>
                {formatNumber(value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Size of a point of the picture [px]. Chosen: type of 8 pt is about 10 px: readable, and a network of three levels fits. */
const SCALE = 1.2

/** The picture is laid out once per cell type; numbers and fillings follow the cell. */
function Picture({
  card,
  svg,
  most,
}: {
  readonly card: CellCard
  readonly svg: string
  readonly most: number
}) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const picture = place.current?.querySelector('svg')
    // as large as its words can be read; what is wider is moved in its frame
    if (picture) picture.style.width = `max(100%, ${SCALE * picture.viewBox.baseVal.width}px)`
  }, [svg])
  useEffect(() => {
    for (const node of place.current?.querySelectorAll('[data-gauge]') ?? []) {
      const name = node.getAttribute('data-gauge')?.slice(card.type.length + 1) ?? ''
      const value = card.network.find((each) => each.name === name)?.value
      fill(node, name, value, most)
    }
  }, [card, svg, most])
  return (
    <div
      ref={place}
      className={classes['network']}
      role="img"
      tabIndex={0}
      aria-label={`Who acts on whom in this ${card.type}; the levels are listed beneath`}
      // comes from our own figure, which escapes every text
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  )
}

function fill(node: Element, name: string, value: number | undefined, most: number): void {
  const [rim, gauge] = [node.querySelector('rect:not(.gauge)'), node.querySelector('rect.gauge')]
  const share = Math.min(1, Math.max(0, (value ?? 0) / most))
  gauge?.setAttribute('width', String(share * Number(rim?.getAttribute('width') ?? 0)))
  const label = node.querySelector('text')
  if (label !== null) label.textContent = value === undefined ? name : `${name} ${formatNumber(value)}`
}
