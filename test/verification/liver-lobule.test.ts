import { describe, expect, it } from 'vitest'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { NODE_HELD, NODE_LIKE, NO_NODE } from '../../src/engine/vessel-points.ts'
import { type Graph, graphOf } from '../../src/processes/vessel-network/graph.ts'
import type { Spot } from '../../src/processes/vessel-network/tissue/lattice.ts'
import {
  type LobuleShape,
  drawLobules,
  foldedSpot,
} from '../../src/processes/vessel-network/tissue/lobules.ts'
import { pressuresOf } from '../../src/processes/vessel-network/tissue/whole.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { placedWorld } from '../../src/testing/placed-world.ts'
import { runModel } from '../../src/testing/run-model.ts'
import { startWorld } from '../../src/testing/start-run.ts'

/*
 * Is the liver field what it says? Hexagons with the stated distances, blood from portal tracts to central veins without loss, the same
 * tissue and flow in every window and in slice and block, and oxygen that falls on the way as blood gives it.
 */

const RADIUS = 250

const shape = (more: Partial<LobuleShape> = {}): LobuleShape => ({
  centre: { x: 0, y: 0 },
  steps: 5,
  spacing: RADIUS / 5,
  irregular: 0,
  sinusoid: 4,
  venule: 8,
  centralVein: 20,
  portalTract: 30,
  portalPressure: 6,
  centralPressure: 5,
  ...more,
})

const frame = (half: number) => ({ low: { x: -half, y: -half }, high: { x: half, y: half } })
const away = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y)

describe('lobules', () => {
  const { centralVeins, portalTracts, drawing } = drawLobules(shape(), frame(3000))
  const isInner = ({ x, y }: Spot): boolean => Math.abs(x) < 2000 && Math.abs(y) < 2000

  it('are hexagons: six portal tracts at one radius around each central vein, three veins around each tract', () => {
    for (const vein of centralVeins.filter(isInner)) {
      const near = portalTracts
        .map((tract) => away(tract, vein))
        .filter((distance) => distance < 1.2 * RADIUS)
      expect(near).toHaveLength(6)
      for (const distance of near) expect(distance).toBeCloseTo(RADIUS, 9)
      const others = centralVeins.map((other) => away(other, vein)).filter((d) => d > 1 && d < 2 * RADIUS)
      expect(others).toHaveLength(6)
      for (const distance of others) expect(distance).toBeCloseTo(Math.sqrt(3) * RADIUS, 9)
    }
    for (const tract of portalTracts.filter(isInner))
      expect(centralVeins.filter((vein) => away(vein, tract) < 1.2 * RADIUS)).toHaveLength(3)
  })

  it('have two portal tracts for each of their area', () => {
    const area = (3 * Math.sqrt(3) * RADIUS * RADIUS) / 2
    const [tracts, veins] = [portalTracts.filter(isInner).length, centralVeins.filter(isInner).length]
    // A square of 4 mm cuts at most the lobules along its edges, 16 mm / 0.43 mm of them, by half each way: 20 in 98.
    const expected = 4000 ** 2 / area
    expect(Math.abs(veins / expected - 1)).toBeLessThan(0.1)
    expect(Math.abs(tracts / (2 * expected) - 1)).toBeLessThan(0.1)
    // 12.3 portal tracts in a square millimetre, with lobules of 0.5 mm.
    expect(2e6 / area).toBeCloseTo(12.3, 1)
  })

  it('have sinusoids that run inwards, and blood in all of them', () => {
    const pressure = pressuresOf(drawing)
    const toVein = (spot: Spot): number => Math.min(...centralVeins.map((vein) => away(vein, spot)))
    const inner = drawing.tubes.filter(({ first }) => isInner(drawing.spots[first] ?? { x: 9e9, y: 0 }))
    expect(inner.length).toBeGreaterThan(5000)
    for (const { first, second, radius } of inner.filter((_, k) => k % 10 === 0)) {
      const difference = (pressure[first] ?? 0) - (pressure[second] ?? 0)
      const [a, b] = [drawing.spots[first], drawing.spots[second]] as [Spot, Spot] // both ends of a tube
      // Venules along a side: in its middle blood from both ends meets.
      if (radius === 8) continue
      expect(Math.abs(difference)).toBeGreaterThan(1e-6)
      expect(Math.sign(difference)).toBe(Math.sign(toVein(a) - toVein(b)))
    }
  })

  it('are alike in each twelfth', () => {
    const pressure = pressuresOf(drawing)
    const bySpot = new Map<string, number>()
    let compared = 0
    drawing.spots.forEach((spot, row) => {
      if (Math.abs(spot.x) > 600 || Math.abs(spot.y) > 600) return
      const folded = foldedSpot(shape(), spot)
      expect(folded.y).toBeLessThanOrEqual(folded.x / Math.sqrt(3) + 1e-9)
      expect(Math.hypot(folded.x, folded.y)).toBeLessThanOrEqual(RADIUS + 1e-9)
      const key = `${folded.x.toFixed(4)} ${Math.abs(folded.y).toFixed(4)}`
      const known = bySpot.get(key)
      // Pressures are solved to a residual of 1e-12; the condition of so large a mesh takes some digits.
      if (known !== undefined) expect(Math.abs(known - (pressure[row] ?? 0))).toBeLessThan(1e-7)
      compared += known === undefined ? 0 : 1
      bySpot.set(key, pressure[row] ?? 0)
    })
    expect(compared).toBeGreaterThan(300)
  })
})

