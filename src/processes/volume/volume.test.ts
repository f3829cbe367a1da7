import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { LIVE, REQUEST_APOPTOSIS, REQUEST_DIVIDE, REQUEST_NECROSIS } from '../../engine/columns.ts'
import type { Program } from '../../engine/program.ts'
import { branchWorld } from '../../engine/branch.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { createReader, locatedFrom } from '../../model/reader.ts'
import { testKernels } from '../../testing/kernels.ts'
import { runCells } from '../../testing/run-cells.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { runOn, startWorld } from '../../testing/start-run.ts'
import { volumeProcess } from './index.ts'
import { volumeSection } from './schema.ts'

const PARTS = ['fluid', 'nuclearSolid', 'cytoplasmicSolid'] as const

function oneCell(lines: readonly string[] = ['volume: {}'], step = 6) {
  return runCells({ cell: lines, processes: [volumeProcess], cells: 1, step })
}

function ask(world: World, bits: number): void {
  request(world, 0, bits)
  commit(world, () => bindHooks(world))
}

const part = (world: World, name: string, slot = 0): number => world.f64(`volume.${name}`)[slot] ?? NaN

describe('a cell at rest', () => {
  test('has the composition of its type', () => {
    const { world } = oneCell()
    expect(PARTS.map((name) => part(world, name))).toEqual([1870.5, 135, 488.5])
    expect(part(world, 'nuclear')).toBe(540)
    expect(world.f64('cell.radius')[0]).toBeCloseTo(8.4127105, 7)
  })

  // Targets are sums and products of the same numbers: a few roundings of 2^-53 per step at most.
  test('stays as it is', () => {
    const { world, step } = oneCell()
    for (let k = 0; k < 1000; k++) step()
    expect(Math.abs((world.f64('cell.volume')[0] ?? 0) / 2494 - 1)).toBeLessThan(1e-12)
  })
})

/** Error of nuclear solids after 360 min of growth to a doubled target, against the exact exponential. */
function growthError(step: number): number {
  const { world, step: tick } = oneCell(undefined, step)
  world.f64('volume.nuclearSolidTarget')[0] = 270
  while (world.time < 360) tick()
  return Math.abs(part(world, 'nuclearSolid') - (270 - 135 * Math.exp(-0.0055 * 360)))
}

describe('numerical scheme', () => {
  // Forward Euler: error = a dt + b dt^2 with b / a of the order of the rate, so the ratio is 2 to within r dt = 3.3 %.
  test('is of first order in the step', () => {
    const errors = [6, 3, 1.5].map(growthError)
    expect(Math.abs((errors[0] ?? 0) / (errors[1] ?? 0) - 2)).toBeLessThan(0.066)
    expect(Math.abs((errors[1] ?? 0) / (errors[2] ?? 0) - 2)).toBeLessThan(0.033)
  })

  test('volume is the sum of its parts, and no part becomes negative when rates are beyond the stable range', () => {
    const { world, step } = oneCell(['volume: { after death: { apoptotic: { fluid change: 0.5 1/min } } }'])
    ask(world, REQUEST_APOPTOSIS)
    for (let k = 0; k < 20; k++) {
      step()
      const parts = PARTS.map((name) => part(world, name))
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
      expect(world.f64('cell.volume')[0]).toBeCloseTo((parts[0] ?? 0) + (parts[1] ?? 0) + (parts[2] ?? 0), 9)
    }
  })
})

