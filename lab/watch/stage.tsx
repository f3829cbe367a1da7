import { Button, Text } from '@mantine/core'
import { currentRun } from './current-run.ts'
import { useRun } from './run-store.ts'
import { RefusedCard, StopCard } from './problem-card.tsx'
import { SessionCheck } from './session-check.tsx'
import { TissuePart } from './tissue-part.tsx'
import { CameraCorner, Transport } from './transport.tsx'
import classes from './watch.module.css'

/** The tissue, and beneath it what moves it. */
export function Stage() {
  const phase = useRun(({ phase }) => phase)
  return (
    <section className={classes['stage']} aria-label="Tissue and time">
      <div className={classes['tissue']}>
        {phase === 'ready' && <TissuePart />}
        {phase === 'ready' && <CameraCorner />}
        {phase === 'opening' && <Opening />}
        {phase === 'refused' && <RefusedCard />}
        <SessionCheck />
        <StopCard />
        <Way />
      </div>
      <Transport />
    </section>
  )
}

function Opening() {
  return (
    <Text role="status" c="#c8ced8" p={24} size="sm">
      Reading the model and placing its cells
    </Text>
  )
}

/** How far a long way is done. */
function Way() {
  const way = useRun(({ way }) => way)
  if (way === undefined) return null
  const share = (way.at - way.from) / Math.max(1, way.to - way.from)
  return (
    <div className={classes['message']} role="status">
      <Text size="sm" mb={4}>
        Computing the way there: {(100 * share).toFixed(0)} %
      </Text>
      <div className={classes['bar']}>
        <div style={{ width: `${100 * share}%` }} />
      </div>
      <Button size="compact-xs" variant="default" mt={8} onClick={() => currentRun()?.stopWay()}>
        Stop here
      </Button>
    </div>
  )
}