const PATTERN = 'form: lobules, lobule: 500 um, spacing: 50 um, pressures: [6 mmHg, 5 mmHg]'

function field(size: readonly [number, number, number], more = ''): { world: World; graph: Graph } {
  const yaml = `vessel network:\n  viscosity: 3 mPa s\n  pattern: { ${PATTERN}${more} }`
  const world = placedWorld({ size, cells: [], more: yaml })
  return { world, graph: graphOf(world) }
}

/** Blood that leaves each node through its segments [um^3/min]. */
function netFlows(graph: Graph): Float64Array {
  const net = new Float64Array(graph.nodes[0] ?? 0)
  for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
    const [a, b] = [graph.first[s] ?? 0, graph.second[s] ?? 0]
    net[a] = (net[a] ?? 0) + (graph.flow[s] ?? 0)
    net[b] = (net[b] ?? 0) - (graph.flow[s] ?? 0)
  }
  return net
}

/** Nodes that blood reaches from others, along flow or against it. */
function reached(graph: Graph, from: readonly number[], sign: 1 | -1): ReadonlySet<number> {
  const seen = new Set(from)
  for (let size = -1; size !== seen.size;) {
    size = seen.size
    for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
      const flow = sign * (graph.flow[s] ?? 0)
      const [a, b] = [graph.first[s] ?? 0, graph.second[s] ?? 0]
      if (flow > 0 && seen.has(a)) seen.add(b)
      if (flow < 0 && seen.has(b)) seen.add(a)
    }
  }
  return seen
}

