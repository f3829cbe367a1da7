import { CloseButton } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'

/** Says whether this machine came to the same bits as the session that was opened. */
export function SessionCheck() {
  const check = useRun(({ check }) => check)
  const info = useRun(({ info }) => info)
  if (check === undefined || info === undefined) return null
  const isSame = check.found === check.expected
  const time = clockText(check.tick * info.tick)
  return (
    <div className={classes['check']} role="status">
      <span className={classes[isSame ? 'good' : 'bad']} style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
        {isSame ? <IconCircleCheck size={18} /> : <IconCircleX size={18} />}
        <span>
          {isSame
            ? `Same bits: replayed to ${time}, hash ${check.found}`
            : `Different bits at ${time}: this machine came to ${check.found}, the session says ${check.expected}. The shipped model may have changed since.`}
        </span>
      </span>
      <CloseButton
        size="sm"
        aria-label="Close this message"
        onClick={() => useRun.setState({ check: undefined })}
      />
    </div>
  )
}
