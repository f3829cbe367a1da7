import { Button, NativeSelect, Progress, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { seriesBandName } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { secondsLeft, useTrial } from '../ask/use-trial.ts'
import { countWords, durationWords } from '../ask/words.ts'
import { useCompare } from './compare-store.ts'
import { TWIN_COUNTS, armsForTrial, askTwins, forgetTwins, textOfArms, useTwins } from './twins.ts'
import classes from './compare.module.css'

/** How many runs of each arm the curves are seen against, and how far these are. */
export function TwinsBar() {
  const { count, phase } = useTwins()
  const { setups, arms } = useCompare()
  const project = useProject((state) => state.project)
  const info = arms.find((arm) => arm.info !== undefined)?.info
  const able = armsForTrial(setups)
  const ask = (wanted: number, mayRun: boolean): void => {
    if (wanted === 0 || info === undefined) forgetTwins()
    else void askTwins({ project, setups, info, count: wanted }, mayRun)
  }
  const text =
    info === undefined || count === 0 ? '' : textOfArms(project, setups, { info, replicates: count })
  // Arms that have changed may have been asked about before: that is found, and nothing is begun unasked.
  useEffect(() => ask(count, false), [text])
  return (
    <div className={classes['twins']} role="group" aria-label="Twins">
      <NativeSelect
        size="xs"
        w={148}
        aria-label="Runs of each arm behind the curves"
        disabled={info === undefined || able.length === 0 || phase === 'running'}
        value={String(count)}
        data={[
          { value: '0', label: 'No twins' },
          ...TWIN_COUNTS.map((each) => ({ value: String(each), label: `${each} twins per arm` })),
        ]}
        onChange={({ currentTarget }) => ask(Number(currentTarget.value), true)}
      />
      <TwinsState onRun={() => ask(count, true)} arms={able.length} />
      {count > 0 && able.length < setups.length && (
        <Text size="xs" className={classes['quiet']}>
          An arm with steps that were taken while it ran is a run, not an arm of a trial: it has no band.
        </Text>
      )}
    </div>
  )
}

/** What has become of the twins, in words. */
function TwinsState({ onRun, arms }: { readonly onRun: () => void; readonly arms: number }) {
  const { count, phase, summary, problem } = useTwins()
  const busy = useTrial((state) => state.running !== undefined)
  const [series] = summary?.series ?? []
  if (phase === 'off')
    return (
      <Text size="xs" className={classes['quiet']}>
        One run of each arm. Twins with other luck show how sure a difference is.
      </Text>
    )
  if (phase === 'looking') return <Text size="xs">Looking for runs that are kept</Text>
  if (phase === 'running') return <TwinsProgress />
  if (phase === 'failed') return <Text size="xs" role="alert">{`No twins: ${problem?.message ?? ''}`}</Text>
  if (phase === 'left')
    return (
      <Button size="compact-xs" variant="default" disabled={busy} onClick={onRun}>
        Compute {countWords(count * arms, 'run')}
      </Button>
    )
  return (
    <>
      <Text size="xs" role="status">
        Band: {series === undefined ? '' : seriesBandName(series)}. Dashed: their median. Whole line: the run
        above.
      </Text>
      <ReadReport />
    </>
  )
}

function TwinsProgress() {
  const running = useTrial((state) => state.running)
  const pause = useTrial((state) => state.pause)
  const progress = running?.progress
  const left = progress === undefined ? undefined : secondsLeft(progress)
  const share = 100 * (progress?.share ?? 0)
  return (
    <>
      <Progress
        w={120}
        size="sm"
        value={share}
        transitionDuration={0}
        aria-label="Share of the twins that is done"
      />
      <Text size="xs" className={classes['numbers']}>
        {progress === undefined
          ? 'Starting'
          : progress.isConcluding
            ? 'All runs are there: making intervals'
            : `${progress.runsDone} of ${countWords(progress.runs, 'run')}${left === undefined ? '' : ` · ${durationWords(left)} left`}`}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={running?.isEnding === true}
        onClick={() => void pause()}
      >
        Cancel
      </Button>
    </>
  )
}

function ReadReport() {
  const record = useTwins((state) => state.record)
  const [, go] = useLocation()
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      onClick={() => {
        useTrial.getState().read(record)
        go('/ask')
      }}
    >
      Report
    </Button>
  )
}
