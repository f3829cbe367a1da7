import { describe, expect, it } from 'vitest'
import { rebuildBins } from '../../engine/neighbours.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { placedWorld } from '../../testing/placed-world.ts'
import { runModel } from '../../testing/run-model.ts'
import { runTo } from '../../testing/start-run.ts'
import { type Graph, graphOf } from './graph.ts'
import { compileVesselNetwork } from './compile.ts'
import { openShare } from './squeeze.ts'
import { modelFrom } from '../../testing/run-model.ts'

describe('what closes vessels', () => {
  it('leaves half of the radius at half, and all of it without a load', () => {
    const response = { half: 2, hill: 3 }
    expect([openShare(0, response), openShare(-1, response), openShare(2, response)]).toEqual([1, 1, 0.5])
    expect(openShare(4, response)).toBeCloseTo(1 / 9, 14)
  })
})

/** A vessel of 160 um along x; cells beside its middle. */
const MORE = `
vessel network:
  viscosity: 3 mPa s
  lines: [{ points: [[-80 um, 0 um, 0 um], [80 um, 0 um, 0 um]], pressures: [25 mmHg, 15 mmHg] }]
  squeeze: { pressure: { half: 1, hill: 2 } }
`

function squeezed(pressures: readonly number[]): { world: World; graph: Graph } {
  const world = placedWorld({
    size: [200, 200, 20],
    cells: pressures.map((_, k) => ['tumour', -5, 3 + 8 * k]),
    more: MORE,
  })
  world.f64('mechanics.pressure').set(pressures)
  rebuildBins(world)
  for (const { name, bind } of world.program.activities.decisions) if (name === 'blood flow') bind(world, 6)()
  return { world, graph: graphOf(world) }
}

describe('cells that press', () => {
  it('narrow the nodes in whose voxel they are, and beside it, and the flow of all tubes in line', () => {
    const { graph } = squeezed([2, 4])
    // Nodes stand every 20 um from -80 on, in the voxels from x = -80, -60 ...; the cells are in the one from -20 to 0.
    const wanted = 1 / (1 + 9)
    const byPlace = [...graph.x.subarray(0, 9)].map((x, row) => [x, graph.squeezed[row] ?? 0] as const)
    const narrow = byPlace.filter(([, open]) => open < 1).map(([x]) => x)
    expect(narrow.toSorted((a, b) => a - b)).toEqual([-40, -20, 0])
    for (const [, open] of byPlace.filter(([x]) => x === -20)) expect(open).toBeCloseTo(wanted, 14)
    // Four tubes of eight touch one of these: their resistance is 10^4-fold.
    const g = (Math.PI * 256) / (8 * (3e-3 / 133.322387415 / 60) * 20)
    expect((graph.flow[0] ?? 0) / (10 / (4 / g + 4e4 / g))).toBeCloseTo(1, 9)
    expect(graph.carries[byPlace.findIndex(([x]) => x === -20)]).toBeCloseTo(wanted, 12)
  })

  it('close them when they press hard, and nothing is carried then', () => {
    const { graph } = squeezed([10])
    expect([...graph.flow.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(graph.carries[4]).toBe(0)
  })

  it('change nothing by less than one part in a hundred', () => {
    expect([...squeezed([0.05]).graph.squeezed.subarray(0, 9)].every((open) => open === 1)).toBe(true)
  })
})

const TISSUE = `format: 1
title: a tumour around vessels
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um, boundary: periodic }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
include: [library/tumour, library/vessel-collapse]
vessels: { points: [[-30 um, 0 um, 0 um], [0 um, 10 um, 0 um], [40 um, 0 um, 0 um]] }
initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 90 um, spacing: 9 um } } }
`

describe('a tissue with vessels that live', () => {
  it('is the same for every size of blocks, and goes on from a snapshot with the same bits', () => {
    const { world, program, run } = runModel(TISSUE)
    run(20)
    expect(world.f64('vessel.squeezed').some((open) => open > 0 && open < 1)).toBe(true)
    const copy = loadSnapshot(program, saveSnapshot(world), testKernels())
    run(40)
    runUntil(createStepper(copy), 40)
    expect(stateHash(copy)).toBe(stateHash(world))
    expect(stateHash(runTo(TISSUE, 40, { block: 7 }))).toBe(stateHash(world))
  })

  it('costs nothing where no vessel lives', () => {
    const model = modelFrom(TISSUE.replace(', library/vessel-collapse', ', library/vessels'))
    // The context is not looked at.
    expect(
      compileVesselNetwork(model.data, undefined as never, { signals: new Set(), behaviours: new Set() }),
    ).toBeUndefined()
  })
})
