import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { studyOutcomes } from '../../src/analysis/study-runs.ts'
import { summarise, trialData } from '../../src/analysis/summarise.ts'
import { readRuns } from '../../src/analysis/trial-runs.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { syntheticExperiment, writeSyntheticStudy } from '../../src/bench/synthetic-trial.ts'
import { describeFileError } from '../../src/cli/file-error.ts'
import { type Analysis, writeResults } from '../../src/report/results.ts'
import { failureOf } from '../../src/experiment/executor.ts'
import { planRun } from '../../src/experiment/plan-runs.ts'
import { openStudy } from '../../src/experiment/open-study.ts'
import type { RunJob } from '../../src/experiment/run-plan.ts'
import { runStoredJob } from '../../src/experiment/stored-run.ts'
import { Execution } from '../../src/platform/node/execution.ts'
import { nodeFiles } from '../../src/platform/node/files.ts'
import { guardedFiles } from '../../src/platform/node/run-lock.ts'
import { failureFrom } from '../../src/experiment/run-failure.ts'
import type { RunEnd, Runner } from '../../src/platform/node/runner.ts'
import { readCheckpoint, verify } from '../../src/store/checkpoint.ts'
import type { Files } from '../../src/store/files.ts'
import { wholeRun } from '../../src/store/inspect-run.ts'
import { readManifest } from '../../src/store/run-store.ts'
import { DiskFull, type Room, fullFiles } from '../../src/testing/full-files.ts'
import { runContents } from '../../src/testing/killed-runs.ts'
import { memoryFiles } from '../../src/store/memory-files.ts'
import { testEnvironment } from '../../src/testing/run-environment.ts'
import { modelFrom } from '../../src/testing/run-model.ts'

/*
 * A disk that is full after so many changes, for every such number. failure.test.ts does it with a real one, where it may mount
 * one; here it is files that refuse.
 */

const model = modelFrom(
  livingTissue({
    more: 'record: { snapshots: every 25 min, series: [cell counts], series every: every 7 min }',
  }).replace('stop: 1 day', 'stop: 1 h'),
)
const jobOf = (seed: number): RunJob => ({
  plan: planRun(model, { arm: 'a', replicate: seed, seed, measures: [] }),
  model,
})
const job = jobOf(9)
const { key } = job.plan
const FOLDER = `runs/${key}`

const run = (files: Files, chosen = job, folder = FOLDER) =>
  runStoredJob(chosen, testEnvironment(), { files, folder, checkpointEvery: 0 })

/** Everything that a disk holds, but for how long a run took. */
function contentOf(files: ReturnType<typeof memoryFiles>): ReadonlyMap<string, string> {
  const text = (path: string): string =>
    path === `${FOLDER}/manifest.json`
      ? JSON.stringify({ ...readManifest(files, FOLDER), wallSeconds: 0, peakMegabytes: 0 })
      : files.digest(files.read(path))
  return new Map([...files.content.keys()].toSorted().map((path) => [path, text(path)]))
}

/** How many changes something makes on a disk without bounds. */
async function changesOf(act: (files: Files) => unknown, files: Files = memoryFiles()): Promise<number> {
  const room: Room = { left: Number.MAX_SAFE_INTEGER }
  await act(fullFiles(files, room))
  return Number.MAX_SAFE_INTEGER - room.left
}

/** Throws unless the run is whole, or its checkpoint with all that belongs to it, or nothing is there that counts. */
function expectValid(files: Files): void {
  const checkpoint = readCheckpoint(files, FOLDER)
  if (checkpoint !== undefined) verify(files, `${FOLDER}.partial`, checkpoint)
  wholeRun(files, FOLDER, key)
}

const advice = 'the disk is full: make room and give the same command again; what was kept so far is whole'

