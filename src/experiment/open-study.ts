import { hasErrors } from '../compile/parse-model.ts'
import { MilieuError } from '../engine/errors.ts'
import type { Files } from '../store/files.ts'
import { type StudyRecord, readStudy, writeStudy } from '../store/study.ts'
import { type Experiment, parseExperiment, readerOf } from './experiment.ts'
import { ENGINE_VERSION } from './run-plan.ts'

/** A study that was read from its folder: nothing else is needed to go on with it, on any machine. */
export interface Study {
  readonly folder: string
  readonly record: StudyRecord
  readonly experiment: Experiment
}

/** Lays a study into a folder. */
export function layStudy(
  files: Files,
  folder: string,
  experiment: Experiment,
  asked: Pick<StudyRecord, 'kind' | 'options'>,
): Study {
  const documents = experiment.origin?.files ?? []
  const record: StudyRecord = { format: 1, file: experiment.file, engine: ENGINE_VERSION, ...asked }
  writeStudy(files, folder, record, documents)
  return { folder, record, experiment }
}

/** Opens the study of a folder. */
export function openStudy(files: Files, folder: string): Study {
  const { record, documents } = readStudy(files, folder)
  const { experiment, issues } = parseExperiment(record.file, readerOf(documents))
  if (experiment !== undefined) return { folder, record, experiment }
  const first = issues.find((issue) => hasErrors([issue]))
  throw new MilieuError(
    'BrokenStudy',
    `the experiment that ${folder} holds no longer reads: ${first?.message ?? 'unknown'}; engine ${record.engine} wrote it`,
  )
}
