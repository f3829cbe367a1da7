import { Button, CopyButton, Group, Text } from '@mantine/core'
import { WORKER_ENDED } from '../workers/open-run.ts'
import type { Problem } from '../workers/run-api.ts'
import { currentRun, reopen } from './current-run.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'

/** What a problem says, with the places of mistakes. */
export function ProblemText({ problem }: { readonly problem: Problem }) {
  return (
    <div role="alert" className={classes['small']}>
      <span className={classes['bad']}>{problem.message}</span>
      {problem.issues.map((issue, index) => (
        <div key={`${index} ${issue.message}`}>
          {issue.message}
          {issue.hint === undefined ? '' : `; ${issue.hint}`}
        </div>
      ))}
    </div>
  )
}

/** Says why the run stopped on its own, where, and offers the last state before it. */
export function StopCard() {
  const problem = useRun((state) => state.now?.problem)
  const info = useRun((state) => state.info)
  const history = useRun((state) => state.history)
  if (problem === undefined || info === undefined) return null
  const at = problem.tick
  const last = problem.lastKept ?? history?.kept.findLast((tick) => at === undefined || tick < at)
  return (
    <section className={classes['message']} role="alert" aria-label="The run stopped">
      <Text fw={600}>
        The run stopped on its own{at === undefined ? '' : ` at ${clockText(at * info.tick)} (tick ${at})`}
      </Text>
      <Text size="sm" my={8}>
        {problem.message}
      </Text>
      <Group gap={8}>
        {problem.code === WORKER_ENDED && (
          <Button size="xs" onClick={() => void reopen()}>
            Open the run again
          </Button>
        )}
        {last !== undefined && problem.code !== WORKER_ENDED && (
          <Button size="xs" onClick={() => void currentRun()?.seek(last)}>
            Go back to {clockText(last * info.tick)}, the last state kept
          </Button>
        )}
        <CopyButton value={reportOf(problem)}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy a report'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </section>
  )
}

/** Says why a model could not be opened. */
export function RefusedCard() {
  const problem = useRun((state) => state.problem)
  if (problem === undefined) return null
  return (
    <section className={classes['message']} role="alert" aria-label="The run could not begin">
      <Text fw={600}>The run could not begin</Text>
      <Text size="sm" my={8}>
        {problem.message}
      </Text>
      <pre className={classes['small']} style={{ whiteSpace: 'pre-wrap', maxHeight: 200, overflow: 'auto' }}>
        {problem.issues.map((issue) => issue.message).join('\n')}
      </pre>
      <Group gap={8}>
        <Button size="xs" onClick={() => void reopen()}>
          Try again
        </Button>
        <Button size="xs" variant="default" component="a" href="#/edit">
          Open the model in Edit
        </Button>
      </Group>
    </section>
  )
}

function reportOf(problem: Problem): string {
  return JSON.stringify(problem, null, 2)
}
