import { formatNumber } from '../../src/browser.ts'
import type { NamedValue } from './body-state.ts'
import classes from './organism.module.css'

/** Least value at the end of the bars. Chosen: a pool at rest (1) fills half of them. */
const LEAST_END = 2

interface PoolBarsProps {
  readonly pools: readonly NamedValue[]
  /** What 1 is, for screen readers and on hover. */
  readonly normal?: string
  /** Value at the end of the bars; that of the fullest unless said. */
  readonly end?: number
}

/** Pools relative to what they are at rest: bars with a mark at 1, on one scale. */
export function PoolBars({ pools, normal = 'normal', end: given }: PoolBarsProps) {
  const fullest = Math.max(LEAST_END, ...pools.map(({ value }) => (Number.isFinite(value) ? value : 0)))
  const end = given ?? fullest
  return (
    <table className={classes['pools']}>
      <tbody>
        {pools.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <svg
                width="100%"
                height="8"
                role="img"
                aria-label={
                  end === 1 ? `${formatNumber(value)} ${normal}` : `${formatNumber(value)} times ${normal}`
                }
              >
                <rect width="100%" height="8" rx="1" fill="var(--strip-ground)" />
                <rect width={percent(value, end)} height="8" rx="1" fill="var(--strip-bar)" />
                {end > 1 && (
                  <line x1={percent(1, end)} x2={percent(1, end)} y1="0" y2="8" stroke="var(--strip-ink)" />
                )}
              </svg>
            </td>
            <td>{formatNumber(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function percent(value: number, end: number): string {
  return `${(100 * Math.min(1, Math.max(0, value / end || 0))).toFixed(1)}%`
}
