import { Button, Text } from '@mantine/core'
import { reopen, stopWay } from './current-run.ts'
import { Hint } from './hint.tsx'
import { Blood } from './blood.tsx'
import { useRun } from './run-store.ts'
import { RefusedCard, StopCard } from './problem-card.tsx'
import { SessionCheck } from './session-check.tsx'
import { TissuePart } from './tissue-part.tsx'
import { CameraCorner, Transport } from './transport.tsx'
import classes from './watch.module.css'

/** The tissue, and beneath it what moves it. */
export function Stage() {
  const phase = useRun((state) => state.phase)
  const isOrganism = useRun(({ info }) => info?.organism !== undefined)
  return (
    <section className={classes['stage']} aria-label="Tissue and time">
      <div className={classes['tissue']}>
        {phase === 'ready' && <TissuePart />}
        {phase === 'ready' && !isOrganism && <CameraCorner />}
        {phase === 'ready' && <Hint />}
        {phase === 'opening' && <Opening />}
        <Before />
        {phase === 'refused' && <RefusedCard />}
        <SessionCheck />
        <StopCard />
        <Way />
      </div>
      {phase === 'ready' && isOrganism && <Blood />}
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

/** Says that the run that is shown is not that of the project as it is now. */
function Before() {
  const isOpening = useRun((state) => state.phase === 'ready' && state.isOpening === true)
  const isBefore = useRun((state) => state.phase === 'ready' && state.isBefore === true)
  if (!isOpening && !isBefore) return null
  return (
    <div className={classes['check']} role="status">
      {isOpening ? (
        'Opening the new run; this is the one before.'
      ) : (
        <>
          The run before: the model as it is now cannot begin.
          <Button size="compact-xs" variant="default" component="a" href="#/edit">
            Open in Edit
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void reopen()}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}

/** How far a long way is done. */
function Way() {
  const way = useRun((state) => state.way)
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
      <Button size="compact-xs" variant="default" mt={8} onClick={() => stopWay()}>
        Stop here
      </Button>
    </div>
  )
}