describe('events', () => {
  test('division halves every part and the target; nothing is lost', () => {
    const { world } = oneCell()
    ask(world, REQUEST_DIVIDE)
    expect(world.count).toBe(2)
    for (const slot of [0, 1]) {
      expect(PARTS.map((name) => part(world, name, slot))).toEqual([935.25, 67.5, 244.25])
      expect(part(world, 'nuclear', slot)).toBe(270)
      expect(part(world, 'nuclearSolidTarget', slot)).toBe(67.5)
    }
  })

  test('apoptosis shrinks, necrosis swells, each at the rates of its type', () => {
    const lines = [
      'volume: { after death: { apoptotic: { fluid change: 0.02 1/min }, necrotic: { fluid change: 0.01 1/min } } }',
    ]
    const [shrinking, swelling] = [oneCell(lines), oneCell(lines)]
    ask(shrinking.world, REQUEST_APOPTOSIS)
    ask(swelling.world, REQUEST_NECROSIS)
    shrinking.step()
    swelling.step()
    expect(part(shrinking.world, 'fluid')).toBeCloseTo(1870.5 * (1 - 6 * 0.02), 9)
    expect(part(swelling.world, 'fluid')).toBeCloseTo(1870.5 + 6 * 0.01 * (2494 - 1870.5), 9)
    expect(part(shrinking.world, 'nuclearSolidTarget')).toBe(0)
    expect(part(swelling.world, 'calcified')).toBeCloseTo((6 * 0.0042) / 60, 12)
  })

  test('an arriving cell of another size keeps the composition and grows to the size of its type', () => {
    const { world, step } = oneCell()
    world.arrivals.push({ type: 0, x: 0, y: 0, z: 0, volume: 1247, source: 0, cause: 'vessel' })
    commit(world, () => bindHooks(world))
    expect(PARTS.map((name) => part(world, name, 1))).toEqual([935.25, 67.5, 244.25])
    for (let k = 0; k < 1000; k++) step()
    expect(world.f64('cell.volume')[1]).toBeCloseTo(2494, 6)
    expect(world.u8('cell.state')[1]).toBe(LIVE)
  })
})

test('a nucleus larger than its cell is a mistake', () => {
  const reader = createReader(new Map())
  const written = { total: '500 um^3', nuclear: '540 um^3' }
  expect(volumeSection.schema.read(locatedFrom(written), ['volume'], reader)).toBeUndefined()
  expect(reader.issues.map(({ code }) => code)).toContain('out-of-range')
})

describe('a changed model', () => {
  const model = (total: string, nuclear: string): Program =>
    compile(
      modelFrom(`format: 1
title: a size that changes
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types: { cell: { volume: { total: ${total}, nuclear: ${nuclear} } }, rest: {} }
initial: { cell: { points: [[0 um, 0 um, 0 um], [60 um, 0 um, 0 um], [-60 um, 0 um, 0 um]] }, rest: { points: [[0 um, 60 um, 0 um]] } }
`),
    )

  test('gives living cells the target of their type, twice that where they grow to divide, and the dead none', () => {
    const from = startWorld(model('2494 um^3', '540 um^3'))
    const target = (world: World): readonly number[] => [
      ...world.f64('volume.nuclearSolidTarget').subarray(0, world.count),
    ]
    from.f64('volume.nuclearSolidTarget')[1] = 270
    request(from, 2, REQUEST_APOPTOSIS)
    commit(from, () => bindHooks(from))
    const fluid = [...from.f64('volume.fluid').subarray(0, from.count)]
    const after = model('4988 um^3', '1080 um^3')
    const { world } = branchWorld(from, after, { kernels: testKernels(), seed: 1 })
    // Doubled sizes: the products are exact.
    expect(target(world)).toEqual(
      target(startWorld(after)).map((value, slot) => value * ([1, 2, 0][slot] ?? 1)),
    )
    expect([...world.f64('volume.fluid').subarray(0, world.count)]).toEqual(fluid)
  })

  test('is reached as a cell that was so from the start rests', () => {
    const from = startWorld(model('2494 um^3', '540 um^3'))
    const { world } = branchWorld(from, model('3000 um^3', '600 um^3'), { kernels: testKernels(), seed: 1 })
    // Thirty times the slowest time constant of 1 / 0.0045 min: e^-30 is left.
    runOn(world, Math.ceil(30 / 0.0045 / 6))
    expect((world.f64('cell.volume')[0] ?? 0) / 3000).toBeCloseTo(1, 9)
  })
})
