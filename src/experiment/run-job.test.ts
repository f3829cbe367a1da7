import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { stateHash } from '../engine/state-hash.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { modelFrom } from '../testing/run-model.ts'
import { testEnvironment } from '../testing/run-environment.ts'
import { runTo } from '../testing/start-run.ts'
import { planRun } from './plan-runs.ts'
import { runJob } from './run-job.ts'

const yaml = livingTissue({
  more: 'record: { series: [cell counts], series every: every 6 min, snapshots: every 1 h }',
}).replace('stop: 1 day', 'stop: 2 h')
const model = modelFrom(yaml)
const plan = planRun(model, {
  arm: 'a',
  replicate: 2,
  seed: 9,
  measures: ['cell counts', 'dead cells', 'dead cells'],
})

describe('a job', () => {
  test('runs to its end and says what it is', () => {
    const result = runJob({ plan, model }, testEnvironment())
    expect(result).toMatchObject({
      status: 'finished',
      time: 120,
      ticks: 120,
      arm: 'a',
      replicate: 2,
      seed: 9,
      modelHash: model.hash,
    })
    expect(result.error).toBeUndefined()
    expect(result.stateHash).toBe(stateHash(runTo(compile(model), 120, { seed: 9 })))
    expect(result.recording.times).toEqual(Array.from({ length: 21 }, (_, k) => 6 * k))
    expect([...result.recording.values.keys()]).toEqual(Object.keys(result.units))
    expect(Object.keys(result.units).filter((name) => name === 'dead cells')).toEqual(['dead cells'])
    expect(result.recording.events.some(({ kind }) => kind === 'death')).toBe(true)
  })

  test('is plain data: it can go to another thread', () => {
    const job = { plan, model }
    expect(runJob(structuredClone(job), testEnvironment()).stateHash).toBe(
      runJob(job, testEnvironment()).stateHash,
    )
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  test('does not depend on how fast it runs, or on who watches', () => {
    const shares: number[] = []
    let ms = 0
    const slow = testEnvironment({
      now: () => (ms += 1000),
      onProgress: (done, all) => {
        shares.push(done / all)
        return true
      },
    })
    const watched = runJob({ plan, model }, slow)
    expect(watched.stateHash).toBe(runJob({ plan, model }, testEnvironment()).stateHash)
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true)
  })

  test('that is asked to stop keeps what it has computed', () => {
    let ms = 0
    const result = runJob(
      { plan, model },
      testEnvironment({ now: () => (ms += 1000), onProgress: (done) => done < 60 }),
    )
    expect(result.status).toBe('stopped')
    expect(result.ticks).toBeGreaterThanOrEqual(60)
    expect(result.ticks).toBeLessThan(120)
    expect(result.recording.times.at(-1)).toBe(result.time)
    expect(result.recording.snapshots.at(-1)).toMatchObject({ tick: result.ticks, hash: result.stateHash })
    expect(result.stateHash).toBe(stateHash(runTo(compile(model), result.ticks, { seed: 9 })))
  })
})

/** Export into a voxel grows without bound with the concentration: beyond f64 within the hour. */
const explosive = `format: 1
title: explosion
domain: { size: [60 um, 60 um, 20 um] }
time: { stop: 2 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates: { x: { unit: nM, diffusion: 0 um^2/min } }
cell types: { a: { exchange: { x: { export: 1e300 ymol/min } } } }
initial: { a: { points: [[0 um, 0 um, 0 um]] } }
`

test('a run whose numbers go wrong fails, says why, and keeps what it has', () => {
  const broken = modelFrom(explosive)
  const job = {
    plan: planRun(broken, { arm: 'a', replicate: 0, seed: 1, measures: ['cell counts'] }),
    model: broken,
  }
  const result = runJob(job, testEnvironment())
  expect(result.status).toBe('failed')
  expect(result.error).toContain("column 'field/x'")
  expect(result.recording.times[0]).toBe(0)
  expect(result.recording.snapshots.length).toBeGreaterThan(0)
  expect(result.ticks).toBeLessThan(480)
})
