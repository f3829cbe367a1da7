import { parquetReadObjects } from 'hyparquet'
import type { TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { meanEvents, summarise } from '../analysis/summarise.ts'
import { type PictureRequest, tissuePictures } from '../analysis/tissue-pictures.ts'
import { type AnalysedRun, readRuns } from '../analysis/trial-runs.ts'
import type { Outcome } from '../experiment/executor.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { readRunFile } from '../store/run-store.ts'

export interface AnalyseInput {
  readonly experiment: Experiment
  readonly replicates: number
  readonly seed: number
  readonly outcomes: readonly Outcome[]
  /** Folder that holds the runs. */
  readonly runsFolder: string
  readonly command: string
}

/** Reads the runs of a trial and says what they show. */
export async function analyse(input: AnalyseInput): Promise<TrialSummary> {
  const { experiment, outcomes, runsFolder } = input
  const runs = await readRuns(nodeFiles, runsFolder, outcomes)
  const events = await Promise.all(runs.map(countEvents))
  return summarise({
    experiment,
    replicates: input.replicates,
    seed: input.seed,
    outcomes,
    runs,
    tissue: picturesOf(experiment, runs),
    events: meanEvents(events),
    command: input.command,
  })
}

/** Pictures of the first replicate of each arm, at the times that the experiment names. */
function picturesOf(experiment: Experiment, runs: readonly AnalysedRun[]): readonly TissueSummary[] {
  const kernels = loadKernels()
  const { pictures } = experiment.data
  return experiment.arms.flatMap(({ name, model }) => {
    const run = runs.find((candidate) => candidate.arm === name && candidate.replicate === 0)
    if (run === undefined) return []
    const request: PictureRequest = {
      times: pictures?.at.map((time) => time.value) ?? [0, run.manifest.time],
      fields: pictures?.field === undefined ? [] : [pictures.field],
    }
    return tissuePictures(nodeFiles, run, model, kernels, request)
  })
}

async function countEvents(run: AnalysedRun): Promise<{ arm: string; divisions: number; deaths: number }> {
  const content = readRunFile(nodeFiles, run.folder, run.manifest, 'events.parquet')
  const rows = await parquetReadObjects({ file: new Uint8Array(content).buffer, columns: ['kind'] })
  const count = (kind: string): number => rows.filter((row) => row['kind'] === kind).length
  return { arm: run.arm, divisions: count('division'), deaths: count('death') }
}
