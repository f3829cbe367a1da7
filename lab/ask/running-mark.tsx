import { Anchor, Progress } from '@mantine/core'
import { Link } from 'wouter'
import { useTrial } from './use-trial.ts'

/** On every page: that a trial runs, how far it is, and the way to it. */
export function RunningMark() {
  const question = useTrial((state) => state.running?.question)
  // Whole per cents: the header is not drawn again for less.
  const share = useTrial((state) => Math.floor(100 * (state.running?.progress?.share ?? 0)))
  if (question === undefined) return null
  return (
    <Anchor
      component={Link}
      href="/ask"
      size="xs"
      underline="hover"
      title={`Running: ${question}`}
      aria-label={`A trial runs, ${share} % done: ${question}`}
      style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      trial {share} %
      <Progress value={share} size={3} transitionDuration={0} aria-hidden />
    </Anchor>
  )
}
