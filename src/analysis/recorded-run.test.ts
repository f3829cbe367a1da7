import { expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { compile } from '../compile/compile.ts'
import { planRun } from '../experiment/plan-runs.ts'
import { runJob } from '../experiment/run-job.ts'
import { writeRun } from '../store/run-store.ts'
import { memoryFiles } from '../store/memory-files.ts'
import { testEnvironment } from '../testing/run-environment.ts'
import { modelFrom } from '../testing/run-model.ts'
import { eventMeasureAt, eventSeries, resolveEventMeasure } from './measures/rates.ts'
import { lateSeries, readRecordedRun } from './recorded-run.ts'

const yaml = livingTissue({
  more: 'record: { snapshots: every 2 h, series every: every 12 min, events: [division, death] }',
}).replace('stop: 1 day', 'stop: 4 h')
const model = modelFrom(yaml)
const plan = planRun(model, { arm: 'control', replicate: 0, seed: 5, measures: ['cell counts'] })

test('rates come out of the folder of a run as out of its events', async () => {
  const result = runJob({ plan, model }, testEnvironment())
  const files = memoryFiles()
  const manifest = writeRun(files, 'runs/abc', result)
  const run = await readRecordedRun(files, 'runs/abc', manifest)
  const program = compile(model)
  expect(run.tick).toBeCloseTo(program.clock.tick, 12)
  expect(run.events).toEqual(result.recording.events)
  const find = (name: string) => {
    const found = resolveEventMeasure(name, program)
    if (found === undefined) throw new Error(`no rate '${name}'`)
    return found
  }
  const deaths = result.recording.events.filter(({ kind }) => kind === 'death').length
  expect(deaths).toBeGreaterThan(0)
  // The trapezoidal rule over all types is the integral of the sum.
  const { times, values } = result.recording
  const live = times.map((_, k) => [...values].reduce((sum, [, list]) => sum + (list[k] ?? 0), 0))
  const exposure = times.reduce(
    (sum, time, k) =>
      k === 0 ? 0 : sum + ((time - (times[k - 1] ?? 0)) * ((live[k] ?? 0) + (live[k - 1] ?? 0))) / 2,
    0,
  )
  expect(eventMeasureAt(find('death rate of live cells'), run, 240)).toBeCloseTo(
    (deaths * 1440) / exposure,
    9,
  )
  const late = lateSeries([find('death rate of live cells')], run)
  expect([...late.values.keys()]).toEqual(['death rate of live cells'])
  expect(late.values.get('death rate of live cells')?.at(-1)).toBeCloseTo((deaths * 1440) / exposure, 9)
  expect(late.units).toEqual({ 'death rate of live cells': '1/day' })
  expect(eventSeries(find('division rate of live cells over 1 h'), run)).toHaveLength(run.times.length)
  expect(() => eventMeasureAt(find('killing rate of live cells'), run, 240)).toThrow("events of kind 'kill'")
})
