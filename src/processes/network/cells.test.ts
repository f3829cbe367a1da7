import { describe, expect, test } from 'vitest'
import { allSections } from '../../compile/parse-model.ts'
import { compile } from '../../compile/compile.ts'
import { APOPTOTIC, REQUEST_APOPTOSIS, REQUEST_TYPE } from '../../engine/columns.ts'
import { request } from '../../engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { columnHashes, stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { parseExperiment } from '../../experiment/experiment.ts'
import { numberAt } from '../../experiment/model-numbers.ts'
import { writeModel } from '../../model/assemble.ts'
import { modelHash } from '../../model/model-hash.ts'
import { startNodeTeam } from '../../platform/node/node-team.ts'
import { testKernels } from '../../testing/kernels.ts'
import { type NetworkModel, levelOf, networkModel, runNetwork } from '../../testing/network-model.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { runOn, runTo, startWorld } from '../../testing/start-run.ts'

/** Cells that divide, drift apart in a trait, and hold what their network has come to. */
const LIVELY: NetworkModel = {
  traits: { on: 1 },
  cell: ['cycle: { model: live, rate: 0.002 1/min }', 'motility: { speed: 1 um/min, persistence: 15 min }'],
  nodes: ['memory: { start: 0 }', 'free: { start: 1 }', 'beat: { basal: 0.02 }'],
  edges: [
    'on and not beat activate memory, half at 1 and 0.3, hill 2 and 4, tau 5 h',
    'memory activates beat, half at 0.3, hill 3, tau 30 min, delay 2 h in 2 stages',
    'free becomes bound at 0.4 1/h, by memory, half at 0.2, hill 2.5',
    'bound becomes free at 0.3 1/h',
  ],
  cells: 60,
}

const yaml = networkModel(LIVELY).replace('on: { value: 1 }', 'on: { value: 1, spread: 0.3, drift: 0.2 }')
const TICKS = 60

describe('the same bits', () => {
  const program = compile(modelFrom(yaml))
  const whole = runTo(program, TICKS)
  const reference = stateHash(whole)

  test('cells divide and differ, so that there is something to notice', () => {
    expect(whole.count).toBeGreaterThan(90)
    expect(new Set(whole.f64('network/memory').subarray(0, whole.count)).size).toBeGreaterThan(80)
  })

  test.each([1, 7, 100_000])('in blocks of %d cells', (block) => {
    expect(stateHash(runTo(program, TICKS, { block }))).toBe(reference)
  })

  test.each([2, 3])('on %d threads', async (threads) => {
    const team = await startNodeTeam(threads, testKernels(), { sharesAll: true })
    try {
      expect(stateHash(runOn(startWorld(program, { team }), TICKS))).toBe(reference)
    } finally {
      await team.close()
    }
  })

  test('in a run that is saved and resumed', () => {
    const first = runTo(program, 31)
    const world = loadSnapshot(program, saveSnapshot(first), testKernels())
    runUntil(createStepper(world), TICKS)
    expect(stateHash(world)).toBe(reference)
  })

  test("beside another type's network", () => {
    const other =
      '  other:\n    network:\n      edges: ["on activates X, in proportion, tau 1 h [assumed]"]\ninitial:'
    const beside = columnHashes(runModel(yaml.replace('initial:', other), { ticks: TICKS }).world)
    for (const [name, hash] of columnHashes(whole)) expect([name, beside.get(name)]).toEqual([name, hash])
  })
})

