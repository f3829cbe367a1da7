import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { stateHash } from '../engine/state-hash.ts'
import { sha256, toHex } from '../math/sha256.ts'
import { type Files, joinPath } from '../store/files.ts'
import { type RunManifest, readManifest, snapshotFile, writeRun } from '../store/run-store.ts'
import { readCheckpoint } from '../store/checkpoint.ts'
import { Death, dyingFiles } from '../testing/dying-files.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { memoryFiles } from '../store/memory-files.ts'
import { testEnvironment } from '../testing/run-environment.ts'
import { modelFrom } from '../testing/run-model.ts'
import { runTo } from '../testing/start-run.ts'
import { planRun } from './plan-runs.ts'
import { type RunEnvironment, runJob } from './run-job.ts'
import type { RunJob } from './run-plan.ts'
import { runStoredJob } from './stored-run.ts'

/* A checkpoint every 16 ticks; snapshots and series that do not fall on them, nor on the end. */
const RECORD =
  'record: { snapshots: every 25 min, series: [cell counts, mean oxygen], series every: every 7 min }'
const tissue = (stop: string, more = RECORD): string =>
  livingTissue({ more }).replace('stop: 1 day', `stop: ${stop}`)
const jobOf = (yaml: string, seed = 9): RunJob => {
  const model = modelFrom(yaml)
  return { plan: planRun(model, { arm: 'a', replicate: 0, seed, measures: ['dead cells'] }), model }
}
const job = jobOf(tissue('1 h'))
const FOLDER = 'runs/x'

function run(
  files: Files,
  more: Partial<RunEnvironment> = {},
  chosen = job,
  folder = FOLDER,
): Promise<RunManifest> {
  return runStoredJob(chosen, testEnvironment(more), { files, folder, checkpointEvery: 0 })
}

/** What a run's folder holds, but for how long it took. */
function contentOf(files: ReturnType<typeof memoryFiles>, folder = FOLDER): Readonly<Record<string, string>> {
  const names = [...files.content.keys()].toSorted()
  const text = (path: string): string =>
    path === joinPath(folder, 'manifest.json')
      ? JSON.stringify({ ...readManifest(files, folder), wallSeconds: 0, peakMegabytes: 0 })
      : toHex(sha256(files.read(path)))
  return Object.fromEntries(names.map((name) => [name, text(name)]))
}

const whole = memoryFiles()
const { profile: _profile, ...inMemory } = runJob(job, testEnvironment())
writeRun(whole, FOLDER, inMemory)
const expected = contentOf(whole)

describe('a run that is kept as it goes', () => {
  test('leaves the folder that the same run in memory leaves', async () => {
    const files = memoryFiles()
    await run(files)
    expect(contentOf(files)).toEqual(expected)
    expect(Object.keys(expected)).toContain(joinPath(FOLDER, snapshotFile(60)))
  })

  test('ends in the same folder wherever it was killed, and killed again', async () => {
    const counting = dyingFiles(memoryFiles(), Number.POSITIVE_INFINITY)
    await run(counting)
    const changes = counting.changes()
    expect(changes).toBeGreaterThan(25)
    for (let deadline = 1; deadline <= changes; deadline++) {
      const files = memoryFiles()
      await expect(run(dyingFiles(files, deadline)), `change ${deadline}`).rejects.toThrow(Death)
      // The second life is shorter for most, so that checkpoints of checkpoints are met too.
      await run(dyingFiles(files, 1 + (deadline % 17))).catch((error: unknown) => {
        if (!(error instanceof Death)) throw error
      })
      await run(files)
      expect(contentOf(files), `change ${deadline}`).toEqual(expected)
    }
  })

  test('does not do again what was done before its last checkpoint', async () => {
    const files = memoryFiles()
    await run(dyingFiles(files, 20)).catch(() => {})
    const begun: (readonly [number, boolean])[] = []
    const checkpoint = readCheckpoint(files, FOLDER)
    await runStoredJob(job, testEnvironment(), {
      files,
      folder: FOLDER,
      onBegin: (world, isGoingOn) => void begun.push([world.tick, isGoingOn]),
    })
    expect(checkpoint?.tick).toBeGreaterThan(0)
    expect(begun).toEqual([[checkpoint?.tick, true]])
  })
})

