import { Button } from '@mantine/core'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'

/** The button that does it at the instant that is shown. */
export function NowButton({ what, isBusy }: { readonly what: string; readonly isBusy: boolean }) {
  const time = useRun(({ now }) => now?.time ?? 0)
  const isStopped = useRun(({ now }) => now?.problem !== undefined)
  return (
    <Button type="submit" size="xs" mt={12} mb={8} fullWidth loading={isBusy} disabled={isStopped}>
      {what} now, at {clockText(time)}
    </Button>
  )
}
