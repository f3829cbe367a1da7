import { parquetReadObjects } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { isMilieuError } from '../engine/errors.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import { planRun } from '../experiment/plan-runs.ts'
import { runJob } from '../experiment/run-job.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { memoryFiles } from './memory-files.ts'
import { testKernels } from '../testing/kernels.ts'
import { modelFrom } from '../testing/run-model.ts'
import { testEnvironment } from '../testing/run-environment.ts'
import { joinPath } from './files.ts'
import { type RunResult, readManifest, readRunFile, readSeries, writeRun } from './run-store.ts'
import { csvField } from './run-tables.ts'

const yaml = livingTissue({
  more: 'record: { snapshots: every 1 h, series every: every 12 min, events: [division, death, arrival] }',
}).replace('stop: 1 day', 'stop: 2 h')
const model = modelFrom(yaml)
const plan = planRun(model, { arm: 'control', replicate: 0, seed: 5, measures: ['dead cells'] })
const result: RunResult = runJob({ plan, model }, testEnvironment())
const FOLDER = 'runs/abc'

function stored() {
  const files = memoryFiles()
  return { files, manifest: writeRun(files, FOLDER, result) }
}

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return isMilieuError(error) ? error.code : String(error)
  }
  return 'no error'
}

describe('a stored run', () => {
  const { files, manifest } = stored()

  test('reads back as it was written', async () => {
    expect(readManifest(files, FOLDER)).toEqual(manifest)
    expect(manifest).toMatchObject({
      format: 1,
      status: 'finished',
      ticks: 120,
      time: 120,
      seed: 5,
      key: plan.key,
      modelHash: model.hash,
    })
    const series = await readSeries(files, FOLDER, manifest)
    expect(series.times).toEqual(result.recording.times)
    expect(new Map(series.values)).toEqual(result.recording.values)
    expect(series.values.get('dead cells')?.at(-1)).toBeGreaterThan(0)
  })

  test('has its events as a table that any reader of Parquet opens', async () => {
    const rows = await parquetReadObjects({
      file: new Uint8Array(readRunFile(files, FOLDER, manifest, 'events.parquet')).buffer,
    })
    const { events } = result.recording
    expect(events.length).toBeGreaterThan(10)
    expect(
      rows.map((row) => [
        row['tick'],
        row['kind'],
        row['cell'],
        row['type'],
        row['x_um'],
        row['other'],
        row['cause'],
      ]),
    ).toEqual(
      events.map((event) => [
        event.tick,
        event.kind,
        event.cell,
        event.type,
        event.x,
        event.other ?? '',
        event.cause ?? '',
      ]),
    )
  })

  test('has snapshots that load, with the hashes of the manifest', () => {
    expect(manifest.snapshots.map(({ tick }) => tick)).toEqual([0, 60, 120])
    for (const { file, hash } of manifest.snapshots) {
      const world = loadSnapshot(compile(model), readRunFile(files, FOLDER, manifest, file), testKernels())
      expect(stateHash(world)).toBe(hash)
    }
    expect(manifest.snapshots.at(-1)?.hash).toBe(manifest.stateHash)
  })

  test('has its model, normalised and as it was written', () => {
    const text = (name: string): string =>
      new TextDecoder().decode(readRunFile(files, FOLDER, manifest, name))
    expect(modelFrom(text('model.yaml')).hash).toBe(model.hash)
    expect(JSON.parse(text('documents.json'))).toEqual([{ file: 'test.yaml', text: yaml }])
  })

  test('has its series as CSV', () => {
    const [header, first, ...rest] = new TextDecoder()
      .decode(readRunFile(files, FOLDER, manifest, 'series.csv'))
      .split('\n')
    expect(header).toBe(['time_min', ...result.recording.values.keys()].join(','))
    expect(first?.split(',').length).toBe(header?.split(',').length)
    expect(rest.filter((line) => line !== '').length).toBe(result.recording.times.length - 1)
  })

  test('lists a checksum for every file but the manifest', () => {
    const names = [...files.content.keys()]
      .map((path) => path.slice(FOLDER.length + 1))
      .filter((name) => name !== 'manifest.json')
    expect(Object.keys(manifest.checksums).toSorted()).toEqual(names.toSorted())
  })
})

describe('what goes wrong on disk', () => {
  test('a changed byte in any file is found', () => {
    const { files, manifest } = stored()
    for (const name of Object.keys(manifest.checksums)) {
      const bytes = files.read(joinPath(FOLDER, name)).slice()
      const middle = bytes.length >> 1
      bytes[middle] = (bytes[middle] ?? 0) ^ 1
      files.write(joinPath(FOLDER, name), bytes)
      expect(
        codeOf(() => readRunFile(files, FOLDER, manifest, name)),
        name,
      ).toBe('Checksum')
    }
  })

  test('a file that the manifest does not know is not the run’s', () => {
    const { files, manifest } = stored()
    files.write(joinPath(FOLDER, 'other.csv'), 'a')
    expect(codeOf(() => readRunFile(files, FOLDER, manifest, 'other.csv'))).toBe('Checksum')
  })

  test('a half-written folder is no run, and is replaced', () => {
    const files = memoryFiles()
    files.write(`${FOLDER}.partial/series.csv`, 'half')
    files.write(`${FOLDER}.partial/left-over`, 'x')
    expect(codeOf(() => readManifest(files, FOLDER))).toBe('NotARun')
    writeRun(files, FOLDER, result)
    expect(
      [...files.content.keys()].filter((path) => path.includes('partial') || path.includes('left-over')),
    ).toEqual([])
    expect(readManifest(files, FOLDER).key).toBe(plan.key)
  })

  test('an older run in the folder is replaced whole', () => {
    const { files } = stored()
    files.write(joinPath(FOLDER, 'snapshots/000000999.milieu'), 'old')
    writeRun(files, FOLDER, result)
    expect(files.exists(joinPath(FOLDER, 'snapshots/000000999.milieu'))).toBe(false)
  })

  test.each([
    ['no JSON', '{ "format": 1'],
    ['another format', '{ "format": 2 }'],
    ['no object', 'null'],
  ])('a manifest with %s is named', (_, text) => {
    const { files } = stored()
    files.write(joinPath(FOLDER, 'manifest.json'), text)
    expect(codeOf(() => readManifest(files, FOLDER))).toBe('BrokenManifest')
  })
})

test('a run without events and with a value that is no number is stored like any other', async () => {
  const files = memoryFiles()
  const recording = {
    ...result.recording,
    events: [],
    times: [0, 1],
    values: new Map([['odd, "name"', [Number.NaN, -0]]]),
  }
  const manifest = writeRun(files, FOLDER, { ...result, recording, units: { 'odd, "name"': '1' } })
  expect((await readSeries(files, FOLDER, manifest)).values.get('odd, "name"')).toEqual([Number.NaN, -0])
  expect(
    await parquetReadObjects({ file: new Uint8Array(files.read(joinPath(FOLDER, 'events.parquet'))).buffer }),
  ).toEqual([])
})

test('fields of CSV are quoted where they must be', () => {
  expect(['a b', 'a,b', 'say "x"', 'two\nlines'].map(csvField)).toEqual([
    'a b',
    '"a,b"',
    '"say ""x"""',
    '"two\nlines"',
  ])
})
