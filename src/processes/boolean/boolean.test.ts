import { expect, test } from 'vitest'
import { formatIssues } from '../../model/format-issue.ts'
import { parseModel } from '../../compile/parse-model.ts'
import { compile } from '../../compile/compile.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { startNodeTeam } from '../../platform/node/node-team.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { runOn, startWorld } from '../../testing/start-run.ts'

const head = (size = '200 um, 200 um, 20 um', stop = '2 day'): string => `format: 1
title: switches
domain: { size: [${size}] }
time: { stop: ${stop}, mechanics: 6 min, phenotype: 6 min, fields: 6 min }
`

test('oxygen sets an input, the network follows, a rule reads its node, a behaviour changes', () => {
  const model = (oxygen: number, more = '') => `${head()}substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/min, initial: ${oxygen} mmHg }
cell types:
  tumour:
    boolean network:
      nodes:
        low_oxygen: {}
        HIF: { logic: low_oxygen, up: 10 1/h, down: 10 1/h }
        arrest: { logic: HIF and not off, up: 10 1/h, down: 10 1/h ${more} }
        off: {}
      inputs: { low_oxygen: oxygen below 10 mmHg }
    rules: [ 'arrest increases migration speed from 0 um/min to 1 um/min, half at 0.5, hill 8 [assumed]' ]
initial: { tumour: { points: [[0 um, 0 um, 0 um], [50 um, 0 um, 0 um]] } }
`
  const speed = (text: string): readonly number[] => {
    const { world } = runModel(text, { ticks: 100 })
    return Array.from(world.f64('behaviour/migration speed').subarray(0, world.count))
  }
  // hill(1) with half 0.5 and exponent 8: 2^8 / (1 + 2^8)
  expect(speed(model(5))).toEqual([256 / 257, 256 / 257])
  expect(speed(model(50))).toEqual([0, 0])
  expect(speed(model(5, ', clamped: 0'))).toEqual([0, 0])
})

const growing = (more = ''): string => `${head('400 um, 400 um, 20 um', '3 day')}cell types:
  tumour:
    cycle: { model: live, rate: 0.0004 1/min }
    boolean network:
      file: test/boolean-networks/cellcycle.bnd
      configuration: [test/boolean-networks/cellcycle_runcfg.cfg]
      time unit: 4 h
      nodes: { CycD: { start: 0.5 } ${more} }
  CAF:
    boolean network: { nodes: { A: { logic: not B, up: 0.5 1/h, down: 0.2 1/h, start: 0.5 }, B: { logic: A or CycD }, CycD: { start: 1 } } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 60 um } }
  CAF: { disc: { centre: [120 um, 0 um, 0 um], radius: 40 um } }
`

test('a network from files runs in cells; daughters have the state of their mothers; columns show it', () => {
  const { world, run } = runModel(growing())
  const node = (name: string, slot: number): number => world.f64(`network/${name}`)[slot] ?? -1
  const visible = ['CycD', 'CycE', 'CycA', 'CycB']
  let [births, checked] = [0, 0]
  run(480, ({ events, count }) => {
    for (const { kind } of events) births += kind === 'division' ? 1 : 0
    checked += count
    return true
  })
  expect(births).toBeGreaterThan(10)
  expect(checked).toBeGreaterThan(0)
  // Internal nodes have a column only where a rule reads them.
  expect(world.has('network/Rb')).toBe(false)
  const state = world.u32('boolean.state')
  const type = world.u16('cell.type')
  for (let slot = 0; slot < world.count; slot++) {
    for (const [index, name] of visible.entries()) {
      // CycD is node 2 of the other type, whose nodes are sorted by name.
      const own = type[slot] === world.program.cellTypes.indexOf('tumour') ? index : name === 'CycD' ? 2 : -1
      expect(node(name, slot)).toBe(own < 0 ? 0 : ((state[slot] ?? 0) >>> own) & 1)
    }
  }
  const on = (name: string, of: string): number =>
    Array.from({ length: world.count }, (_, slot) => slot).filter(
      (slot) => world.program.cellTypes[type[slot] ?? 0] === of && node(name, slot) === 1,
    ).length
  expect(on('CycD', 'tumour')).toBeGreaterThan(5)
  expect(on('CycE', 'tumour') + on('CycA', 'tumour') + on('CycB', 'tumour')).toBeGreaterThan(5)
  expect(on('CycD', 'CAF')).toBeGreaterThan(5)
})

test('CycD never changes in its network, so that whole clones share it', () => {
  const { world, run } = runModel(`${growing()}clones: { founders: [tumour] }\n`)
  run(480)
  const clones = new Map<number, Set<number>>()
  for (let slot = 0; slot < world.count; slot++) {
    if (world.program.cellTypes[world.u16('cell.type')[slot] ?? 0] !== 'tumour') continue
    const founder = world.u32('clones.founderLow')[slot] ?? 0
    const states = clones.get(founder) ?? new Set()
    clones.set(founder, states.add(world.f64('network/CycD')[slot] ?? -1))
  }
  expect([...clones.values()].every((states) => states.size === 1)).toBe(true)
  expect(new Set([...clones.values()].flatMap((states) => [...states])).size).toBe(2)
})