describe('the flow of a liver field', () => {
  const { world, graph } = field([560, 500, 20])
  const nodes = Array.from({ length: graph.nodes[0] ?? 0 }, (_, node) => node)
  const net = netFlows(graph)
  const most = Math.max(...graph.flow.map(Math.abs))

  it('is lost nowhere', () => {
    for (const node of nodes)
      if (graph.kind[node] !== NODE_HELD) expect(Math.abs(net[node] ?? 0)).toBeLessThan(1e-9 * most)
  })

  it('comes from portal tracts, or from outside, and goes to central veins, or there, through every tube', () => {
    const held = nodes.filter((node) => graph.kind[node] === NODE_HELD)
    const fed = reached(
      graph,
      held.filter((node) => (net[node] ?? 0) > 0),
      1,
    )
    const drained = reached(
      graph,
      held.filter((node) => (net[node] ?? 0) < 0),
      -1,
    )
    for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
      expect(Math.abs(graph.flow[s] ?? 0)).toBeGreaterThan(0)
      for (const node of [graph.first[s] ?? 0, graph.second[s] ?? 0]) {
        expect(fed.has(node)).toBe(true)
        expect(drained.has(node)).toBe(true)
      }
    }
    // A whole lobule: six tubes meet the wall of its vein and bring blood.
    const vein = held.filter(
      (node) => Math.abs(Math.hypot(graph.x[node] ?? 0, graph.y[node] ?? 0) - 20) < 1e-6,
    )
    expect(vein).toHaveLength(6)
    for (const node of vein) {
      expect(graph.pressure[node]).toBe(5)
      expect(net[node]).toBeLessThan(0)
    }
  })

  it('is that of the whole in every window, as is the tissue', () => {
    const wide = field([1200, 1000, 20], ', centre: [0 um, 0 um]').graph
    const places = new Map<string, number>()
    for (let node = 0; node < (wide.nodes[0] ?? 0); node++)
      places.set(
        `${(wide.x[node] ?? 0).toFixed(6)} ${(wide.y[node] ?? 0).toFixed(6)}`,
        wide.pressure[node] ?? 0,
      )
    let shared = 0
    for (const node of nodes) {
      const there = places.get(`${(graph.x[node] ?? 0).toFixed(6)} ${(graph.y[node] ?? 0).toFixed(6)}`)
      if (there === undefined) continue
      shared += 1
      // Lobules that the wide window adds beyond the narrow one's are not the same, and tissue is irregular: 2 % of the difference of 1 mmHg.
      expect(Math.abs(there - (graph.pressure[node] ?? 0))).toBeLessThan(0.02)
    }
    expect(shared).toBeGreaterThan(0.8 * nodes.length)
  })

  it('has for every cut end a node whose pressure is not below', () => {
    const like = world.u32(NODE_LIKE)
    const cuts = nodes.filter((node) => like[node] !== NO_NODE)
    expect(cuts.length).toBeGreaterThan(20)
    for (const node of cuts) {
      expect(graph.kind[node]).toBe(NODE_HELD)
      const other = like[node] ?? 0
      expect(graph.kind[other]).not.toBe(NODE_HELD)
      expect(graph.pressure[other]).toBeGreaterThanOrEqual((graph.pressure[node] ?? 0) - 1e-9)
    }
  })

  it('is the same in each layer of a block as in a slice, and none between layers', () => {
    const block = field([560, 500, 60]).graph
    expect(block.nodes[0]).toBe(3 * nodes.length)
    let between = 0
    const flows = new Map<string, number[]>()
    const keyOf = (g: Graph, s: number): string =>
      [g.first[s] ?? 0, g.second[s] ?? 0]
        .map((n) => `${g.x[n]?.toFixed(6)} ${g.y[n]?.toFixed(6)}`)
        .join(' to ')
    for (let s = 0; s < (block.segments[0] ?? 0); s++) {
      const isUpright = block.z[block.first[s] ?? 0] !== block.z[block.second[s] ?? 0]
      if (isUpright) between = Math.max(between, Math.abs(block.flow[s] ?? 0))
      else flows.set(keyOf(block, s), [...(flows.get(keyOf(block, s)) ?? []), block.flow[s] ?? 0])
    }
    // Pressures of layers agree to the residual of the solver, 1e-12, times the condition of some thousand unknowns.
    expect(between).toBeLessThan(1e-7 * most)
    for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
      const there = flows.get(keyOf(graph, s)) ?? []
      expect(there).toHaveLength(3)
      for (const flow of there) expect(Math.abs(flow - (graph.flow[s] ?? 0))).toBeLessThan(1e-7 * most)
    }
  })
})

/** The field of the library without cells that move, and its oxygen after three hours. */
function liver(size: string, more = '') {
  return runModel(
    `format: 1
title: a liver field
include: [library/liver-field]
domain: { size: ${size}, voxel: 20 um, boundary: closed }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates: { oxygen: { initial: 50 mmHg } }
${more}`,
    { file: 'models/test.yaml', ticks: 0 },
  )
}

/** Mean oxygen [mmHg] over the voxels whose distance from the middle lies in a range [um]. */
function ring(world: World, from: number, to: number): number {
  const { shape: counts, corner, voxel } = world.program.space
  const values = [...world.f32('field/oxygen')].filter((_, v) => {
    const i = v % counts[0]
    const j = Math.floor(v / counts[0]) % counts[1]
    const distance = Math.hypot(corner[0] + (i + 0.5) * voxel, corner[1] + (j + 0.5) * voxel)
    return distance >= from && distance < to
  })
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean oxygen [mmHg] in four parts along x. */
function along(world: World): readonly number[] {
  const { shape: counts } = world.program.space
  const [sums, sizes] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]
  world.f32('field/oxygen').forEach((value, v) => {
    const part = Math.floor((4 * (v % counts[0])) / counts[0])
    sums[part] = (sums[part] ?? 0) + value
    sizes[part] = (sizes[part] ?? 0) + 1
  })
  return sums.map((sum, part) => sum / (sizes[part] ?? 1))
}

