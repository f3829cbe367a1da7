import { describe, expect, test } from 'vitest'
import { organismModel } from '../../test/lab/organism-picture-model.ts'
import { PRIMARY } from '../engine/organism.ts'
import { sectionOf } from '../model/assemble.ts'
import { readFile } from '../platform/node/read-file.ts'
import { poolsSection } from '../processes/pools/schema.ts'
import { depletionSection } from '../processes/therapy/schema.ts'
import { testKernels } from '../testing/kernels.ts'
import { depletionChange, poolDepletionChange } from './deplete-change.ts'
import { handlesOf } from './handles.ts'
import { replaySession } from './replay.ts'
import type { Session } from './session.ts'
import { SteeredRun } from './steered-run.ts'
import { bloodInjectionChange, resectionChange } from './write-change.ts'

const kernels = testKernels()
const MODEL = 'models/own/model.yaml'
const session: Session = {
  format: 1,
  model: MODEL,
  files: { [MODEL]: organismModel() },
  seed: 1,
  actions: [],
}
/** The liver has its tissue by then. */
const DAY = 1440

async function opened(): Promise<SteeredRun> {
  const answer = await SteeredRun.open({ session, read: readFile, kernels, historyBudget: 1e8 })
  if (!answer.ok) throw new Error(answer.problem.message)
  return answer.value
}

function act(run: SteeredRun, change: string): void {
  const answer = run.act(change, 'something')
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
}

describe('a steered organism', () => {
  test('goes back to before a site had its tissue, and on again with the same bits', async () => {
    const run = await opened()
    run.advance(DAY)
    const hash = run.hash()
    expect(run.world.inner.has('liver')).toBe(true)
    await run.seek(6)
    expect(run.world.inner.has('liver')).toBe(false)
    await run.seek(DAY)
    expect(run.hash()).toBe(hash)
    await run.close()
  })

  test('is resected and injected into, and is replayed to the bit', async () => {
    const run = await opened()
    run.advance(DAY)
    const inLiver = run.world.inner.get('liver')?.count
    act(run, resectionChange(run.model, { tick: DAY }))
    act(run, bloodInjectionChange(run.model, { cellType: 'tumour', count: 1000, way: 'blood', tick: DAY }))
    run.advance(DAY + 6)
    expect(run.world.count).toBe(0)
    expect(run.world.inner.get('liver')?.count).toBe(inLiver)
    const done = run.session()
    const replayed = await replaySession(done, readFile, { kernels })
    expect(replayed).toMatchObject({ hash: run.hash(), isSame: true })
    await run.close()
  })

  test('records what is known of its body with its series', async () => {
    const run = await opened()
    run.advance(240)
    const at = run.series.findIndex(({ name }) => name === 'monocytes in blood')
    expect([...(run.rows().values[at] ?? [])]).toHaveLength(3)
    await run.close()
  })
})

describe('depletion', () => {
  test('takes a type out where it is asked to, and everywhere the next time', async () => {
    const run = await opened()
    run.advance(DAY)
    const cellsOf = (type: number) => run.world.inner.get('liver')?.cells.type.filter((each) => each === type)
    expect(cellsOf(1)?.length).toBeGreaterThan(0)
    act(run, depletionChange(run.model, { cellType: 'hepatocyte', share: 0.5, places: ['liver'], tick: DAY }))
    expect(sectionOf(run.model.data, depletionSection)['hepatocyte']).toMatchObject({ in: ['liver'] })
    act(run, depletionChange(run.model, { cellType: 'hepatocyte', share: 1, tick: DAY }))
    expect(sectionOf(run.model.data, depletionSection)['hepatocyte']?.in).toEqual([
      PRIMARY,
      'liver',
      'lung',
      'blood',
    ])
    run.advance(DAY + 6)
    const liver = run.world.inner.get('liver')
    const left = Array.from({ length: liver?.count ?? 0 }, (_, slot) => liver?.cells.type[slot])
    expect(left).not.toContain(run.world.program.cellTypes.indexOf('hepatocyte'))
    await run.close()
  })

  test('of a pool adds to the times that are written', async () => {
    const run = await opened()
    run.advance(60)
    act(run, poolDepletionChange(run.model, { pool: 'monocytes', toShare: 0.1, days: 2, tick: 60 }))
    act(run, poolDepletionChange(run.model, { pool: 'monocytes', toShare: 0.5, days: 1, tick: 60 }))
    const spans = sectionOf(run.model.data, poolsSection)?.['monocytes']?.depletion ?? []
    expect(spans.map((each) => [each.from.value, each.until?.value, each['to share'].value])).toEqual([
      [60, 60 + 2 * DAY, 0.1],
      [60, 60 + DAY, 0.5],
    ])
    await run.close()
  })

  test('is offered for pools and places', async () => {
    const run = await opened()
    expect(handlesOf(run.model, {}, true).organism).toEqual({
      places: [PRIMARY, 'liver', 'lung'],
      pools: ['monocytes', 'platelets'],
      ways: ['blood', 'portal', 'vein'],
    })
    await run.close()
  })
})
