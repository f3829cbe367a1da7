/** The worker of trials: reads experiments, says what they cost, shares runs out to runners, and makes the report. */
import { expose } from 'comlink'
import {
  type Experiment,
  type TrialEstimate,
  type TrialOutcome,
  TrialExecution,
  answerSentences,
  armOffers,
  concludeTrial,
  estimateTrial,
  listMeasures,
  openTrial,
  parseModel,
  planRuns,
  textReader,
  trialLine,
} from '../../src/browser.ts'
import type { Answer } from './run-api.ts'
import type { TrialApi, TrialProgress, TrialRecord, TrialRequest } from './trial-api.ts'
import { zipOf } from './trial-archive.ts'
import { startRunner } from './trial-runner.ts'
import { type StoredTrial, TrialStorage } from './trial-storage.ts'

/** Where a browser does not say how much memory there is [GB]. Chosen: what laptops of students have at least. */
const USUAL_MEMORY = 4
/** Share of the memory that runs may take. Chosen: the page, the tissue on view and other programs need some. */
const USABLE = 0.6
/** From so many cores on, one is left to the page. Chosen: with fewer it would cost a third of the speed. */
const CORES_TO_SPARE = 4

/** Time between reports of progress [ms]. Chosen: numbers that change faster nobody reads. */
const REPORT_INTERVAL = 200

const storage = new TrialStorage()
let execution: TrialExecution | undefined

const api: TrialApi = {
  offers: (model, texts) =>
    answered(() => {
      const parsed = parseModel(model, textReader(texts))
      if (parsed.model === undefined) return refused('BadModel', `${model} has mistakes`, parsed.issues)
      const { title } = parsed.model.data
      return done({ ...armOffers(parsed.model, texts), title, measures: listMeasures(parsed.model) })
    }),
  check: ({ file, texts }) => {
    const { experiment, issues } = openTrial(file, texts)
    const runs = experiment === undefined ? 0 : planRuns(experiment).length
    return Promise.resolve({ issues, isValid: experiment !== undefined, runs })
  },
  estimate: (request) =>
    answered(async () => {
      const { experiment, issues } = openTrial(request.file, request.texts)
      if (experiment === undefined) return refused('BadExperiment', 'the experiment has mistakes', issues)
      return done(await estimateHere(experiment, request.kernels))
    }),
  run: (request, onProgress) => answered(() => runTrial(request, onProgress)),
  find: async (request) => {
    const { experiment } = openTrial(request.file, request.texts)
    if (experiment === undefined) return undefined
    const record = (await sameTrial(request, keysOf(experiment)))?.record
    return record?.state === 'finished' ? record : undefined
  },
  stop: () => Promise.resolve(execution?.stop()),
  records: async () => Promise.all((await storage.trials()).map(recordNow)),
  documentsOf: async (id) => (await storage.trial(id))?.documents,
  file: async (id, name) => (await storage.trial(id))?.files[name],
  archive: async (id) => {
    const trial = await storage.trial(id)
    return trial === undefined ? undefined : zipOf(filesOf(trial))
  },
  remove: (id) => storage.remove(id),
}

async function runTrial(
  request: TrialRequest,
  onProgress: (progress: TrialProgress) => void,
): Promise<Answer<TrialRecord>> {
  const { file, texts, kernels } = request
  const { experiment, issues } = openTrial(file, texts)
  if (experiment === undefined) return refused('BadExperiment', 'the experiment has mistakes', issues)
  if (execution !== undefined) return refused('Busy', 'another trial is running: wait for it, or stop it')
  const { places } = await estimateHere(experiment, kernels, false)
  if (places === 0) return refused('TooLarge', 'not even one run of this trial fits into the memory here')
  const trial = await begin(request, experiment)
  const told = teller(onProgress)
  execution = new TrialExecution({
    plans: planRuns(experiment),
    places,
    kept: storage,
    startRunner: () => startRunner({ file, texts, kernels, cores: coresHere() }),
    onProgress: told,
  })
  try {
    const outcomes = await execution.run()
    const runs = trial.keys.length
    const runsDone = outcomes.filter(isOver).length
    if (runsDone < outcomes.length) return done(await leave(trial, outcomes))
    told({ runs, runsDone: runs, share: 1, daysPerSecond: 0 }, true)
    return done(await conclude(trial, experiment, outcomes, request))
  } finally {
    execution = undefined
  }
}

/** Tells progress as often as somebody can read it. */
function teller(onProgress: (progress: TrialProgress) => void) {
  const started = performance.now()
  let last = Number.NEGATIVE_INFINITY
  return (progress: Omit<TrialProgress, 'seconds' | 'isConcluding'>, isConcluding = false): void => {
    const now = performance.now()
    if (!isConcluding && now - last < REPORT_INTERVAL) return
    last = now
    onProgress({ ...progress, isConcluding, seconds: (now - started) / 1000 })
  }
}

