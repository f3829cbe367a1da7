import { afterEach, describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { columnHashes, stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import type { Pool } from '../../src/parallel/pool.ts'
import type { Team, TeamOptions } from '../../src/parallel/team.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { inBlocksOf, runOn, startWorld } from '../../src/testing/start-run.ts'

const TICKS = 72
/** The hash is compared here: before and on decisions, within and between infusions. */
const LOOKS = [1, 6, 30, 61, TICKS]

/** Two types that hunt, eat, fuse and bind each other in a crowd that divides fast: what happens between cells, and commit. */
const CROWD = `format: 1
title: crowd
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um, boundary: { x: periodic, y: periodic } }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 38 mmHg, boundary: 38 mmHg }
cell types:
  tumour:
    exchange: { oxygen: { uptake: 5 1/min } }
    cycle: { model: live, rate: 0.004 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 60 min } }
    mechanics: { springs: { attachment: 0.02 1/min, detachment: 0.02 1/min } }
    rules: ["damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]"]
  hunter:
    motility: { speed: 3 um/min, persistence: 5 min }
    cycle: { model: live, rate: 0.002 1/min }
    interaction: { attack: { tumour: 0.3 1/min }, phagocytosis: { apoptotic: 0.1 1/min } }
    transitions: { eater: 0.002 1/min }
  eater:
    motility: { speed: 1 um/min }
    interaction: { phagocytosis: { apoptotic: 0.1 1/min, lysed: 0.1 1/min } }
initial:
  tumour: { box: { low: [-140 um, -140 um, 0 um], high: [140 um, 140 um, 0 um], count: 180 } }
  hunter: { box: { low: [-140 um, -140 um, 0 um], high: [140 um, 140 um, 0 um], count: 40 } }
`

/** Vesicles of loads that vary, in cells that divide and move. */
const VESICLES = CROWD.replace(
  'cell types:',
  'vesicles: { EV: { diameter: 100 nm, cargo: { MIF: 100 molecules, drug: 5 molecules }, release half-life: { drug: 6 h } } }\ncell types:',
)
  .replace(
    'rules: [',
    'vesicles: { EV: { release: 1000 1/h, uptake: 1 1/h } }\n    rules: ["time increases MIF load of EV to 500 molecules, half at 60 min, hill 1 [assumed]", ',
  )
  .replace(
    '  hunter:',
    '  hunter:\n    vesicles: { EV: { uptake: 2 1/h } }\n    cargo loss: { MIF: 0.1 1/h }',
  )

/** The same crowd parted by two membranes, of which hunters pass one and tumour cells go through the other, in a matrix that they degrade; at its sides hunters leave for a lymph node. */
const PARTED = CROWD.replace('boundary: { x: periodic, y: periodic }', 'boundary: { x: closed, y: periodic }')
  .replace(
    'cell types:',
    'passage:\n  first: { cells: [tumour], keep: 150, at: 50 min, into: { disc: { centre: [60 um, 0 um, 0 um], radius: 90 um } } }\ncirculation:\n  all: { clearance: 0.02 1/min }\nlymph node:\n  dendritic cells: { type: hunter, from: edge, travel: 1 h, lifespan: 1 day }\n  primes: { eater: { naive: 0.1, activation: 20 1/day, half: 1, generations: 4, doubling: 1 h, leaves: 1 1/h, lives in blood: 1 day } }\nvessels: { points: [[-100 um, 0 um, 0 um], [50 um, 50 um, 0 um], [80 um, -60 um, 0 um]] }\nmembranes:\n  fence: { axis: x, at: 10 um, passes: [hunter] }\n  filter: { axis: x, at: -60 um }\ncell types:',
  )
  .replace('substrates:', 'substrates:\n  matrix: { unit: relative, diffusion: 0 um^2/min, initial: 1 }')
  .replace(
    '  tumour:\n    exchange: {',
    '  tumour:\n    membrane passage: 0.01 1/min\n    intravasation: 0.02 1/min\n    exchange: { matrix: { uptake: 0.1 1/min },',
  )
  .replace('  hunter:\n', '  hunter:\n    emigration to lymph node: 0.005 1/min\n')

/** The crowd with stem cells that are made anew, and traits that mutate and found subclones. */
const HIERARCHY = CROWD.replace(
  '  hunter:\n',
  '    hierarchy: { stem share: 30 %, self-renewal: 0.3, divisions: 3, dedifferentiation: 0.002 1/min }\n    traits: { grade: { value: 1 }, CIN: { value: 1, spread: 0.3, min: 0 } }\n    mutations: { grade: { rate: 0.3, change: 0.3, by: CIN } }\n  hunter:\n',
).concat('clones: { founders: [tumour], subclones: true }\n')

/** The same crowd, burning oxygen and sugar, with what follows from energy and acid. */
const BURNING = CROWD.replace(
  'cell types:',
  '  glucose: { unit: mM, diffusion: 20000 um^2/min, initial: 2 mM }\n  lactate: { unit: mM, diffusion: 20000 um^2/min }\nacidity: { lactate: lactate }\ncell types:',
)
  .replace(
    'exchange: { oxygen: { uptake: 5 1/min } }',
    'metabolism: { oxygen: { most: 57 amol/s, half: 1 mmHg }, glucose: { most: 50 amol/s, half: 0.05 mM }, lactate: { per glucose: 1.8, pasteur: 2 } }',
  )
  .replace(
    'rules: [',
    'rules: ["ATP decreases apoptosis to 0 1/min, half at 0.5, hill 4 [assumed]", "pH increases oxygen consumption to 2, half at 7.2, hill 40 [assumed]", "pH decreases glucose consumption to 0.5, half at 7, hill 40 [assumed]", ',
  )
  .replace('  hunter:', '  hunter:\n    metabolism: { oxygen: { most: 5 amol/s, half: 1 mmHg } }')

const SCENES: readonly (readonly [string, string])[] = [
  ['a living tissue in 2 dimensions', livingTissue({ dimensions: 2 })],
  ['a living tissue in 3 dimensions', livingTissue({ dimensions: 3 })],
  ['a crowd of hunters', CROWD],
  ['a crowd that exchanges vesicles', VESICLES],
  ['a crowd parted by membranes', PARTED],
  ['a crowd with a hierarchy that mutates', HIERARCHY],
  ['a crowd that burns oxygen and sugar', BURNING],
]

const teams: Team[] = []
afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()))
})