describe('oxygen in a liver field', () => {
  const HOURS = 3 * 60
  const slice = liver('[560 um, 480 um, 20 um]')
  slice.run(HOURS)
  const rings = [0, 60, 120, 180, 240].map((from) => ring(slice.world, from, from + 60))

  it('falls from portal tracts to the central vein', () => {
    for (let k = 1; k < rings.length; k++) expect(rings[k]).toBeGreaterThan(rings[k - 1] ?? 0)
    // Of livers, 60 to 70 mmHg and 25 to 35 mmHg are reported (PMC3753504); the outermost ring is not all beside portal tracts.
    expect(Math.max(...slice.world.f32('field/oxygen'))).toBeGreaterThan(60)
    expect(rings[0]).toBeGreaterThan(25)
    expect(rings[0]).toBeLessThan(38)
  })

  it('does not fall where hepatocytes burn none', () => {
    const idle = liver(
      '[560 um, 480 um, 20 um]',
      'cell types: { hepatocyte: { metabolism: { oxygen: { most: 0.001 amol/s } } } }',
    )
    idle.run(HOURS)
    // Decay of 0.1 1/min and uptake by few small cells are left: a tenth of what hepatocytes burn, at most.
    expect(ring(idle.world, 0, 60)).toBeGreaterThan(60)
  })

  it('is steady', () => {
    const { world } = slice
    const before = rings[0] ?? 0
    slice.run(2 * HOURS)
    // Cells still settle, and some cross to another voxel.
    expect(Math.abs(ring(world, 0, 60) / before - 1)).toBeLessThan(0.01)
  })

  it('is that of a slice in a block', () => {
    // From a central vein at the left to a portal tract at the right.
    const between = 'vessel network: { pattern: { centre: [-135 um, 0 um] } }'
    const [flat, block] = [20, 60].map(
      (height) => liver(`[320 um, 200 um, ${height} um]`, between).world,
    ) as [World, World] // two of two
    for (const world of [flat, block]) runUntil(createStepper(world), HOURS)
    const [there, here] = [along(flat), along(block)]
    // A block holds an eighth more hepatocytes in a volume than a slice, 3.3 layers of cells in 3 of voxels: it takes that much more of the
    // 30 mmHg between portal tract and central vein, and stands elsewhere by half a cell.
    here.forEach((level, k) => expect(Math.abs(level - (there[k] ?? 0))).toBeLessThan(5))
    expect(there[0]).toBeLessThan((there.at(-1) ?? 0) - 15)
    expect(here[0]).toBeLessThan((here.at(-1) ?? 0) - 15)
  })

  it('is that of the whole lobule in a window of it', () => {
    const { world } = liver(
      '[320 um, 200 um, 20 um]',
      'vessel network: { pattern: { centre: [-140 um, 0 um] } }',
    )
    runUntil(createStepper(world), HOURS)
    const [there, here] = [slice.world.f32('field/oxygen'), world.f32('field/oxygen')]
    let [sum, most] = [0, 0]
    for (let j = 0; j < 10; j++) {
      for (let i = 0; i < 14; i++) {
        // The window begins 13 voxels from the left of the whole field and 7 from below; the last two columns lie outside of it.
        const difference = Math.abs((here[j * 16 + i] ?? 0) - (there[(j + 7) * 28 + i + 13] ?? 0))
        sum += difference / 140
        most = Math.max(most, difference)
      }
    }
    // What comes in at the faces is like blood inside, or upstream of it, never downstream: measured 4 mmHg too much in the mean and 13 at most. Were
    // it as fresh as at portal tracts, it would be 9 and 31.
    expect(sum).toBeLessThan(5)
    expect(most).toBeLessThan(16)
  })

  it('does not depend on the blocks in which it is computed', () => {
    const { program, world, run } = liver('[300 um, 300 um, 20 um]')
    run(60)
    const other = startWorld(program, { block: 7 })
    runUntil(createStepper(other), 60)
    expect(stateHash(other)).toBe(stateHash(world))
  })

  it('goes on from a snapshot with the same bits', () => {
    const run = liver('[300 um, 300 um, 20 um]')
    run.run(50)
    const copy = loadSnapshot(run.program, saveSnapshot(run.world), testKernels())
    run.run(100)
    runUntil(createStepper(copy), 100)
    expect(stateHash(copy)).toBe(stateHash(run.world))
  })
})
