import { describe, expect, test } from 'vitest'
import { REQUEST_APOPTOSIS, REQUEST_NECROSIS } from '../../src/engine/columns.ts'
import { commit, request } from '../../src/engine/population.ts'
import { bindHooks } from '../../src/engine/population.ts'
import type { World } from '../../src/engine/world.ts'
import { deathProcess } from '../../src/processes/death/index.ts'
import { volumeProcess } from '../../src/processes/volume/index.ts'
import { runCells } from '../../src/testing/run-cells.ts'
import { readNumbers } from './read-csv.ts'

/** Columns of the reference and where we keep them. */
const COLUMNS: Readonly<Record<string, string>> = {
  total: 'cell.volume',
  fluid: 'volume.fluid',
  nuclear: 'volume.nuclear',
  nuclear_solid: 'volume.nuclearSolid',
  cytoplasmic_solid: 'volume.cytoplasmicSolid',
  radius: 'cell.radius',
}

/** Codes of the reference for our states of life. */
const CODES = [14, 100, 101, 102]

/**
 * The files have eight significant digits, hence a rounding of at most 5e-8 of the value; both programs do the same
 * operations, whose own rounding over 2400 steps stays below 2400 x 1e-16 x a few.
 */
const DIGITS = 6e-8

function oneCell(step: number) {
  return runCells({ cell: ['volume: {}'], processes: [volumeProcess, deathProcess], cells: 1, step })
}

function kill(world: World, bits: number): void {
  request(world, 0, bits)
  commit(world, () => bindHooks(world))
}

interface Followed {
  /** Rows compared before the cell was removed. */
  readonly rows: number
  /** Largest relative difference. */
  readonly worst: number
  /** Steps done at the end, or when the cell was removed. */
  readonly steps: number
}

/** Follows the file from row to row. */
function follow(name: string, step: number, begin: (world: World) => void): Followed {
  const { world, step: tick } = oneCell(step)
  begin(world)
  let rows = 0
  let worst = 0
  for (const row of readNumbers(name)) {
    while (world.count > 0 && world.tick < Math.round((row['time_min'] ?? 0) / step)) tick()
    if (world.count === 0) break
    for (const [theirs, ours] of Object.entries(COLUMNS)) {
      const expected = row[theirs] ?? NaN
      worst = Math.max(worst, Math.abs((world.f64(ours)[0] ?? NaN) - expected) / Math.max(expected, 1e-30))
    }
    // At 0 the reference has not yet noticed the death.
    if (row['time_min'] !== 0) expect(CODES[world.u8('cell.state')[0] ?? 0]).toBe(row['phase_code'])
    rows += 1
  }
  return { rows, worst, steps: world.tick }
}

describe('volume of one cell, against the reference program', () => {
  test.each([
    [6, 86],
    [0.6, 860],
  ])('apoptosis in steps of %d min, removed at 516 min, after %i of them', (step, steps) => {
    const result = follow(`volume_apoptosis_dt${step}`, step, (world) => kill(world, REQUEST_APOPTOSIS))
    expect(result.steps).toBe(steps)
    // The files give 0, 6 ... 510 min, and 516 min, when the cell is gone.
    expect(result.rows).toBe(86)
    expect(result.worst).toBeLessThan(DIGITS)
  })

  test('necrosis: swelling, bursting at twice the volume, drying out', () => {
    const result = follow('volume_necrosis_dt6', 6, (world) => kill(world, REQUEST_NECROSIS))
    expect(result.rows).toBe(readNumbers('volume_necrosis_dt6').length)
    expect(result.worst).toBeLessThan(DIGITS)
  })

  test('growth to a doubled target', () => {
    const result = follow('volume_growth_dt6', 6, (world) => {
      const targets = world.f64('volume.nuclearSolidTarget')
      targets[0] = 2 * (targets[0] ?? 0)
    })
    expect(result.rows).toBe(readNumbers('volume_growth_dt6').length)
    expect(result.worst).toBeLessThan(DIGITS)
  })
})