/** A team of the test, closed after it; everything is shared out, however small. */
async function teamOf(threads: number, options: TeamOptions = {}): Promise<Team> {
  const team = await startNodeTeam(threads, testKernels(), { sharesAll: true, ...options })
  teams.push(team)
  return team
}

/** Runs on to the last look; the hash at each. */
function hashesOf(world: World): readonly string[] {
  const hashes: string[] = []
  runOn(world, TICKS, (current) => {
    if (LOOKS.includes(current.tick)) hashes.push(stateHash(current))
  })
  return hashes
}

/** Blocks that the caller and that all workers together have computed. */
function workOf(team: Team): { readonly caller: number; readonly workers: number } {
  const [caller = 0, ...workers] = team.computed()
  return { caller, workers: workers.reduce((sum, blocks) => sum + blocks, 0) }
}

describe.each(SCENES)('%s', (_, yaml) => {
  const program: Program = compile(modelFrom(yaml))
  const alone = startWorld(program)
  const expected = hashesOf(alone)

  test('changes between looks, by divisions and deaths too', () => {
    expect(new Set(expected).size).toBe(LOOKS.length)
    const { count } = alone
    expect(Math.max(...alone.u32('cell.births').subarray(0, count))).toBeGreaterThan(0)
    expect(new Set(alone.u8('cell.state').subarray(0, count)).size).toBeGreaterThan(1)
  })

  test('has the same bits on one thread of a team', async () => {
    expect(hashesOf(startWorld(program, { team: await teamOf(1) }))).toEqual(expected)
  })

  test.each([
    [2, 1024],
    [2, 16],
    [3, 64],
    [8, 16],
  ])('has the same bits on %d threads in blocks of %d', async (threads, block) => {
    const team = await teamOf(threads)
    expect(hashesOf(startWorld(program, { team, block }))).toEqual(expected)
    // One thread or another has computed each block; which one is chance.
    expect(workOf(team).caller + workOf(team).workers).toBeGreaterThan(TICKS * 4)
  })

  test.each([
    [2, 1024],
    [3, 32],
  ])(
    'has the same bits when %d threads leave all to the workers, in blocks of %d',
    async (threads, block) => {
      const team = await teamOf(threads, { doesCallerHelp: false })
      expect(hashesOf(startWorld(program, { team, block }))).toEqual(expected)
      expect(workOf(team).caller).toBe(0)
      expect(workOf(team).workers).toBeGreaterThan(TICKS * 4)
    },
  )

  test('has the same bits when it is saved and goes on with another number of threads', async () => {
    const first = startWorld(program, { team: await teamOf(3), block: 32 })
    const half = saveSnapshot(runOn(first, 43))
    const end = columnHashes(alone)
    for (const threads of [1, 2, 5]) {
      const world = loadSnapshot(program, half, testKernels(), await teamOf(threads))
      world.pool = inBlocksOf(24, world.pool)
      expect(columnHashes(runOn(world, TICKS))).toEqual(end)
    }
    expect(columnHashes(runOn(loadSnapshot(program, half, testKernels()), TICKS))).toEqual(end)
  })

  // On one thread, and so without chance: would a block see what another one has written?
  test.each([
    [
      'from the last to the first',
      (blocks: number) => Array.from({ length: blocks }, (_block, k) => blocks - 1 - k),
    ],
    [
      'the even ones after the odd ones',
      (blocks: number) => [...everyOther(1, blocks), ...everyOther(0, blocks)],
    ],
  ])('has the same bits when items are computed one by one %s', (_order, orderOf) => {
    const world = startWorld(program)
    world.pool = inOrder(world, orderOf)
    expect(hashesOf(world)).toEqual(expected)
  })
})

function everyOther(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.ceil((end - first) / 2) }, (_, k) => first + 2 * k)
}

/** Blocks of one item, in an order of their own; calls of a batch from the last to the first. */
function inOrder(world: World, orderOf: (blocks: number) => readonly number[]): Pool {
  const run: Pool['run'] = (kernel, args, count) => {
    for (const item of orderOf(count)) world.kernels.call(kernel, [...args, item, item + 1])
  }
  const batch: Pool['batch'] = (calls) => {
    for (const { kernel, args, count } of calls.toReversed()) run(kernel, args, count)
  }
  return { workers: 1, run, batch }
}

describe('a world whose memory grows while others compute in it', () => {
  const crowd = '  M2: { box: { low: [-110 um, -90 um, 0 um], high: [110 um, 90 um, 0 um], count: 240 } }'
  const program = compile(modelFrom(livingTissue({ initial: crowd })))

  test('has the same bits as on one thread', async () => {
    const expected = hashesOf(startWorld(program, { capacity: 4096 }))
    const world = startWorld(program, { capacity: 1, team: await teamOf(3, { doesCallerHelp: false }) })
    expect(hashesOf(world)).toEqual(expected)
    expect(world.layoutVersion).toBeGreaterThan(1)
  })
})
