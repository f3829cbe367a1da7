import { MilieuError } from '../engine/errors.ts'
import { type Batch, writeBatch } from '../experiment/batch.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { type Study, layStudy, openStudy } from '../experiment/open-study.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { holdsStudy } from '../store/study.ts'
import { commandLine } from './execute.ts'

export interface LayOptions {
  readonly kind: Study['record']['kind']
  readonly options: Study['record']['options']
  /** Without a study in the folder that is an error. */
  readonly isResumed?: boolean
  /** Another study in the folder gives way; its runs stay. */
  readonly isReplaced?: boolean
}

/**
 * Lays a study into its folder, with its list of runs. More replicates, arms or endpoints make the study in a folder larger. Another
 * one does not take its place unless that was asked for: its question, its seed or the model of one of its arms differ, and the
 * report would answer something else. Runs are never removed: they are found by their keys.
 */
export function layTrial(folder: string, experiment: Experiment, batch: Batch, asked: LayOptions): Study {
  const before = studyIn(folder, asked.isReplaced === true)
  if (before === undefined && asked.isResumed === true && !holdsStudy(nodeFiles, folder))
    throw new MilieuError('NoStudy', `${folder} holds no trial to resume; leave out --resume to begin it`)
  const differences = before === undefined ? [] : differencesOf(before, experiment, asked)
  if (differences.length > 0 && asked.isReplaced !== true) throw otherStudy(folder, differences)
  const study = layStudy(nodeFiles, folder, experiment, { kind: asked.kind, options: asked.options })
  writeBatch(nodeFiles, folder, batch)
  return study
}

/** The study of a folder; one that no longer reads is in nobody's way when it is replaced. */
function studyIn(folder: string, isReplaced: boolean): Study | undefined {
  if (!holdsStudy(nodeFiles, folder)) return undefined
  try {
    return openStudy(nodeFiles, folder)
  } catch (error) {
    if (isReplaced) return undefined
    throw error
  }
}

/** In what a study differs from the one that a folder holds, as phrases; none when it is the same or a larger one. */
function differencesOf(
  { record, experiment: before }: Study,
  experiment: Experiment,
  asked: LayOptions,
): readonly string[] {
  const hashes = new Map(experiment.arms.map(({ name, model }) => [name, model.hash]))
  const changed = before.arms
    .filter(({ name, model }) => hashes.has(name) && hashes.get(name) !== model.hash)
    .map(({ name }) => name)
  const seed = (options: LayOptions['options'], { data }: Experiment): string =>
    String(options['seed'] ?? data.seed)
  const [seedBefore, seedNow] = [seed(record.options, before), seed(asked.options, experiment)]
  return [
    ...(record.kind === asked.kind ? [] : [`it is a ${record.kind}`]),
    ...(before.data.question === experiment.data.question
      ? []
      : [`its question is "${before.data.question}"`]),
    ...(seedBefore === seedNow ? [] : [`its seed is ${seedBefore}, not ${seedNow}`]),
    ...(changed.length === 0
      ? []
      : [`the model of ${changed.length === 1 ? 'arm' : 'arms'} ${changed.join(', ')} has changed since`]),
  ]
}

function otherStudy(folder: string, differences: readonly string[]): MilieuError {
  return new MilieuError(
    'OtherStudy',
    `${folder} holds another trial: ${differences.join('; ')}. Choose another folder with --out, or take this one with --replace: its runs stay in ${commandLine(folder)}/runs, its report is written anew`,
  )
}
