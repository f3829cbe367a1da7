import type { ReactNode } from 'react'
import { formatNumber } from '../../src/browser.ts'
import { unitText } from './unit-text.ts'
import classes from './watch.module.css'

/** What is known of one thing. */
export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Rows of names and what is known of each. */
export function FactTable({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <table className={classes['facts']}>
      <tbody>
        {facts.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Rows of names and numbers. */
export function NumberTable({
  numbers,
}: {
  readonly numbers: readonly { readonly name: string; readonly value: number; readonly unit: string }[]
}) {
  return (
    <FactTable
      facts={numbers.map(({ name, value, unit }) => ({
        name,
        value: (
          <span className={classes['number']}>
            {formatNumber(value)} <span className={classes['quiet']}>{unitText(unit)}</span>
          </span>
        ),
      }))}
    />
  )
}
