import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Workbench, SMALL_MODEL, SMALL_TRIAL, createWorkbench } from './workbench.ts'

/* What running leaves on disk and says, also when it is interrupted or may not write. */

let bench: Workbench
beforeAll(() => void (bench = createWorkbench()))
afterAll(() => bench.remove())

interface Manifest {
  readonly status: string
  readonly time: number
  readonly stateHash: string
  readonly snapshots: readonly { readonly time: number }[]
}

/** The manifests of all runs in a results folder, by key. */
function manifests(folder: string): ReadonlyMap<string, Manifest> {
  const runs = bench.path(folder, 'runs')
  // A run that was stopped keeps its claim, which says so.
  const keys = readdirSync(runs).filter((name) => !name.includes('.lock.'))
  return new Map(
    keys.map((key) => [key, JSON.parse(readFileSync(`${runs}/${key}/manifest.json`, 'utf8')) as Manifest]),
  ) // written by the run
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what this looks for
const ESCAPE = /[\u001b\r]/

describe('milieu run', () => {
  test('writes report, series, snapshots and manifest, and prints plain text into a pipe', async () => {
    const { code, stdout, stderr } = await bench.spawn(['run', 'model.yaml', '--out', 'one'])
    expect(code, stderr).toBe(0)
    expect(stdout + stderr).not.toMatch(ESCAPE)
    expect(stdout).toMatch(/tumour cells +\d+ +\d+/)
    expect(stdout).toContain('report   one/report.html')
    const [[key, manifest] = ['', undefined]] = [...manifests('one')]
    expect(manifest).toMatchObject({
      status: 'finished',
      time: 360,
      snapshots: [{ time: 0 }, { time: 180 }, { time: 360 }],
    })
    expect(stdout).toContain(manifest?.stateHash)
    for (const file of [
      'report.html',
      'summary.json',
      `runs/${key}/series.csv`,
      `runs/${key}/series.parquet`,
      `runs/${key}/model.yaml`,
    ]) {
      expect(existsSync(bench.path('one', file)), file).toBe(true)
    }
    const [header, ...rows] = readFileSync(bench.path('one', 'runs', key, 'series.csv'), 'utf8')
      .trim()
      .split('\n')
    expect(header).toBe('time_min,CD8 cells,tumour cells')
    expect(rows).toHaveLength(7)
  })

  test('--json prints the manifest and nothing else', async () => {
    const { code, stdout, stderr } = await bench.milieu(['run', 'model.yaml', '--out', 'one', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ status: 'finished', seed: 1 })
  })

  test('--quiet prints the table alone', async () => {
    const { code, stdout, stderr } = await bench.milieu(['run', 'model.yaml', '--out', 'one', '--quiet'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toMatch(/report|state/)
  })

  test("the figures of a family such as 'cell counts' are those of its measures", async () => {
    const summary = JSON.parse(readFileSync(bench.path('one', 'summary.json'), 'utf8'))
    expect(summary.endpoints.map((endpoint: { measure: string }) => endpoint.measure)).toEqual([
      'CD8 cells',
      'tumour cells',
    ])
    for (const { values } of summary.endpoints) expect(values.model[0]).toBeGreaterThan(0)
  })

  test('--seed decides: the same seed gives the same state, another does not', async () => {
    const hashes: string[] = []
    for (const [folder, seed] of [
      ['s7', '7'],
      ['s7b', '7'],
      ['s8', '8'],
    ] as const) {
      await bench.milieu(['run', 'model.yaml', '--out', folder, '--seed', seed])
      hashes.push([...manifests(folder).values()][0]?.stateHash ?? '')
    }
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hashes[2])
  })

  test('--profile prints the time of each phase and writes nothing', async () => {
    const { code, stdout } = await bench.milieu(['run', 'model.yaml', '--profile', '--out', 'profile'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/in all .* ticks/)
    expect(existsSync(bench.path('profile'))).toBe(false)
  })
})

describe('milieu trial', () => {
  test('answers; a second time it takes the runs that are there', async () => {
    const first = await bench.milieu(['trial', 'trial.yaml', '--out', 'trial'])
    expect(first.code, first.stderr).toBe(0)
    expect(first.stdout).toMatch(/burden, 6 h/)
    expect(first.stdout).toContain('again    milieu trial trial.yaml')
    expect(first.stderr).toContain('2 arms x 3 twins')
    const written = (): readonly number[] =>
      [...manifests('trial').keys()].map(
        (key) => statSync(bench.path('trial', 'runs', key, 'manifest.json')).mtimeMs,
      )
    const before = written()
    expect(before).toHaveLength(6)
    const second = await bench.milieu(['trial', 'trial.yaml', '--out', 'trial'])
    expect(second.code).toBe(0)
    expect(second.stdout).toBe(first.stdout)
    expect(written()).toEqual(before)
  })

  test('--json prints the summary and nothing else', async () => {
    const { code, stdout, stderr } = await bench.milieu(['trial', 'trial.yaml', '--out', 'trial', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ replicates: 3, arms: [{ name: 'slow' }, { name: 'fast' }] })
  })

  test('--quiet prints the answer alone', async () => {
    const { stdout, stderr } = await bench.milieu(['trial', 'trial.yaml', '--out', 'trial', '--quiet'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/burden, 6 h/)
    expect(stdout).not.toContain('report')
  })

  test('milieu report writes the report again, byte for byte', async () => {
    const report = bench.path('trial', 'report.html')
    const before = readFileSync(report, 'utf8')
    writeFileSync(report, '')
    expect(await bench.milieu(['report', 'trial'])).toMatchObject({
      code: 0,
      stdout: '  report   trial/report.html\n',
    })
    expect(readFileSync(report, 'utf8')).toBe(before)
  })

  test('milieu report says when there is nothing to report', async () => {
    const { code, stdout, stderr } = await bench.milieu(['report', '.'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('holds no trial or run')
  })
})

describe('Ctrl-C', () => {
  /** Long enough that nobody computes it in the time of a test, with a snapshot and a value every 6 min. */
  const long = SMALL_MODEL.replace('stop: 6 h', 'stop: 400 day')
    .replace('snapshots: every 3 h', 'snapshots: every 30 day')
    .replace('rate: 0.001', 'rate: 0')

  test('keeps what was computed and leaves nothing half written', async () => {
    bench.write('long.yaml', long)
    bench.write(
      'long-trial.yaml',
      SMALL_TRIAL.replace('model.yaml', 'long.yaml').replace('0.004', '0.00000001'),
    )
    const args = ['trial', 'long-trial.yaml', '--out', 'long', '--replicates', '1', '--cores', '2']
    const { code, stdout, stderr } = await bench.spawn(args, async (interrupt) => {
      // The folder is claimed when runs begin; a moment later they are under way.
      while (!existsSync(bench.path('long', 'runs'))) await wait(20)
      await wait(1500)
      interrupt()
    })
    expect(code, stderr).toBe(130)
    expect(stderr).toContain('stopping: keeping what was computed')
    expect(stderr).toContain('0 of 2 runs complete; the same command goes on from here')
    expect(stdout).not.toMatch(ESCAPE)
    const stopped = [...manifests('long')]
    expect(stopped.length).toBe(2)
    for (const [key, manifest] of stopped) {
      expect(key).not.toMatch(/partial/)
      expect(manifest.status).toBe('stopped')
      expect(manifest.time).toBeGreaterThan(0)
      expect(manifest.time).toBeLessThan(400 * 1440)
      expect(manifest.snapshots.length).toBeGreaterThanOrEqual(1)
      const rows = readFileSync(bench.path('long', 'runs', key, 'series.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
      expect(rows.length).toBeGreaterThanOrEqual(Math.floor(manifest.time / 60))
    }
  })

  test('a run that was stopped is completed by running again', async () => {
    const finished = await bench.milieu(['trial', 'trial.yaml', '--out', 'whole', '--replicates', '1'])
    expect(finished.code).toBe(0)
    const whole = manifests('whole')
    const [key = ''] = whole.keys()
    const path = bench.path('whole', 'runs', key, 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"finished"', '"stopped"'))
    mkdirSync(bench.path('whole', 'runs', `${key}.partial`)) // what a power cut leaves
    expect((await bench.milieu(['trial', 'trial.yaml', '--out', 'whole', '--replicates', '1'])).code).toBe(0)
    const again = manifests('whole')
    expect([...again.keys()]).toEqual([...whole.keys()])
    for (const [each, manifest] of again)
      expect(manifest).toMatchObject({ status: 'finished', stateHash: whole.get(each)?.stateHash })
  })
})

describe('a folder for results that cannot be written', () => {
  test.each([
    ['run', 'model.yaml'],
    ['trial', 'trial.yaml'],
  ])('milieu %s says so before anything runs, and exits with 3', async (verb, file) => {
    for (const out of ['model.yaml', 'model.yaml/below']) {
      const { code, stdout, stderr } = await bench.milieu([verb, file, '--out', out])
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(/^error: cannot write results to 'model\.yaml/m)
      expect(stderr).toContain('choose another folder with --out')
      expect(stderr).not.toMatch(/\n {4}at /) // no stack
    }
  })
})

test('findings that go into a pipe are plain text', async () => {
  bench.write('bad.yaml', 'format: 1\n')
  const { stdout } = await bench.spawn(['check', 'bad.yaml'])
  expect(stdout).not.toMatch(ESCAPE)
})