test('what was recorded does not wait in memory for the clock', async () => {
  const files = memoryFiles()
  const parts: string[] = []
  const watched: Files = {
    ...files,
    write: (path, content) => {
      if (path.endsWith('/checkpoint.json')) parts.push(path)
      files.write(path, content)
    },
  }
  // The clock stands still: only the weight of snapshots and events can bring a checkpoint.
  await runStoredJob(job, testEnvironment({ now: () => 0 }), {
    files: watched,
    folder: FOLDER,
    mostWaiting: 20_000,
  })
  expect(parts.length).toBeGreaterThan(1)
  expect(contentOf(files)).toEqual(expected)
})

test('a branch that was killed before it began is not computed from the beginning of its model', async () => {
  const origin = { key: 'k', tick: 5, time: 5, stateHash: 'h' }
  const branch = { ...job, plan: { ...job.plan, origin } }
  await expect(run(memoryFiles(), {}, branch)).rejects.toThrow(/start it again with milieu branch/)
})

describe('a run that was stopped', () => {
  test.each([7, 25, 33, 35])('at tick %d keeps what it has, and goes on to the same end', async (at) => {
    const files = memoryFiles()
    const stopped = await runStoredJob({ ...job, until: at }, testEnvironment(), { files, folder: FOLDER })
    expect(stopped).toMatchObject({ status: 'stopped', ticks: at })
    expect(stopped.stateHash).toBe(stateHash(runTo(compile(job.model), at, { seed: 9 })))
    await run(files)
    expect(contentOf(files)).toEqual(expected)
  })

  test('survives death while it goes on: the old folder stays until the new one is whole', async () => {
    for (let deadline = 1; deadline < 30; deadline++) {
      const files = memoryFiles()
      await runStoredJob({ ...job, until: 33 }, testEnvironment(), { files, folder: FOLDER })
      await run(dyingFiles(files, deadline)).catch(() => {})
      await run(files)
      expect(contentOf(files), `change ${deadline}`).toEqual(expected)
    }
  })

  test('becomes the longer run of the same model when that takes it over', async () => {
    const longer = jobOf(tissue('90 min'))
    const files = memoryFiles()
    await run(files)
    const extended = await run(files, {}, { ...longer, continues: FOLDER }, 'runs/longer')
    const direct = memoryFiles()
    await run(direct, {}, longer, 'runs/longer')
    expect(extended.key).not.toBe(job.plan.key)
    // Snapshots that were taken over still say in their header which model wrote them; their state is the same.
    const same = (store: ReturnType<typeof memoryFiles>) => {
      const { checksums, snapshots, stateHash: end, units } = readManifest(store, 'runs/longer')
      return {
        snapshots,
        end,
        units,
        series: checksums['series.parquet'],
        events: checksums['events.parquet'],
      }
    }
    expect(same(files)).toEqual(same(direct))
    expect(readManifest(files, FOLDER)).toMatchObject({ status: 'finished', ticks: 60 })
  })
})

describe('a working folder that is not as it was left', () => {
  const left = memoryFiles()
  beforeAll(() => expect(run(dyingFiles(left, 20))).rejects.toThrow(Death))
  function killed(): ReturnType<typeof memoryFiles> {
    const files = memoryFiles()
    for (const [path, bytes] of left.content) files.write(path, bytes)
    return files
  }

  test('is refused for any file that counts', async () => {
    const names = Object.keys(readCheckpoint(killed(), FOLDER)?.checksums ?? {})
    expect(names.length).toBeGreaterThan(6)
    for (const name of names) {
      for (const harm of ['missing', 'cut'] as const) {
        const files = killed()
        const path = joinPath(`${FOLDER}.partial`, name)
        if (harm === 'missing') files.remove(path)
        else files.write(path, files.read(path).subarray(1))
        await expect(run(files), name).rejects.toThrow(/is damaged: .*; remove it to compute/)
      }
    }
  })

  test.each([
    ['no JSON', '{'],
    ['another format', '{ "format": 2 }'],
  ])('is refused when its checkpoint has %s', async (_, text) => {
    const files = killed()
    files.write(`${FOLDER}.partial/checkpoint.json`, text)
    await expect(run(files)).rejects.toThrow(/is damaged: checkpoint.json/)
  })

  test('is refused when it is that of another run', async () => {
    const files = killed()
    await expect(run(files, {}, jobOf(tissue('1 h'), 10))).rejects.toThrow(/its checkpoint is that of run/)
  })
})
