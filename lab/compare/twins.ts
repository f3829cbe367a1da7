import { create } from 'zustand'
import type { TrialSummary } from '../../src/browser.ts'
import { momentsOf, questionOfArms } from '../arms/arms-question.ts'
import type { Project } from '../app/project.ts'
import { trialDocuments } from '../ask/trial-documents.ts'
import { useTrial } from '../ask/use-trial.ts'
import { kernels } from '../workers/kernels.ts'
import type { Problem, RunInfo } from '../workers/run-api.ts'
import type { TrialRequest } from '../workers/trial-api.ts'
import { comparedSeries } from './compared-series.ts'
import type { ArmSetup } from './lockstep.ts'

/** Twins of each arm that one may ask for. Chosen: from what an interval can be made of to what a laptop does over coffee. */
export const TWIN_COUNTS = [4, 8, 16] as const

/** Runs of the shown arms with other luck, from which bands and intervals are made. */
export interface Twins {
  /** Runs per arm; 0 for none. */
  readonly count: number
  readonly phase: 'off' | 'looking' | 'running' | 'ready' | 'left' | 'failed'
  /** The question that `summary` answers, and the record that holds its report. */
  readonly text?: string
  readonly record?: string
  readonly summary?: TrialSummary
  readonly problem?: Problem
}

/** Twins of the arms that are shown. */
export const useTwins = create<Twins>()(() => ({ count: 0, phase: 'off' }))

/** Arms that a trial can have: an arm that was steered while it ran is a run of its own. */
export function armsForTrial(setups: readonly ArmSetup[]): readonly ArmSetup[] {
  return setups.filter(({ actions = [] }) => actions.length === 0)
}

/** The trial that asks about the arms as they are shown. */
export function textOfArms(
  { model, session }: Project,
  setups: readonly ArmSetup[],
  {
    info,
    replicates,
    hasMoments = true,
  }: {
    readonly info: RunInfo
    readonly replicates: number
    /** False where the end alone is asked about. */
    readonly hasMoments?: boolean
  },
): string {
  return questionOfArms({
    model,
    seed: session.seed,
    changes: session.changes ?? '',
    arms: armsForTrial(setups),
    replicates,
    measures: comparedSeries(info).map(({ name }) => name),
    at: hasMoments ? momentsOf(info.stop * info.tick) : [],
  })
}

export interface AskedTwins {
  readonly project: Project
  readonly setups: readonly ArmSetup[]
  readonly info: RunInfo
  readonly count: number
}

/** Finds the twins of the arms where they are kept; where they are not, computes them if `mayRun`, or leaves it at that. */
export async function askTwins(asked: AskedTwins, mayRun: boolean): Promise<void> {
  const { project, setups, info, count } = asked
  const text = textOfArms(project, setups, { info, replicates: count })
  const before = useTwins.getState()
  if (before.text === text && (before.phase === 'ready' || before.phase === 'running')) return
  useTwins.setState({ count, phase: 'looking', text }, true)
  const isStill = (): boolean => useTwins.getState().text === text
  try {
    const found = await resultOf(await requestOf(project, text), mayRun, isStill)
    if (isStill()) useTwins.setState({ count, text, ...found }, true)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (isStill())
      useTwins.setState({ count, text, phase: 'failed', problem: { code: 'Failed', message, issues: [] } })
  }
}

/** No twins any more; those under way are left, with what they have kept. */
export function forgetTwins(): void {
  if (useTwins.getState().phase === 'running') void useTrial.getState().pause()
  useTwins.setState({ count: 0, phase: 'off' }, true)
}

async function requestOf(project: Project, text: string): Promise<TrialRequest> {
  const files = { ...project.files, ...project.session.files }
  const documents = await trialDocuments({ ...project, files }, text, true)
  return { ...documents, project: project.id, kernels: await kernels() }
}

async function resultOf(
  request: TrialRequest,
  mayRun: boolean,
  isStill: () => boolean,
): Promise<Pick<Twins, 'phase' | 'record' | 'summary' | 'problem'>> {
  const { trials } = await import('../ask/trial-client.ts')
  let record = await trials.find(request)
  if (record === undefined && mayRun && isStill()) {
    if (useTrial.getState().running !== undefined)
      return failed('Another trial is running: wait for it, or stop it on the Ask page')
    useTwins.setState({ phase: 'running' })
    record = await useTrial.getState().start(request, 'Twins of the arms that are compared', true)
    const { problem } = useTrial.getState()
    if (record === undefined && problem !== undefined) return { phase: 'failed', problem }
  }
  if (record?.state !== 'finished') return { phase: 'left' }
  const bytes = await trials.file(record.id, 'summary.json')
  if (bytes === undefined) return failed('The results of the trial are not there any more')
  const summary = JSON.parse(new TextDecoder().decode(bytes)) as TrialSummary // written by the same version or an older one of the same format
  return { phase: 'ready', record: record.id, summary }
}

function failed(message: string): Pick<Twins, 'phase' | 'problem'> {
  return { phase: 'failed', problem: { code: 'Twins', message, issues: [] } }
}