/** Writes down that a trial was begun, so that a reload finds it. */
async function begin({ file, texts, project }: TrialRequest, experiment: Experiment): Promise<StoredTrial> {
  const plans = planRuns(experiment)
  const keys = keysOf(experiment)
  // The same question again is the same trial: it goes on, or its report is made anew.
  const same = await sameTrial({ file, texts, project }, keys)
  const trial: StoredTrial = {
    record: {
      id: same?.record.id ?? newId(),
      project,
      question: experiment.data.question,
      file,
      when: Date.now(),
      state: 'unfinished',
      runs: plans.length,
      runsDone: 0,
      answer: [],
      line: '',
      sizes: {},
      bytes: 0,
      hashes: {},
      command: `milieu trial ${file}`,
      notes: [],
    },
    documents: { file, texts: { ...readTexts(experiment), [file]: experiment.text } },
    keys,
    files: {},
  }
  await storage.keepTrial(trial)
  return trial
}

/** Keys of its runs; arms that come to the same model share some. */
function keysOf(experiment: Experiment): readonly string[] {
  return [...new Set(planRuns(experiment).map(({ key }) => key))]
}

/** What is kept of the same question of the same project, with the same runs. */
async function sameTrial(
  { file, texts, project }: Pick<TrialRequest, 'file' | 'texts' | 'project'>,
  keys: readonly string[],
): Promise<StoredTrial | undefined> {
  return (await storage.trials()).find(
    ({ record, documents, keys: own }) =>
      record.project === project && documents.texts[file] === texts[file] && own.join() === keys.join(),
  )
}

/** The documents that an experiment was read from: all that is needed to go on with it. */
function readTexts({ origin }: Experiment): Readonly<Record<string, string>> {
  return Object.fromEntries((origin?.files ?? []).map(({ file, text }) => [file, text]))
}

/** Of a trial that the page did not live to leave, more runs may be there than it wrote down. */
async function recordNow({ record, keys }: StoredTrial): Promise<TrialRecord> {
  if (record.state === 'finished') return record
  const states = await Promise.all(keys.map((key) => storage.status(key)))
  const runsDone = states.filter((state) => state === 'finished').length
  return { ...record, runs: keys.length, runsDone, bytes: await storage.bytesOf(keys) }
}

/** Not `randomUUID`, which pages that come by plain http do not have. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join('-')
}

async function leave(trial: StoredTrial, outcomes: readonly TrialOutcome[]): Promise<TrialRecord> {
  const record: TrialRecord = {
    ...trial.record,
    runsDone: outcomes.filter(isOver).length,
    bytes: await storage.bytesOf(trial.keys),
    notes: storage.note === undefined ? [] : [storage.note],
  }
  await storage.keepTrial({ ...trial, record })
  return record
}

async function conclude(
  trial: StoredTrial,
  experiment: Experiment,
  outcomes: readonly TrialOutcome[],
  { kernels, texts }: TrialRequest,
): Promise<TrialRecord> {
  const { command } = trial.record
  const { summary, files, notes } = await concludeTrial(experiment, outcomes, {
    kept: storage,
    kernels,
    texts,
    command,
  })
  const sizes = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.byteLength]))
  const own = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  const failures = outcomes.flatMap(({ error }) => (error === undefined ? [] : [error]))
  const record: TrialRecord = {
    ...trial.record,
    state: 'finished',
    runsDone: outcomes.length,
    answer: answerSentences(summary),
    line: trialLine(summary),
    sizes,
    bytes: own + (await storage.bytesOf(trial.keys)),
    hashes: summary.provenance.stateHashes,
    notes: [...new Set(failures.map((failure) => `A run failed twice and is missing: ${failure}`)), ...notes],
  }
  await storage.keepTrial({ ...trial, record, files })
  return storage.note === undefined ? record : { ...record, notes: [...record.notes, storage.note] }
}

function isOver({ manifest, error }: TrialOutcome): boolean {
  return error !== undefined || (manifest !== undefined && manifest.status !== 'stopped')
}

/** All that `milieu trial` leaves: the study, then run by run. */
async function* filesOf({ files, keys }: StoredTrial): AsyncGenerator<readonly [string, Uint8Array]> {
  yield* Object.entries(files)
  for (const key of keys) {
    const run = await storage.find(key)
    for (const [path, bytes] of Object.entries(run?.files ?? {})) yield [`runs/${path}`, bytes]
  }
}

async function estimateHere(
  experiment: Experiment,
  kernels: WebAssembly.Module,
  hasProbe = true,
): Promise<TrialEstimate> {
  // Only some browsers say it, and none more than 8.
  const { deviceMemory = USUAL_MEMORY } = navigator as { readonly deviceMemory?: number }
  const memory = USABLE * deviceMemory * 1e9
  return estimateTrial(experiment, { kernels, cores: coresHere(), memory, kept: storage, hasProbe })
}

/** Runs at the same time. */
function coresHere(): number {
  const cores = navigator.hardwareConcurrency
  return cores >= CORES_TO_SPARE ? cores - 1 : cores
}

function done<T>(value: T): Answer<T> {
  return { ok: true, value }
}

function refused<T>(
  code: string,
  message: string,
  issues: ReturnType<typeof openTrial>['issues'] = [],
): Answer<T> {
  return { ok: false, problem: { code, message, issues } }
}

/** What comes of it, or why nothing does. */
async function answered<T>(act: () => Answer<T> | Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await act()
  } catch (error) {
    return refused('Failed', error instanceof Error ? error.message : String(error))
  }
}

expose(api)
