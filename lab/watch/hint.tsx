import { CloseButton } from '@mantine/core'
import { useState } from 'react'
import { useDesk } from './desk-store.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'

/** Where a reader's wish not to see it again is kept. */
const SEEN_AT = 'milieu-watch-hint'

/** What can be done here, for whoever comes first; goes for good with its button or the first action. */
export function Hint() {
  const [isSeen, setSeen] = useState(() => localStorage.getItem(SEEN_AT) !== null)
  const hasActed = useRun(
    ({ history }) => history?.branches.some(({ actions }) => actions.length > 0) === true,
  )
  const isBusy = useRun(({ way, now }) => way !== undefined || now?.problem !== undefined)
  if (isSeen || hasActed || isBusy) return null
  const close = (): void => {
    localStorage.setItem(SEEN_AT, 'seen')
    setSeen(true)
  }
  return (
    <aside className={classes['hint']} aria-label="What to do here">
      <span>
        Click a cell to ask it what it senses. To step in, open{' '}
        <button
          type="button"
          className={classes['plain']}
          style={{ textDecoration: 'underline' }}
          onClick={() => useDesk.getState().show('treat')}
        >
          Treat
        </button>{' '}
        and give a dose: the run goes on from there, and you can always go back.
      </span>
      <CloseButton size="sm" aria-label="Close this hint" onClick={close} />
    </aside>
  )
}
