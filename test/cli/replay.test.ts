import { mkdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { compile } from '../../src/compile/compile.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { loadSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { encodeSession, sessionLink } from '../../src/session/link.ts'
import { replaySession } from '../../src/session/replay.ts'
import { parseSession, writeSession } from '../../src/session/session-document.ts'
import { sessionModel } from '../../src/session/session-model.ts'
import type { Session } from '../../src/session/session.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* A steered run from the command line: files, links, what ships, and what is wrong. */

const steered: Session = {
  format: 1,
  model: 'tissue.yaml',
  files: { 'tissue.yaml': livingTissue({ therapy: '{}' }) },
  seed: 5,
  actions: [
    {
      tick: 20,
      label: 'anti-PD-1, 3 mg/kg',
      change: 'therapy: { "anti-PD-1 at tick 20": { drug: anti-PD-1, dose: 3 mg/kg, start: 20 min } }\n',
    },
    {
      tick: 30,
      label: 'a cut',
      change: 'ablations: { cut: { at: 30 min, centre: [0 um, 0 um, 0 um], radius: 30 um } }\n',
    },
    { tick: 30, label: '', change: 'knock down: { cell types.tumour.cycle.rate: 80 % }\n' },
  ],
}

let bench: Workbench
let whole: Session
beforeAll(async () => {
  bench = createWorkbench()
  const done = await replaySession(steered, readFile, { kernels: testKernels() }, 50)
  if (!('hash' in done)) throw new Error(JSON.stringify(done.issues))
  const modelHash = sessionModel(steered, readFile, 0).model?.hash ?? ''
  whole = { ...steered, modelHash, reached: { tick: 50, hash: done.hash } }
  bench.write('session.yaml', writeSession(whole))
})
afterAll(() => bench.remove())

const lines = (text: string): readonly string[] => text.split('\n').map((line) => line.trimEnd())

describe('milieu replay', () => {
  test('does a session again, says what each action did, and that the bits are the same', async () => {
    const { code, stdout, stderr } = await bench.milieu(['replay', 'session.yaml'])
    expect([code, stderr]).toEqual([0, ''])
    expect(lines(stdout)).toEqual([
      '',
      '  living tissue, seed 5, 3 actions',
      '',
      '  tick 20       20 min          anti-PD-1, 3 mg/kg',
      '  tick 30       30 min          a cut',
      '  tick 30       30 min          action 3',
      '                                cell types.tumour.cycle.rate: 0.002 1/min, now 0.0004 1/min',
      '',
      '  tick 50, 50 min',
      `  state    ${whole.reached?.hash}`,
      '  same bits as the session',
      '',
    ])
  })

  test.each(['1', '2', '3'])('gives the same bits from a link, on %s threads, as JSON', async (threads) => {
    const link = sessionLink('https://example.org/milieu/', whole)
    const { code, stdout } = await bench.milieu(['replay', link, '--json', '--threads', threads])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      isSame: true,
      isSameModel: true,
      tick: 50,
      hash: whole.reached?.hash,
    })
  })

  test('goes elsewhere with --until, and says that it compared nothing', async () => {
    const { code, stdout } = await bench.milieu(['replay', 'session.yaml', '--until', '25 min'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('a cut')
    expect(stdout).toContain('not compared: the session ended at tick 50, not at tick 25')
  })

  test('writes session, model, series and state, which fit each other', async () => {
    const { reached: _, modelHash: __, ...open } = whole
    bench.write('open.yaml', writeSession(open))
    const { code, stdout } = await bench.milieu([
      'replay',
      'open.yaml',
      '--until',
      '50 min',
      '--out',
      'results/steered',
    ])
    expect([code, stdout.includes('does not say what it came to')]).toEqual([0, true])
    const text = (name: string): string => readFileSync(bench.path('results/steered', name), 'utf8')
    expect(parseSession(text('session.yaml'), 'session.yaml').session).toEqual(whole)
    const { model } = parseModel(bench.path('results/steered/model.yaml'), readFile)
    if (model === undefined) throw new Error('no model')
    expect(model.hash).toBe(sessionModel(whole, readFile).model?.hash)
    const state = readFileSync(bench.path('results/steered/state.milieu'))
    expect(stateHash(loadSnapshot(compile(model), state, testKernels()))).toBe(whole.reached?.hash)
    const series = text('series.csv').trimEnd().split('\n')
    expect(series[0]).toMatch(/^time \[min\],.*tumour cells/)
    expect(series.slice(1).map((row) => Number(row.split(',')[0]))).toEqual([0, 50])
  })

  test('says when bits differ, and when it is the model that has changed', async () => {
    bench.write('other.yaml', writeSession({ ...whole, reached: { tick: 50, hash: '0123456789abcdef' } }))
    const other = await bench.milieu(['replay', 'other.yaml'])
    expect(other.code).toBe(1)
    expect(other.stdout).toContain('other bits than the session, which came to 0123456789abcdef')
    expect(other.stdout).not.toContain('changed')
    const faster = livingTissue({ therapy: '{}' }).replace('rate: 0.002', 'rate: 0.003')
    bench.write('changed.yaml', writeSession({ ...whole, files: { 'tissue.yaml': faster } }))
    const changed = await bench.milieu(['replay', 'changed.yaml'])
    expect(changed.code).toBe(1)
    expect(changed.stderr).toContain('the model has changed since')
    expect(changed.stdout).toContain('other bits than the session')
  })

  test('finds models beside the session and those that ship, from wherever it is called', async () => {
    mkdirSync(bench.path('elsewhere'))
    bench.write('elsewhere/near.yaml', livingTissue({ therapy: '{}' }))
    bench.write('elsewhere/near-session.yaml', 'format: 1\nmodel: near.yaml\nseed: 5\n')
    bench.write(
      'shipped.yaml',
      `format: 1
model: models/first/model.yaml
seed: 5
actions:
  - { tick: 1, change: "include: [library/anti-il-10]" }
`,
    )
    for (const file of ['elsewhere/near-session.yaml', 'shipped.yaml']) {
      const { code, stderr } = await bench.milieu(['replay', file, '--until', '1 min'])
      expect([code, stderr]).toEqual([0, ''])
    }
  })

  test('frames mistakes in the text of an action', async () => {
    const [first] = whole.actions
    if (first === undefined) throw new Error('no action')
    const actions = [
      first,
      { tick: 25, label: '', change: 'knock down:\n  cell types.tumor.cycle.rate: 80 %\n' },
    ]
    bench.write('wrong.yaml', writeSession({ ...steered, actions }))
    const { code, stderr } = await bench.milieu(['replay', 'wrong.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain("action 2:2:14  error  unknown key 'tumor'")
    expect(stderr).toContain('2 |   cell types.tumor.cycle.rate: 80 %')
  })

  test('refuses what is no session, and what a link may not read', async () => {
    expect(await bench.milieu(['replay', 'nowhere.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot read 'nowhere.yaml': no such file"),
    })
    expect(await bench.milieu(['replay', 'model.yaml'])).toMatchObject({ code: 1 })
    const cut = `https://example.org/#/run/${encodeSession(whole).slice(0, 100)}`
    expect(await bench.milieu(['replay', cut])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('this link holds no session'),
    })
    for (const model of [bench.path('model.yaml'), '../model.yaml', 'a/../../model.yaml']) {
      const link = sessionLink('https://example.org/', { format: 1, model, seed: 1, actions: [] })
      expect(await bench.milieu(['replay', link]), model).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('no such file'),
      })
    }
  })
})
