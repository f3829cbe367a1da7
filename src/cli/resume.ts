import { basename, dirname } from 'node:path'
import { timeSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { MilieuError } from '../engine/errors.ts'
import { amendFor } from '../experiment/arm-changes.ts'
import { type RunJob, type RunPlan, runKey } from '../experiment/run-plan.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { type StoredModel, amendStoredModel } from '../store/stored-model.ts'
import { ExitCode } from './exit-code.ts'
import { type FoundRun, findRuns, listRuns, modelOf, runState } from './find-run.ts'
import { reportIssues } from './issues.ts'
import { settings } from './overrides.ts'
import { type SingleRunOptions, runOnce } from './run.ts'
import type { Terminal } from './terminal.ts'

export interface ResumeOptions extends Pick<
  SingleRunOptions,
  'checkpointEvery' | 'threads' | 'quiet' | 'json'
> {
  /** [min] */
  readonly until?: number
}

/** `milieu resume`: goes on with a run that was stopped or killed; with a later end, also with one that is finished. */
export async function resumeCommand(
  path: string,
  options: ResumeOptions,
  terminal: Terminal,
): Promise<number> {
  const runs = findRuns(path)
  const unfinished = runs.filter((run) => runState(run) !== 'finished')
  const [run] = unfinished.length > 0 || options.until === undefined ? unfinished : runs
  if (run === undefined) {
    terminal.print(
      `  nothing to do: ${runs.length === 1 ? 'the run is' : `the ${runs.length} runs are`} finished`,
    )
    return ExitCode.done
  }
  if (unfinished.length > 1 || (unfinished.length === 0 && runs.length > 1)) {
    const those = unfinished.length > 1 ? unfinished : runs
    terminal.error(
      `${path} holds ${those.length} runs that could go on; name one, or start their trial again:\n${listRuns(those)}`,
    )
    return ExitCode.usage
  }
  return goOn(run, options, terminal)
}

async function goOn(run: FoundRun, options: ResumeOptions, terminal: Terminal): Promise<number> {
  const stored = modelOf(run)
  const { model } = stored
  const plan = planOf(run)
  const stop = sectionOf(model.data, timeSection).stop.value
  const { until, ...rest } = options
  const common = { ...rest, file: nameOfModel(model), folder: dirname(run.folder) }
  const isLater = until !== undefined && until > stop
  const reached = run.manifest?.time ?? run.working?.checkpoint?.time ?? 0
  if (until !== undefined && until <= reached) {
    terminal.error(`the run has already come to ${formatTime(reached, stop)}; --until takes a later time`)
    return ExitCode.usage
  }
  const job: RunJob = { plan, model, ...(until === undefined || isLater ? {} : { until }) }
  if (!isLater) return runOnce(job, common, terminal)
  if (runState(run) !== 'finished') {
    const code = await runOnce(job, { ...common, quiet: true }, terminal)
    if (code !== ExitCode.done) return code
  }
  const longer = extended(stored, job, until, run.folder, terminal)
  return longer === undefined ? ExitCode.mistakes : runOnce(longer, common, terminal)
}

/**
 * The run of the same model with a later stop. It is another run, since its model is another one, but up to the old end the
 * two are the same: it takes over what was recorded.
 */
function extended(
  stored: StoredModel,
  { plan }: RunJob,
  until: number,
  continues: string,
  terminal: Terminal,
): RunJob | undefined {
  const { root } = settings([`time.stop=${until} min`])
  if (root === undefined) return undefined
  const { model, issues } = amendStoredModel(stored, amendFor(root, 'branch'))
  if (model === undefined) {
    reportIssues(issues, terminal)
    return undefined
  }
  const changed = { ...plan, modelHash: model.hash }
  return { plan: { ...changed, key: runKey(changed) }, model, continues }
}

/** The plan that a run was made by, from its folder. */
export function planOf({ manifest, working, folder }: FoundRun): RunPlan {
  const known = manifest ?? working?.plan
  if (known?.plan === undefined)
    throw new MilieuError(
      'RunOfOlderVersion',
      `${folder} does not say what was to be recorded: it was written before runs could go on or branch; run its model again`,
    )
  const { key, arm, replicate, seed, modelHash, plan, origin } = known
  return { key, arm, replicate, seed, modelHash, ...plan, ...(origin === undefined ? {} : { origin }) }
}

/** The file in which the author wrote a model. */
export function nameOfModel(model: Model): string {
  return model.files.at(-1)?.file ?? basename('model.yaml')
}