test('a clamped node of a file stays, and what depends on it follows', () => {
  const { world } = runModel(growing(', CycB: { clamped: 1 }, cdh1: { clamped: 0 }'), { ticks: 300 })
  const tumour = Array.from({ length: world.count }, (_, slot) => slot).filter(
    (slot) => world.u16('cell.type')[slot] === world.program.cellTypes.indexOf('tumour'),
  )
  expect(tumour.every((slot) => world.f64('network/CycB')[slot] === 1)).toBe(true)
  // Rb is pushed down by CycB (node 4), Cdc20 pulled up (node 7): 30 h are 75 of their slower mean times.
  expect(
    tumour.every((slot) => ((world.u32('boolean.state')[slot] ?? 0) & ((1 << 4) | (1 << 7))) === 1 << 7),
  ).toBe(true)
})

const issuesOf = (network: string): string => {
  const text = `${head()}cell types:\n  tumour:\n    boolean network: ${network}\ninitial: { tumour: { points: [[0 um, 0 um, 0 um]] } }\n`
  const disk = new Map([
    ['bad.bnd', 'node A {\n  logic = (A;\n}\n'],
    ['good.bnd', 'node A { rate_up = $u; rate_down = -$u; }\n'],
    ['plain.bnd', 'node A { rate_up = $u; rate_down = 1; }\n'],
    ['u.cfg', '$u = 1;\n'],
    ['time.cfg', '$u = 1; discrete_time = 1;\n'],
    ['flips.cfg', '$u = 1; A.schedule = 1:0.5;\n'],
    ['typo.cfg', '$u = 1;\nB.istate = 1;\n'],
  ])
  const { issues } = parseModel('m.yaml', (path) => {
    const found = path === 'm.yaml' ? text : disk.get(path)
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found }
  })
  return formatIssues(
    issues.filter(({ severity }) => severity !== 'note'),
    () => text.split('\n'),
  )
}

test.each([
  ['{ file: bad.bnd }', /bad\.bnd:2:13 +error +expected '\)' to close the bracket, found ';'/],
  ['{ file: none.bnd }', /m\.yaml:7:\d+ +error +cannot read 'none\.bnd': no such file/],
  ['{ file: good.bnd }', /good\.bnd:1:20 +error +the parameter \$u has no value here/],
  ['{ file: good.bnd, configuration: [u.cfg] }', /a rate of it can be -1; expected a number from zero up/],
  ['{ file: plain.bnd, configuration: [typo.cfg] }', /typo\.cfg:2:1 +error +the network has no node 'B'/],
  ['{ file: plain.bnd, configuration: [time.cfg] }', /warning +the configuration asks for discrete time/],
  ['{ file: plain.bnd, configuration: [flips.cfg] }', /flips 'A' at set times, which cells do not/],
  [
    '{ file: plain.bnd, configuration: [u.cfg], parameters: { $v: 2 } }',
    /the network has no parameter '\$v'/,
  ],
  [
    '{ file: plain.bnd, configuration: [u.cfg], nodes: { Z: { clamped: 0 } } }',
    /the network has no node 'Z'/,
  ],
  [
    '{ file: plain.bnd, configuration: [u.cfg], nodes: { A: { logic: A } } }',
    /the logic of 'A' stands in the file/,
  ],
  ['{ file: m.sbml }', /cannot read 'm\.sbml'/],
  ['{}', /neither a file nor nodes/],
  [
    '{ nodes: { A: { logic: A and } } }',
    /m\.yaml:7:\d+ +error +expected a node, a number, a parameter or a bracket, found the end/,
  ],
  ['{ nodes: { A: { logic: C } } }', /the network has no node 'C'/],
  ['{ nodes: { a b: {} } }', /cannot be the name of a Boolean node/],
  ['{ nodes: { time: {} } }', /time/],
  ['{ nodes: { A: {} }, inputs: { A: nothing above 1 } }', /unknown signal 'nothing'/],
  ['{ nodes: { A: {} }, inputs: { A: time above 1 mmHg } }', /mmHg/],
])('%s is refused or remarked on', (network, message) => {
  expect(issuesOf(network)).toMatch(message)
})

test('a good network has nothing to remark on', () => {
  expect(issuesOf('{ file: plain.bnd, configuration: [u.cfg], parameters: { u: 2 } }')).not.toMatch(
    /error|warning/,
  )
})

test('infinite rates both ways stop the run with a message', () => {
  const model = `${head()}cell types:
  tumour: { boolean network: { nodes: { A: { logic: A, up: 1 1/h, down: 1 1/h }, B: { logic: not B, up: 1e30 1/h, down: 1e30 1/h } } } }
initial: { tumour: { points: [[0 um, 0 um, 0 um]] } }
`
  expect(() => runModel(model, { ticks: 1 })).toThrow(/flips without end/)
})

test('has the same bits on one, two and three threads, in blocks of sixteen', async () => {
  const program = compile(modelFrom(growing()))
  const hashOf = async (threads: number): Promise<string> => {
    const team = await startNodeTeam(threads, testKernels(), { sharesAll: true })
    const world = startWorld(program, { team, block: 16 })
    runOn(world, 120)
    const hash = stateHash(world)
    await team.close()
    return hash
  }
  const alone = startWorld(program)
  runOn(alone, 120)
  for (const threads of [1, 2, 3]) expect(await hashOf(threads)).toBe(stateHash(alone))
})
