import { formatNumber } from '../../src/browser.ts'
import { type Body, ORGAN_ROLES, ROLE_WORDS, valueOf } from './body-state.ts'
import classes from './organism.module.css'

/** Cells at an organ, by what they do there. */
export function OrganNumbers({ organ, ...body }: Body & { readonly organ: string }) {
  const found = ORGAN_ROLES.flatMap((role) => {
    const value = valueOf(body, role, organ)
    return value === undefined ? [] : [{ role, value }]
  })
  if (found.length === 0) return null
  return (
    <dl className={classes['numbers']}>
      {found.map(({ role, value }) => (
        <div key={role} data-none={value === 0 || undefined}>
          <dt>{ROLE_WORDS[role]}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
