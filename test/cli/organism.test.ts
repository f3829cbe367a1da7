import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SPREADING } from '../../src/testing/spreading-model.ts'
import { readEventsTable, readSeriesTable } from '../../src/store/run-tables.ts'
import { type Finished, type Workbench, createWorkbench } from './workbench.ts'

/* An organism on the command line: what is said of it, and that every verb knows all of its worlds. */

interface Manifest {
  readonly stateHash: string
  readonly status: string
  readonly time: number
  readonly units: Readonly<Record<string, string>>
  readonly snapshots: readonly { readonly tick: number; readonly hash: string }[]
}

let bench: Workbench
let first: Finished
let whole: Manifest
beforeAll(async () => {
  bench = createWorkbench()
  bench.write('organism.yaml', SPREADING)
  bench.write('short.yaml', SPREADING.replace('stop: 8 h', 'stop: 3 h'))
  first = await bench.milieu(['run', 'organism.yaml', '--out', 'first'])
  whole = manifestOf('first')
})
afterAll(() => bench.remove())

const folderOf = (folder: string): string => {
  const runs = bench.path(folder, 'runs')
  const [key = ''] = readdirSync(runs).filter((name) => !name.includes('.'))
  return `${runs}/${key}`
}
const manifestOf = (folder: string, run = folderOf(folder)): Manifest =>
  JSON.parse(readFileSync(`${run}/manifest.json`, 'utf8')) as Manifest // written by the run

describe('milieu run', () => {
  test('says what happened where', () => {
    expect([first.code, first.stderr.includes('error')]).toEqual([0, false])
    expect(first.stdout).toMatch(/^ {2}primary {2}[\d,]+ cells$/m)
    expect(first.stdout).toMatch(
      /^ {2}liver {4}\d+ cells; 2 lesions in it, the first from [\d.]+ h; \d+ metast.+$/m,
    )
    expect(first.stdout).toMatch(/^ {2}lung {5}no tissue yet$/m)
    expect(first.stdout).toMatch(
      /^ {2}liver {4}[\d,]+ came into the blood > [\d,]+ arrested in its vessels \(/m,
    )
  })

  test('keeps series and events of every site', async () => {
    const run = folderOf('first')
    const read = (name: string): Uint8Array => readFileSync(`${run}/${name}`)
    const { values } = await readSeriesTable(read('series.parquet'), Object.keys(whole.units))
    const inLiver = values.get('tumour cells in liver') ?? []
    expect(inLiver[0]).toBe(0)
    expect(inLiver.at(-1)).toBeGreaterThan(1)
    const events = await readEventsTable(read('events.parquet'))
    const colonies = events.filter(({ cause }) => cause === 'colony')
    expect(colonies.map(({ site }) => site)).toEqual(['liver', 'liver'])
    expect(new Set(events.map(({ site }) => site))).toContain(undefined)
  })

  test('writes a report with the organism on top', () => {
    const page = readFileSync(bench.path('first', 'report.html'), 'utf8')
    for (const text of [
      'On the way to the liver',
      'no colony has begun',
      'Who seeded what',
      'no death is simulated',
    ])
      expect(page).toContain(text)
    const figures = readdirSync(bench.path('first', 'figures'))
    expect(figures).toEqual(
      expect.arrayContaining([
        'funnel-liver.svg',
        'places.svg',
        'seeding.svg',
        'time-course-survival-surrogate.svg',
      ]),
    )
  })
})

describe('the other verbs', () => {
  test('hash finds every state as the run wrote it', async () => {
    const { code, stdout } = await bench.milieu(['hash', 'first'])
    expect(code).toBe(0)
    for (const { hash } of whole.snapshots) expect(stdout).toContain(hash)
  })

  test('resume comes to the state of a run in one go', async () => {
    expect((await bench.milieu(['run', 'short.yaml', '--out', 'half', '--quiet'])).code).toBe(0)
    const begun = folderOf('half')
    const { code, stderr } = await bench.milieu(['resume', 'half', '--until', '8 h', '--quiet'])
    expect(code, stderr).toBe(0)
    const runs = readdirSync(bench.path('half', 'runs')).map((key) => bench.path('half', 'runs', key))
    const later = runs.find((run) => run !== begun)
    expect(manifestOf('half', later).stateHash).toBe(whole.stateHash)
  })

  test('branch carries every world, and compare finds no difference', async () => {
    const { code, stderr } = await bench.milieu([
      'branch',
      'first',
      '--at',
      '4 h',
      '--out',
      'same',
      '--quiet',
    ])
    expect(code, stderr).toBe(0)
    expect(manifestOf('same').stateHash).toBe(whole.stateHash)
    const compared = await bench.milieu(['compare', 'first', 'same'])
    expect([compared.code, compared.stdout.includes('identical')]).toEqual([0, true])
  })

  test('a change of the way changes what comes of it, and not the primary', async () => {
    const change = 'dissemination.organs.liver.arrest=0'
    const { code, stderr } = await bench.milieu([
      'branch',
      'first',
      '--at',
      '0 h',
      '--set',
      change,
      '--out',
      'spared',
      '--quiet',
    ])
    expect(code, stderr).toBe(0)
    const run = folderOf('spared')
    const names = ['tumour cells', 'tumour cells in liver']
    const last = async (folder: string): Promise<readonly (number | undefined)[]> => {
      const table = await readSeriesTable(readFileSync(`${folder}/series.parquet`), names)
      return names.map((name) => table.values.get(name)?.at(-1))
    }
    const [here, there] = [await last(folderOf('first')), await last(run)]
    expect(there[0]).toBe(here[0])
    expect(there[1]).toBe(0)
    const compared = await bench.milieu(['compare', 'first', 'spared'])
    expect(compared.code).not.toBe(0)
    // The host is the same: what differs is named with its world.
    expect(compared.stdout).toMatch(/^ {2}they part by tick/m)
    expect(compared.stdout).toMatch(/^ {2}(?:blood|liver): /m)
  })

  test('replay does a session of an organism', async () => {
    bench.write(
      'session.yaml',
      `format: 1\nmodel: organism.yaml\nseed: 1\nreached: { tick: 240, hash: ${whole.stateHash} }\nactions: []\n`,
    )
    const { code, stdout, stderr } = await bench.milieu(['replay', 'session.yaml'])
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(whole.stateHash)
    expect(stdout).toContain('same bits as the session')
  })

  test('describe tells the sites, who meets whom, and what can be measured', async () => {
    const { code, stdout } = await bench.milieu(['describe', 'organism.yaml', '--sites'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/primary +120 x 120 x 20 um +\d+ cells at the start/)
    expect(stdout).toMatch(
      /liver +100 x 80 x 20 um +1 cells? at the start +laid out when its first colony begins; 2 of its lesions begin there/,
    )
    expect(stdout).toContain('blood  liver, then lung')
    expect(stdout).toMatch(/dissemination: reads the tissues, writes to the tissues/)
    const measures = await bench.milieu(['describe', 'organism.yaml', '--measures'])
    expect(measures.stdout).toContain('with the site after the name (in liver, in lung)')
    const plain = await bench.milieu(['describe', 'model.yaml', '--sites'])
    expect(plain.stdout).toContain("no section 'body'")
  })
})
