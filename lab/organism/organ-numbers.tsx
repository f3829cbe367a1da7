import { formatNumber } from '../../src/browser.ts'
import { type Body, type NamedValue, ORGAN_ROLES, ROLE_WORDS, valueOf } from './body-state.ts'
import classes from './organism.module.css'

interface OrganNumbersProps {
  readonly organ: string
  readonly body: Body
  /** What the ring around the organ tells. */
  readonly niche?: NamedValue | undefined
}

/** Cells at an organ, by what they do there. */
export function OrganNumbers({ organ, body, niche }: OrganNumbersProps) {
  const found = ORGAN_ROLES.flatMap((role) => {
    const value = valueOf(body, role, organ)
    return value === undefined ? [] : [{ words: ROLE_WORDS[role], value }]
  })
  return (
    <dl className={classes['numbers']}>
      {found.map(({ words, value }) => (
        <div key={words} data-none={value === 0 || undefined}>
          <dt>{words}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
      {niche !== undefined && (
        <div>
          <dt className={classes['ofRing']}>{niche.name}</dt>
          <dd>{formatNumber(niche.value)}</dd>
        </div>
      )}
    </dl>
  )
}
