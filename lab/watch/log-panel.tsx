import { Button, Text } from '@mantine/core'
import { actionsAlong } from './history-path.ts'
import { goTo } from './timeline.tsx'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { useDesk } from './desk-store.ts'
import classes from './watch.module.css'

/** What was done to the run, with its time; what lies ahead of the shown instant is dimmed and says so. */
export function LogPanel() {
  const history = useRun(({ history }) => history)
  const info = useRun(({ info }) => info)
  const tick = useRun(({ now }) => now?.tick ?? 0)
  const actions = history === undefined ? [] : actionsAlong(history)
  if (info === undefined || actions.length === 0)
    return (
      <Text size="sm" className={classes['quiet']}>
        Nothing was done to this run yet. What you do under Treat is noted here with its time, and can be undone, shared
        and replayed to the bit.
      </Text>
    )
  return (
    <>
      <ol className={classes['log']}>
        {actions.map((action, index) => (
          <li key={`${index} ${action.tick}`} data-ahead={action.tick > tick || undefined}>
            <button
              type="button"
              className={`${classes['plain']} ${classes['number']}`}
              title="Go to this time"
              onClick={() => void goTo(action.tick)}
            >
              {clockText(action.tick * info.tick)}
            </button>
            <span>
              {action.label}
              {action.tick > tick ? ' (still ahead)' : ''}
            </span>
          </li>
        ))}
      </ol>
      <Button size="xs" mt={12} variant="default" onClick={() => useDesk.getState().open('reproduce')}>
        Reproduce or share
      </Button>
    </>
  )
}
