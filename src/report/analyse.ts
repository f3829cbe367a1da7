import { parquetReadObjects } from 'hyparquet'
import { type CloneSummary, clonesOfRun, followsSubclones } from '../analysis/clone-pictures.ts'
import { readEvents } from '../analysis/recorded-run.ts'
import { EXAMPLES } from '../analysis/series-summary.ts'
import { meanEvents, summarise, trialData } from '../analysis/summarise.ts'
import type { Ledger } from '../analysis/evidence/ledger.ts'
import type { Resolver } from '../analysis/evidence/resolve.ts'
import { trialClaims } from '../analysis/evidence/trial-claims.ts'
import type { TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { type PictureRequest, tissuePictures } from '../analysis/tissue-pictures.ts'
import { type AnalysedRun, isUnreadable, readRuns } from '../analysis/trial-runs.ts'
import type { Design } from '../experiment/design.ts'
import { designOf } from '../experiment/design-of.ts'
import type { Outcome } from '../experiment/executor.ts'
import type { Experiment } from '../experiment/experiment.ts'
import type { Issue } from '../model/issue.ts'
import type { Files } from '../store/files.ts'
import { readRunFile } from '../store/run-store.ts'
import { expectedOutcomes } from './answer.ts'
import { organismOf } from './organism-analysis.ts'
import type { Analysis } from './results.ts'

/** What an analysis needs from where it happens. */
export interface AnalysisPlace {
  readonly files: Files
  readonly kernels: WebAssembly.Module
  /** The shipped statements of the literature and what finds the elements that they name; nothing is told of one with mistakes. */
  ledger(): { readonly ledger: Ledger; readonly resolver: Resolver; readonly issues: readonly Issue[] }
}

export interface AnalyseInput {
  readonly experiment: Experiment
  readonly replicates: number
  readonly seed: number
  readonly outcomes: readonly Outcome[]
  /** Folder that holds the runs. */
  readonly runsFolder: string
  readonly command: string
  /** What varies beside arms and replicates; as the experiment says where absent. */
  readonly design?: Design | undefined
  /** True for runs on their own, of which one wants to see how far they came even where they failed. */
  readonly keepsFailed?: boolean
}

/** Runs of each arm whose divisions and deaths are counted, and whose pictures are shown first; more would take long to read. */
const COUNTED_RUNS = EXAMPLES

/** Reads the runs of a trial and says what they show. */
export async function analyse(place: AnalysisPlace, input: AnalyseInput): Promise<Analysis> {
  const { files } = place
  const { experiment, outcomes, runsFolder, keepsFailed, replicates, seed, command } = input
  const { design = designOf(experiment, seed) } = input
  const { runs, broken } = await readRuns(files, runsFolder, outcomes, {
    experiment,
    design,
    keepsFailed,
  })
  const counted = experiment.arms.flatMap(({ name }) =>
    runs.filter((run) => run.arm === name).slice(0, COUNTED_RUNS),
  )
  const events = (await Promise.all(counted.map((run) => countEvents(files, run)))).filter(
    (count) => count !== undefined,
  )
  const parts = { experiment, replicates, seed, outcomes, runs, broken, design, command }
  const clones = await clonesOf(place, experiment, runs)
  const tissue = picturesOf(place, experiment, runs)
  const organism = await organismOf(place, experiment, runs)
  const whole = { ...parts, tissue, clones, organism, events: meanEvents(events) }
  const data = trialData(whole)
  return { summary: withClaims(place, summarise(whole, data), experiment), data, outcomes, broken }
}

/** The summary with the claims of the shipped ledger that its expectations show; a ledger with mistakes is not told. */
function withClaims(place: AnalysisPlace, summary: TrialSummary, experiment: Experiment): TrialSummary {
  if (experiment.origin === undefined || experiment.data.expect.length === 0) return summary
  const { ledger, resolver, issues } = place.ledger()
  if (issues.length > 0) return summary
  const claims = trialClaims(experiment.file, expectedOutcomes(summary), ledger, resolver)
  return claims.length === 0 ? summary : { ...summary, claims }
}

/** Pictures of the first replicate of each arm, at the times that the experiment names. */
function picturesOf(
  { files, kernels }: AnalysisPlace,
  experiment: Experiment,
  runs: readonly AnalysedRun[],
): readonly TissueSummary[] {
  const { pictures } = experiment.data
  return experiment.arms.flatMap(({ name, model }) => {
    const run = runs.find((candidate) => candidate.arm === name && isFirst(candidate))
    if (run === undefined) return []
    const request: PictureRequest = {
      times: pictures?.at.map((time) => time.value) ?? [0, run.manifest.time],
      fields: pictures?.field === undefined ? [] : [pictures.field],
      signal: pictures?.['colour cells by'],
      profiles: penetrating(experiment),
    }
    return unlessUnreadable(() => tissuePictures(files, run, model, kernels, request)) ?? []
  })
}

/** Clones of the first replicate of each arm whose mutants found subclones. */
async function clonesOf(
  { files, kernels }: AnalysisPlace,
  experiment: Experiment,
  runs: readonly AnalysedRun[],
): Promise<readonly CloneSummary[]> {
  const found = experiment.arms.map(async ({ name, model }) => {
    const run = runs.find((candidate) => candidate.arm === name && isFirst(candidate))
    if (run === undefined || !followsSubclones(model)) return undefined
    try {
      const events = await readEvents(files, run.folder, run.manifest)
      return clonesOfRun(files, run, model, kernels, events)
    } catch (error) {
      return unreadableOnly(error)
    }
  })
  return (await Promise.all(found)).filter((each) => each !== undefined)
}

/** Substrates of which an endpoint asks how far from vessels they get. */
function penetrating({ data }: Experiment): readonly string[] {
  const names = Object.values(data.endpoints).flatMap(({ measure }) => {
    const [, substrate] = /^(?:penetration|half) depth of (.+) from vessels$/.exec(measure) ?? []
    return substrate === undefined ? [] : [substrate]
  })
  return [...new Set(names)]
}

function isFirst({ replicate, place }: AnalysedRun): boolean {
  return replicate === 0 && place.setting === 0 && place.patient === 0
}

interface EventCount {
  readonly arm: string
  readonly divisions: number
  readonly deaths: number
}

async function countEvents(files: Files, run: AnalysedRun): Promise<EventCount | undefined> {
  const content = unlessUnreadable(() => readRunFile(files, run.folder, run.manifest, 'events.parquet'))
  if (content === undefined) return undefined
  const rows = await parquetReadObjects({ file: new Uint8Array(content).buffer, columns: ['kind'] })
  const count = (kind: string): number => rows.filter((row) => row['kind'] === kind).length
  return { arm: run.arm, divisions: count('division'), deaths: count('death') }
}

/** Pictures and counts of events only illustrate: a file that is not what its run wrote costs them, not the answer. */
function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    return unreadableOnly(error)
  }
}

function unreadableOnly(error: unknown): undefined {
  if (isUnreadable(error)) return undefined
  throw error
}
