import { Button, Group, Progress, Text } from '@mantine/core'
import type { TrialEstimate } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { kernels } from '../workers/kernels.ts'
import type { TrialProgress } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { trialDocuments } from './trial-documents.ts'
import type { Question } from './use-question.ts'
import { type RunningTrial, secondsLeft, useTrial } from './use-trial.ts'
import { byteWords, countWords, durationWords } from './words.ts'

/** What the trial costs and a way to start it; while one runs, how far it is. */
export function RunBar({ question }: { readonly question: Question | undefined }) {
  const running = useTrial((state) => state.running)
  if (running === undefined && question === undefined) return null
  return (
    <section className={classes['bar']} aria-label="Trial">
      <div>
        {running === undefined ? (
          question && <StartLine question={question} />
        ) : (
          <RunningLine running={running} />
        )}
      </div>
    </section>
  )
}

function StartLine({ question }: { readonly question: Question }) {
  const project = useProject((state) => state.project)
  const start = useTrial((state) => state.start)
  const read = useTrial((state) => state.read)
  const { check, estimate, form, text } = question
  const fits = estimate?.ok === true && estimate.value.places > 0
  const begin = async (): Promise<void> => {
    const documents = await trialDocuments(project, text, true)
    const request = { ...documents, project: project.id, kernels: await kernels() }
    // Who asks for a report of runs that are there waits for it.
    const isShort = estimate?.ok === true && estimate.value.left === 0
    const record = await start(request, form?.question ?? '', isShort)
    if (isShort && record?.state === 'finished') read(record.id)
  }
  return (
    <>
      <Button disabled={check?.isValid !== true || !fits} onClick={() => void begin()}>
        {fits && estimate.value.left === 0 ? 'Make the report' : 'Run the trial'}
      </Button>
      <Text aria-live="polite">{costText(question)}</Text>
    </>
  )
}

function costText({ check, estimate }: Question): string {
  if (check === undefined) return 'Reading the question'
  const errors = check.issues.filter(({ severity }) => severity === 'error').length
  if (!check.isValid) return `${countWords(errors, 'mistake')} to correct: each is told at its place.`
  if (estimate === undefined)
    return `${countWords(check.runs, 'run')}. Trying the first one to see what they cost`
  return estimate.ok ? estimateText(estimate.value) : estimate.problem.message
}

/** `16 runs of 5,912 cells, about 1 min 20 s on 4 cores, 300 MB`. */
export function estimateText(estimate: TrialEstimate): string {
  const { runs, left, places, cells, seconds, memory, memoryPerRun, memoryThere, kept } = estimate
  if (places === 0)
    return `One run of this trial takes about ${byteWords(memoryPerRun)} of memory; there are ${byteWords(memoryThere)} for runs here. Make the tissue smaller, or run it with milieu trial on a larger machine.`
  if (left === 0) return `All ${countWords(runs, 'run')} are there already: only the report is to be made.`
  const size = `${countWords(left, 'run')}${left < runs ? ` left of ${runs}` : ''} of ${countWords(cells, 'cell')}`
  return `${size}, about ${durationWords(seconds)} on ${countWords(places, 'core')}, ${byteWords(memory)} of memory, ${byteWords(kept)} kept`
}

/** How far the trial is, and ways to leave it. */
function RunningLine({ running }: { readonly running: RunningTrial }) {
  const pause = useTrial((state) => state.pause)
  const cancel = useTrial((state) => state.cancel)
  const { progress, isEnding = false } = running
  return (
    <>
      <Group gap="xs">
        <Button variant="default" disabled={isEnding} onClick={() => void pause()}>
          Pause
        </Button>
        <Button variant="default" disabled={isEnding} onClick={() => void cancel()}>
          Cancel
        </Button>
      </Group>
      <div className={classes['progress']}>
        <Text aria-live="polite" size="sm">
          {isEnding ? 'Ending runs, keeping what they have' : progressText(progress)}
        </Text>
        <Progress
          aria-label="Share of the trial that is done"
          value={100 * (progress?.share ?? 0)}
          transitionDuration={0}
          size="sm"
        />
      </div>
    </>
  )
}

/** `84 %, 13 of 16 runs, 1.9 days/s per core, 22 s left`. */
function progressText(progress: TrialProgress | undefined): string {
  if (progress === undefined) return 'Starting'
  if (progress.isConcluding) return 'All runs are there: making the report'
  const { share, runs, runsDone, daysPerSecond } = progress
  const left = secondsLeft(progress)
  return [
    `${Math.floor(100 * share)} %`,
    `${runsDone} of ${countWords(runs, 'run')}`,
    ...(daysPerSecond > 0 ? [`${daysPerSecond.toPrecision(2)} days/s per core`] : []),
    ...(left === undefined ? [] : [`${durationWords(left)} left`]),
  ].join(' · ')
}
