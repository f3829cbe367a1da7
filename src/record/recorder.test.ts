import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import type { World } from '../engine/world.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { testKernels } from '../testing/kernels.ts'
import { modelFrom } from '../testing/run-model.ts'
import { runOn, runTo, startWorld } from '../testing/start-run.ts'
import type { Measure } from './measure.ts'
import { type RecordPlan, type Recording, createRecorder } from './recorder.ts'

const program = compile(modelFrom(livingTissue()))

const measure = (name: string, evaluate: (world: World) => number): Measure => ({
  name,
  unit: '1',
  doc: 'test',
  evaluate,
})
const plan: RecordPlan = {
  series: [measure('cells', (world) => world.count), measure('tick', (world) => world.tick)],
  seriesEvery: 10,
  snapshotEvery: 40,
  events: new Set(['division', 'death']),
}

function record(ticks: number, chosen: Partial<RecordPlan> = {}) {
  const recorder = createRecorder({ ...plan, ...chosen })
  const world = startWorld(program)
  recorder.observe(world)
  runOn(world, ticks, (current) => recorder.observe(current))
  recorder.finish(world)
  return { recording: recorder.recording, world }
}

describe('a recording', () => {
  const { recording, world } = record(85)

  test('has series and snapshots at their times, and the last state', () => {
    expect(recording.times).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 85])
    expect(recording.values.get('tick')).toEqual(recording.times)
    expect(recording.values.get('cells')?.at(-1)).toBe(world.count)
    expect(recording.snapshots.map(({ tick, time }) => [tick, time])).toEqual([
      [0, 0],
      [40, 40],
      [80, 80],
      [85, 85],
    ])
  })

  test('has snapshots whose hash is that of their state', () => {
    for (const { bytes, hash, tick } of recording.snapshots) {
      expect(stateHash(loadSnapshot(program, bytes, testKernels()))).toBe(hash)
      expect(stateHash(runTo(program, tick))).toBe(hash)
    }
  })

  test('has the events that were asked for, each once, in order', () => {
    const all: string[] = []
    runOn(startWorld(program), 85, (current) => {
      for (const { tick, kind, cell } of current.events)
        if (plan.events.has(kind)) all.push(`${tick} ${kind} ${cell}`)
    })
    expect(all.length).toBeGreaterThan(20)
    expect(recording.events.map(({ tick, kind, cell }) => `${tick} ${kind} ${cell}`)).toEqual(all)
  })

  test('does not hold the last state twice when the run ends on a beat', () => {
    const exact = record(80).recording
    expect(exact.times.at(-1)).toBe(80)
    expect(exact.times.length).toBe(9)
    expect(exact.snapshots.length).toBe(3)
  })

  test('that is handed over is forgotten, and goes on where it was', () => {
    const recorder = createRecorder(plan)
    const parts: Recording[] = []
    const current = startWorld(program)
    recorder.begin(current)
    runOn(current, 85, (now) => {
      recorder.observe(now)
      if (now.tick % 17 === 0) {
        expect(recorder.weight).toBeGreaterThan(0)
        parts.push(recorder.take())
        expect([recorder.weight, recorder.recording.events.length]).toEqual([0, 0])
      }
    })
    recorder.finish(current)
    parts.push(recorder.take())
    expect(parts.flatMap(({ times }) => times)).toEqual(recording.times)
    expect(parts.flatMap(({ events }) => events)).toEqual(recording.events)
    expect(parts.flatMap(({ snapshots }) => snapshots)).toEqual(recording.snapshots)
    expect(recorder.recordedTo).toEqual({ series: 85, snapshot: 85 })
  })

  test('holds the beginning when the run does not move', () => {
    const none = record(0).recording
    expect([none.times, none.snapshots.length]).toEqual([[0], 1])
  })

  test('changes nothing in the world, however often it looks', () => {
    const often = record(85, { seriesEvery: 1, snapshotEvery: 1 })
    expect(stateHash(often.world)).toBe(stateHash(runTo(program, 85)))
    expect(often.recording.snapshots.length).toBe(86)
  })
})