describe('cells that begin and end', () => {
  test('daughters have what their mothers had', () => {
    const run = runNetwork({ ...LIVELY, cells: 1 })
    run.run(400, (world) => {
      const division = world.events.find(({ kind }) => kind === 'division')
      if (division === undefined) return true
      for (const node of ['memory', 'free', 'bound', 'beat'])
        expect(levelOf(run, node, 1)).toBe(levelOf(run, node, 0))
      return false
    })
    expect(run.world.count).toBe(2)
    expect(levelOf(run, 'memory')).toBeGreaterThan(0)
  })

  test('dead cells keep their levels', () => {
    const run = runNetwork({ ...LIVELY, cells: 2 }, 10)
    request(run.world, 0, REQUEST_APOPTOSIS)
    run.run(11)
    const before = levelOf(run, 'memory')
    run.run(15)
    expect(run.world.u8('cell.state')[0]).toBe(APOPTOTIC)
    expect(levelOf(run, 'memory')).toBe(before)
    expect(levelOf(run, 'memory', 1)).not.toBe(before)
  })

  test('a cell that changes type leaves its old network and begins the new one', () => {
    const types =
      '  heir:\n    network:\n      nodes: { free: { start: 0.25 } }\n      edges: ["on inhibits N, in proportion, tau 1 h [assumed]"]\ninitial:'
    const run = runModel(yaml.replace('initial:', types), { ticks: 10 })
    expect(levelOf(run, 'memory')).toBeGreaterThan(0)
    run.world.u16('cell.requestedType')[0] = 1
    request(run.world, 0, REQUEST_TYPE)
    run.run(12)
    expect(levelOf(run, 'memory')).toBe(0)
    expect(levelOf(run, 'free')).toBe(0.25)
  })
})

test('rules read nodes, and the model is the same after a rewrite', () => {
  const ruled = yaml.replace(
    '    network:',
    '    rules:\n      - memory increases migration speed to 3 um/min, half at 0.2, hill 2 [assumed]\n    network:',
  )
  const { world, model } = runModel(ruled, { ticks: 20 })
  expect(world.f64('behaviour/migration speed')[0]).toBeGreaterThan(1)
  const written = writeModel(model.data, allSections())
  expect(modelHash(modelFrom(written).data)).toBe(modelHash(model.data))
  expect(writeModel(modelFrom(written).data, allSections())).toBe(written)
})

describe('arms', () => {
  const model = networkModel({
    traits: { on: 1 },
    edges: [
      'on activates STING, half at 1, hill 2, tau 1 h',
      'STING activates NFkB2, half at 0.25, hill 2, tau 1 h',
    ],
  })
  const node = (name: string, key: string): string => `cell types.cell.network.nodes.${name}.${key}`
  const edge = (key: string): string => `cell types.cell.network.edges.${key}`

  function armOf(arm: string) {
    const text = `format: 1\nquestion: What?\nmodel: m.yaml\nreplicates: 1\narms: { a: {}, b: ${arm} }\nendpoints: { n: { measure: cell counts } }\n`
    const files: Record<string, string> = { 'e.yaml': text, 'm.yaml': model }
    const { experiment, issues } = parseExperiment('e.yaml', (path) => {
      const found = files[path]
      return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found }
    })
    const errors = issues.filter(({ severity }) => severity === 'error')
    if (experiment === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
    return experiment.arms[1]?.model ?? modelFrom('')
  }

  const settled = (arm: string, name: string): number | undefined =>
    runTo(compile(armOf(arm)), 1).f64(`network/${name}`)[0]

  test('knock down, overexpress and clamp nodes that only edges name', () => {
    expect(settled('{}', 'STING')).toBeCloseTo(0.5, 8)
    expect(settled(`{ knock down: { ${node('STING', 'expression')}: 90 % } }`, 'STING')).toBeCloseTo(0.05, 8)
    expect(settled(`{ overexpress: { ${node('STING', 'expression')}: 3 times } }`, 'STING')).toBeCloseTo(
      1.5,
      8,
    )
    expect(settled(`{ set: { ${node('STING', 'clamped')}: 0.25 } }`, 'STING')).toBe(0.25)
    expect(settled(`{ set: { ${node('STING', 'clamped')}: 0.25 } }`, 'NFkB2')).toBeCloseTo(0.5, 8)
  })

  test('weaken and move edges', () => {
    expect(settled(`{ scale: { ${edge('0.strength')}: 0.5 } }`, 'STING')).toBeCloseTo(0.25, 8)
    expect(settled(`{ set: { ${edge('0.half')}: 3 } }`, 'STING')).toBeCloseTo(0.1, 8)
    const found = numberAt(armOf(`{ scale: { ${edge('0.tau')}: 2 } }`).data, edge('0.tau'))
    expect(found).toMatchObject({ kind: 'number', number: { canonical: 120 } })
  })
})