describe('a run on a disk that is full after some changes', () => {
  test('says so, keeps what counts, and goes on to the same folder', async () => {
    const whole = memoryFiles()
    await run(whole)
    const changes = await changesOf((files) => run(files))
    expect(changes).toBeGreaterThan(20)
    let goesOn = 0
    for (let left = 0; left < changes; left++) {
      const files = memoryFiles()
      const failure = await run(fullFiles(files, { left })).catch((error: unknown) => error)
      expect(failure, `after ${left} changes`).toBeInstanceOf(DiskFull)
      expect(describeFileError(failure)).toMatch(/^cannot use 'runs\/.+': the disk is full$/)
      expectValid(files)
      if (readCheckpoint(files, FOLDER) !== undefined) goesOn += 1
      // Given again without any room it fails again, and harms nothing.
      await expect(run(fullFiles(files, { left: 0 }))).rejects.toThrow(DiskFull)
      expectValid(files)
      await run(files)
      expect(contentOf(files), `after ${left} changes`).toEqual(contentOf(whole))
    }
    expect(goesOn).toBeGreaterThan(changes / 2)
  })

  test('that goes on from where it was stopped loses nothing of it', async () => {
    const whole = memoryFiles()
    await run(whole)
    const stopped = async () => {
      const files = memoryFiles()
      await run(files, { ...job, until: 33 })
      return files
    }
    const changes = await changesOf((files) => run(files), await stopped())
    for (let left = 0; left < changes; left++) {
      const files = await stopped()
      await expect(run(fullFiles(files, { left }))).rejects.toThrow(DiskFull)
      expectValid(files)
      expect(readManifest(files, FOLDER)).toMatchObject({ status: 'stopped', ticks: 33 })
      await run(files)
      expect(contentOf(files), `after ${left} changes`).toEqual(contentOf(whole))
    }
  })
})

describe('runs of a trial', () => {
  const root = mkdtempSync(join(tmpdir(), 'milieu-full-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const jobs = [jobOf(1), jobOf(2)]

  function execute(folder: string, room: Room) {
    const startRunner = (): Runner => ({
      run: async ({ job: own, folder: place, ticket }): Promise<RunEnd> => {
        try {
          const files = fullFiles(guardedFiles(nodeFiles, ticket), room)
          return { kind: 'done', manifest: await run(files, own, place) }
        } catch (error) {
          return { kind: 'failed', failure: failureFrom(error) }
        }
      },
      close: () => Promise.resolve(),
    })
    const execution = new Execution(jobs, { folder, isStopping: () => false })
    return execution.run({ places: 1, hasSpare: false, startRunner })
  }

  test('end with advice, and go on to the same folders', async () => {
    const room = { left: Number.MAX_SAFE_INTEGER }
    await execute(join(root, 'whole'), room)
    const changes = Number.MAX_SAFE_INTEGER - room.left
    // Every one would take long on a real disk; a prime goes through all parts of a checkpoint.
    for (let left = 0; left < changes; left += 13) {
      const folder = join(root, `full-${left}`)
      const outcomes = await execute(folder, { left })
      const failures = outcomes.map(failureOf).filter((failure) => failure !== undefined)
      expect(failures, `after ${left} changes`).toEqual([advice])
      expect((await execute(folder, { left: changes })).map(failureOf)).toEqual([undefined, undefined])
      expect(runContents(folder), `after ${left} changes`).toEqual(runContents(join(root, 'whole')))
    }
  })
})

describe('what is made of the runs', () => {
  const before = memoryFiles()
  let analysis: Analysis
  beforeAll(async () => {
    writeSyntheticStudy(before, 't', syntheticExperiment(2))
    const study = openStudy(before, 't')
    const outcomes = studyOutcomes(before, study)
    const { runs, broken } = await readRuns(before, 't/runs', outcomes)
    const { experiment } = study
    const parts = {
      experiment,
      replicates: 2,
      seed: 1,
      outcomes,
      runs,
      broken,
      tissue: [],
      events: undefined,
    }
    const input = { ...parts, command: 'milieu trial experiment.yaml' }
    const data = trialData(input)
    analysis = { summary: summarise(input, data), data, outcomes, broken }
  })

  test.each([
    // The files of results do not depend on each other: some of the instants stand for all of them.
    ['results', 7, (files: Files) => writeResults(files, 't', analysis)],
    ['a study and its batch', 1, (files: Files) => writeSyntheticStudy(files, 'u', syntheticExperiment(1))],
  ])('%s can be written again, and no file is half', async (_, stride, write) => {
    const whole = memoryFiles()
    write(whole)
    const changes = await changesOf(write)
    expect(changes).toBeGreaterThan(8)
    for (let left = 0; left < changes; left += stride) {
      const files = memoryFiles()
      expect(() => write(fullFiles(files, { left }))).toThrow(DiskFull)
      for (const [path, bytes] of files.content)
        if (!path.endsWith('.writing')) expect(bytes, path).toEqual(whole.content.get(path))
      write(files)
      for (const [path, bytes] of whole.content) expect(files.content.get(path), path).toEqual(bytes)
    }
  })
})
