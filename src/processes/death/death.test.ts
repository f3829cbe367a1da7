import { describe, expect, test } from 'vitest'
import {
  APOPTOTIC,
  LIVE,
  LYSED,
  NECROTIC,
  REQUEST_APOPTOSIS,
  REQUEST_LYSIS,
  REQUEST_NECROSIS,
} from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { fill } from '../../testing/kernel-arrays.ts'
import { runCells } from '../../testing/run-cells.ts'
import { FIVE_SIGMA, decideOnly, geometricDeviations } from '../../testing/waiting-times.ts'
import { cycleProcess } from '../cycle/index.ts'
import { volumeProcess } from '../volume/index.ts'
import { deathProcess } from './index.ts'

/** Chosen: shows a bias of a tenth of a mean at 5 standard errors within a second. */
const CELLS = 3000

const processes = [volumeProcess, deathProcess]

function killAll(world: World, bits: number): void {
  for (let slot = 0; slot < world.count; slot++) request(world, slot, bits)
  commit(world, () => bindHooks(world))
}

/** Steps until each cell first asks for one of the two deaths, and the share of apoptosis. */
function onsets(apoptosis: number, necrosis: number): { waits: number[]; share: number } {
  const cell = [`death: { apoptosis: { rate: ${apoptosis} 1/min }, necrosis: { rate: ${necrosis} 1/min } }`]
  const { world } = runCells({ cell, processes, cells: CELLS })
  const step = decideOnly(world, 6)
  const waits = fill(CELLS, () => 0)
  let apoptotic = 0
  for (let tick = 1; waits.includes(0); tick++) {
    step()
    const requests = world.u8('cell.request')
    for (let slot = 0; slot < CELLS; slot++) {
      const bits = requests[slot] ?? 0
      if (bits === 0 || waits[slot] !== 0) continue
      waits[slot] = tick
      if (bits === REQUEST_APOPTOSIS) apoptotic += 1
    }
  }
  return { waits, share: apoptotic / CELLS }
}

describe('onset of death', () => {
  test.each([
    [0.004, 0],
    [0, 0.004],
    [0.003, 0.006],
  ])('apoptosis at %d and necrosis at %d per min: geometric waiting times, in the right shares', (a, n) => {
    const [pa, pn] = [1 - Math.exp(-6 * a), 1 - Math.exp(-6 * n)]
    const p = 1 - (1 - pa) * (1 - pn)
    const { waits, share } = onsets(a, n)
    for (const deviation of geometricDeviations(waits, p))
      expect(Math.abs(deviation)).toBeLessThan(FIVE_SIGMA)
    const expected = pa / p // apoptosis is tested first
    expect(Math.abs(share - expected)).toBeLessThanOrEqual(
      FIVE_SIGMA * Math.sqrt((expected * (1 - expected)) / CELLS),
    )
  })

  test('a cell that dies does not divide', () => {
    const cell = [
      'cycle: { model: live, duration: 6 min, distribution: fixed }',
      'death: { apoptosis: { rate: 100 1/min } }',
    ]
    const { world, step } = runCells({ cell, processes: [...processes, cycleProcess], cells: 20 })
    step()
    expect(world.count).toBe(20)
    expect(
      world
        .u8('cell.state')
        .slice(0, 20)
        .every((state) => state === APOPTOTIC),
    ).toBe(true)
    expect(
      world
        .f64('volume.nuclearSolidTarget')
        .slice(0, 20)
        .every((target) => target === 0),
    ).toBe(true)
  })
})

describe('after the onset', () => {
  test('a cell that begins apoptosis in a step is removed when 516 min have passed, that step included', () => {
    const { world, step } = runCells({
      cell: ['death: { apoptosis: { rate: 100 1/min } }'],
      processes,
      cells: 2,
    })
    for (let k = 0; k < 85; k++) step()
    expect(world.count).toBe(2)
    step()
    expect(world.count).toBe(0)
  })

  test('an exponential duration of apoptosis has the geometric law', () => {
    const cell = ['death: { apoptosis: { duration: 60 min, distribution: exponential } }']
    const { world, step } = runCells({ cell, processes, cells: CELLS })
    killAll(world, REQUEST_APOPTOSIS)
    const waits: number[] = []
    while (world.count > 0) {
      const before = world.count
      step()
      for (let gone = world.count; gone < before; gone++) waits.push(world.tick)
    }
    for (const deviation of geometricDeviations(waits, 1 - Math.exp(-6 / 60))) {
      expect(Math.abs(deviation)).toBeLessThan(FIVE_SIGMA)
    }
  })

  test('a necrotic cell swells, bursts at its own multiple, and is cleared after its own time', () => {
    const cell = ['death: { necrosis: { bursts at: 1.5, clearance: 60 min } }']
    const { world, step } = runCells({ cell, processes, cells: 1 })
    killAll(world, REQUEST_NECROSIS)
    expect(world.f64('death.burstVolume')[0]).toBe(1.5 * 2494)
    while (world.u8('cell.state')[0] === NECROTIC) {
      expect(world.f64('cell.volume')[0]).toBeLessThan(1.5 * 2494)
      step()
    }
    expect(world.f64('cell.volume')[0]).toBeGreaterThanOrEqual(1.5 * 2494)
    expect(world.events.map(({ kind }) => kind)).toEqual(['lysis'])
    const burst = world.tick
    while (world.count > 0) step()
    expect(world.tick - burst).toBe(10)
  })

  test('types keep their own numbers, and lysis of a live cell leaves remains', () => {
    const { world, step } = runCells({
      cell: ['death: { necrosis: { clearance: 12 min } }'],
      processes,
      cells: 1,
    })
    expect(world.u8('cell.state')[0]).toBe(LIVE)
    killAll(world, REQUEST_LYSIS)
    expect(world.u8('cell.state')[0]).toBe(LYSED)
    expect(world.f64('volume.nuclearSolidTarget')[0]).toBe(0)
    step()
    expect(world.count).toBe(1)
    step()
    expect(world.count).toBe(0)
  })
})

describe('birth and death', () => {
  test('live cells multiply by (1 - d)(1 + b) per step', () => {
    const [cells, steps] = [2000, 60]
    const cell = ['cycle: { model: live, rate: 0.003 1/min }', 'death: { apoptosis: { rate: 0.001 1/min } }']
    const { world, step } = runCells({ cell, processes: [...processes, cycleProcess], cells })
    for (let k = 0; k < steps; k++) step()
    const [b, d] = [1 - Math.exp(-6 * 0.003), 1 - Math.exp(-6 * 0.001)]
    const m = (1 - d) * (1 + b)
    // Offspring in a step: 0 with d, else 2 with b and 1 without: variance of the Galton-Watson process after k steps.
    const variance = (1 - d) * (1 + 3 * b) - m * m
    const deviation = Math.sqrt((cells * variance * m ** (steps - 1) * (m ** steps - 1)) / (m - 1))
    const live = world
      .u8('cell.state')
      .slice(0, world.count)
      .filter((state) => state === LIVE).length
    expect(Math.abs(live - cells * m ** steps)).toBeLessThan(FIVE_SIGMA * deviation)
  })
})
