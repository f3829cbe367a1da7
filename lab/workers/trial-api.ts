/** What a page asks the worker of trials (`trial.worker.ts`), through Comlink. Plain data; nothing throws: answers say what went wrong. */
import type { ArmOffers, Issue, ListedMeasure, Progress, TrialEstimate } from '../../src/browser.ts'
import type { Answer } from './run-api.ts'

/** An experiment with everything that it may be made from. */
export interface TrialDocuments {
  /** Path of the experiment, among `texts`. */
  readonly file: string
  /** Models, parts, experiments, tables and evidence: path -> text. */
  readonly texts: Readonly<Record<string, string>>
}

export interface TrialRequest extends TrialDocuments {
  readonly project: string
  readonly kernels: WebAssembly.Module
}

/** What the form can offer for a model. */
export interface ModelOffers extends ArmOffers {
  readonly title: string
  readonly measures: readonly ListedMeasure[]
}

export interface TrialCheck {
  readonly issues: readonly Issue[]
  readonly isValid: boolean
  readonly runs: number
}

/** What a page shows of a trial that ended, or was left. */
export interface TrialRecord {
  readonly id: string
  readonly project: string
  readonly question: string
  readonly file: string
  /** Milliseconds since 1970. */
  readonly when: number
  readonly state: 'finished' | 'unfinished'
  readonly runs: number
  readonly runsDone: number
  /** Sentences that answer the question; none while it is unfinished. */
  readonly answer: readonly string[]
  readonly line: string
  /** Files of the study without its runs: name -> bytes. */
  readonly sizes: Readonly<Record<string, number>>
  /** Of all that is kept, runs among them [bytes]. */
  readonly bytes: number
  /** State hash of each run, by arm and number. */
  readonly hashes: Readonly<Record<string, string>>
  /** Gives the same in a terminal. */
  readonly command: string
  /** Runs that failed, tables that are left out, storage that is full. */
  readonly notes: readonly string[]
}

export interface TrialProgress extends Progress {
  /** Wall time since the trial was begun or gone on with [s]. */
  readonly seconds: number
  /** True once runs have ended and the report is being made. */
  readonly isConcluding: boolean
}

export interface TrialApi {
  offers(model: string, texts: TrialDocuments['texts']): Promise<Answer<ModelOffers>>
  check(documents: TrialDocuments): Promise<TrialCheck>
  estimate(request: TrialRequest): Promise<Answer<TrialEstimate>>
  /** Runs to the end, or until it is stopped; the record says which. */
  run(request: TrialRequest, onProgress: (progress: TrialProgress) => void): Promise<Answer<TrialRecord>>
  /** The trial that was asked with the same texts, if it has ended. */
  find(request: TrialRequest): Promise<TrialRecord | undefined>
  /** Ends runs under way and keeps what they have. */
  stop(): Promise<void>
  /** Latest first. */
  records(): Promise<readonly TrialRecord[]>
  /** What an unfinished trial was asked with. */
  documentsOf(id: string): Promise<TrialDocuments | undefined>
  /** A file of the study: `report.html`. */
  file(id: string, name: string): Promise<Uint8Array | undefined>
  /** Everything that `milieu trial` leaves, runs among it. */
  archive(id: string): Promise<Blob | undefined>
  remove(id: string): Promise<void>
}
