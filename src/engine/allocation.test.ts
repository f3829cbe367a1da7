import { type HeapProfiler, Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { plainWorld } from '../testing/plain-world.ts'
import { startWorld } from '../testing/start-run.ts'
import { REQUEST_DIVIDE, REQUEST_REMOVE } from './columns.ts'
import { createInner } from './create-world.ts'
import { BLOOD } from './organism.ts'
import { commit, request } from './population.ts'
import { bindHooks } from './population.ts'
import { createStepper } from './step.ts'
import type { World } from './world.ts'

// On a busy machine the optimising compiler would not be done beside the warm-up: it works in turn with it.
setFlagsFromString('--no-concurrent-recompilation')

/** Ticks until engines have compiled what runs in each of them: before, even sums of fractions make objects. Measured. */
const WARM_UP = 8000
const TICKS = 3000
/** Bytes between two samples [byte]: 64 bytes per tick are 375 samples. */
const SAMPLING = 512
/** [byte] per tick and file; chosen: a list of four numbers. Files that make nothing stay below 40. Measured. */
const MOST = 64

/** Cells that age, move, sense and respond to a drug in repeated infusions; none of them is born, changes or dies. */
const STILL = `format: 1
title: still
domain: { size: [240 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 30 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 1000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg, boundary: 38 mmHg }
  anti-PD-1: { unit: nM, diffusion: 600 um^2/min, decay: 0.003 1/min }
cell types:
  tumour:
    exchange: { oxygen: { uptake: 10 1/min } }
    cycle: { model: live, rate: 0 1/min }
    markers: { PD-L1: 0.3 }
    traits: { antigenicity: { value: 1, spread: 0.2, drift: 0.1, min: 0, max: 2 } }
    transitions: { CD8: 0 1/min }
    rules:
      - oxygen increases cycle entry to 0 1/min, half at 21.5 mmHg, hill 4 [assumed]
      - dead increases apoptosis to 0 1/min, half at 0.5, hill 4 [assumed]
  CD8:
    motility: { speed: 0.1 um/min, persistence: 10 min }
    receptors: { PD-1: { ligand: PD-L1, half: 0.5, hill: 2, blocked by: { anti-PD-1: 2.6 nM } } }
    rules:
      - PD-1 signalling decreases migration speed to 0.05 um/min, half at 0.5, hill 2 [assumed]
      - PD-1 signalling increases transition to tumour to 0 1/min, half at 0.5, hill 2 [assumed]
drugs:
  anti-PD-1: { substrate: anti-PD-1, molar mass: 146 kDa, clearance: 0.23 L/day, central volume: 3.63 L }
therapy: { weekly: { drug: anti-PD-1, dose: 3 mg/kg, infusion: 60 min, every: 3 h } }
vessels:
  points: [[-80 um, 60 um, 0 um]]
  exchange: { anti-PD-1: { blood: plasma, rate: 0.05 1/min } }
lymph node:
  dendritic cells: { type: tumour, travel: 1 day, lifespan: 3 day }
  primes:
    CD8:
      naive: 0.001
      activation: 20 1/day
      half: 10
      generations: 8
      doubling: 8 h
      leaves: 1 1/day
      lives in blood: 10 day
      held back by: { PD-1: { share: 0.5, blocked by: { anti-PD-1: 2.6 nM } } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 50 um } }
  CD8: { box: { low: [-110 um, -90 um, -5 um], high: [110 um, 90 um, 5 um], count: 12 } }
`

/** The same tissue as an organism, with a liver. Meetings look columns up by name, some 500 bytes each time (measured): they are as rare as in a usual model. */
const ORGANISM = `${STILL.replace('phenotype: 1 min', 'phenotype: 12 min')}
transport: { scheme: lod }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
sites:
  liver:
    domain: { size: [120 um, 120 um, 20 um], voxel: 20 um }
    initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 30 um } } }
`

/** Cells with a network that link fibres, turn them and follow them, slowly and in a dense crowd. */
const RICH = `format: 1
title: still, with networks and matrix
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 30 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 1000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg, boundary: 38 mmHg }
matrix: { density: 5 %, most: 40 %, fibre radius: 20 nm, bundle radius: 0.5 um, turnover: 0.007 1/day }
cell types:
  CAF:
    exchange: { oxygen: { uptake: 1 1/min } }
    motility: { speed: 0.1 um/min, persistence: 10 min, contact guidance: 0.5 }
    matrix: { deposition: 0.01 1/day, most: 30 %, linking: 0.09 1/day, alignment: 1 1/day }
    network:
      nodes: { stress: {}, alarm: { basal: 0.1 } }
      edges: ["oxygen inhibits stress, half at 20 mmHg, hill 2, tau 60 min [assumed]", "stress activates alarm, half at 0.5, hill 2, tau 30 min [assumed]"]
    rules: ["alarm increases migration speed to 0.2 um/min, half at 0.5, hill 2 [assumed]"]
initial:
  CAF: { disc: { centre: [0 um, 0 um, 0 um], radius: 50 um } }
`

describe('a world in which nothing is born or dies', () => {
  test.each(['lod', 'adaptive'])('makes no garbage in a tick under %s', async (scheme) => {
    expect(await wasteful(stepsOf(`${STILL}transport: { scheme: ${scheme} }\n`))).toEqual([])
  })

  test('makes none with networks and matrix', async () => {
    expect(await wasteful(stepsOf(RICH))).toEqual([])
  })

  test.each([0, 1000])('makes next to none as an organism with %i cells in the blood', async (inBlood) => {
    const world = startWorld(ORGANISM)
    createInner(world, 'liver')
    const blood = createdInner(world, BLOOD)
    for (let source = 0; source < inBlood; source++)
      blood.arrivals.push({ type: 0, x: 0, y: 0, z: 0, source, cause: 'initial' })
    commit(blood, () => bindHooks(blood))
    expect(blood.count).toBe(inBlood)
    expect(await wasteful(stepsOf(world))).toEqual([])
  })

  test('is seen to make garbage when it does: a list of eight numbers in each tick', async () => {
    const step = stepsOf(STILL)
    const kept: (readonly number[])[] = []
    const bytes = await allocated(() => {
      step()
      kept[0] = [kept.length, 1, 2, 3, 4, 5, 6, 7]
    })
    expect(bytes.get('engine/allocation.test.ts')).toBeGreaterThan(1.5 * MOST)
  })
})

describe('a commit', () => {
  test.each([100, 650])(
    'of one birth and one removal among %i cells makes two events and little else',
    async (cells) => {
      const world = plainWorld({ cells, withProcesses: true })
      const hooks = bindHooks(world)
      const bytes = await allocated(() => {
        world.events.length = 0
        request(world, 3, REQUEST_DIVIDE)
        request(world, cells - 1, REQUEST_REMOVE)
        commit(world, () => hooks)
      })
      expect(world.count).toBe(cells)
      // 2.6 kB for either world, most of it events and names (measured); a list with an entry per cell adds 5 kB to the larger.
      expect(bytes.get('engine/population.ts')).toBeLessThan(4000)
    },
  )
})

/** Files that make more garbage in a tick than they may, with how much [byte]. */
async function wasteful(tick: () => void): Promise<readonly (readonly [string, number])[]> {
  return [...(await allocated(tick))].filter(([, each]) => each > MOST)
}

function createdInner(host: World, name: string): World {
  const world = host.inner.get(name)
  if (world === undefined) throw new Error(`no ${name}`)
  return world
}

function stepsOf(model: string | World): () => void {
  const world = typeof model === 'string' ? startWorld(model) : model
  const stepper = createStepper(world)
  const { count } = world
  return () => {
    stepper.step()
    if (world.count !== count || world.events.length > 0) throw new Error('something happened')
  }
}

/** Bytes that each file of `src` makes in a tick, garbage included. */
async function allocated(tick: () => void): Promise<ReadonlyMap<string, number>> {
  const session = new Session()
  session.connect()
  for (let k = 0; k < WARM_UP; k++) tick()
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  for (let k = 0; k < TICKS; k++) tick()
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  const bytes = new Map<string, number>()
  collect(profile.head, 'elsewhere', bytes)
  return bytes
}

/** Charges a file with what it makes, and with what functions of the engine and kernels make for it. */
function collect(
  { callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode,
  caller: string,
  bytes: Map<string, number>,
): void {
  const file = /src\/((?!kernels\/|parallel\/).*\.ts)/.exec(callFrame.url)?.[1] ?? caller
  bytes.set(file, (bytes.get(file) ?? 0) + selfSize / TICKS)
  for (const child of children) collect(child, file, bytes)
}
