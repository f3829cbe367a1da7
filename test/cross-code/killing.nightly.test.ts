import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { LIVE } from '../../src/engine/columns.ts'
import type { World } from '../../src/engine/world.ts'
import { mean, variance } from '../../src/math/statistics.ts'
import { runModel } from '../../src/testing/run-model.ts'
import { disagreements } from './compare-seeds.ts'
import { readNumbers } from './read-csv.ts'

/**
 * Cytotoxic cells and macrophages in a tumour, against eight runs of the reference program.
 *
 * Criterion: at every recorded time, the means over seeds of both programs differ by at most five standard errors of
 * their difference, which come from the spread of both samples. What is known to differ (models/killing.yaml) is
 * below that.
 */

/** Seeds of ours; the reference has eight. */
const SEEDS = 16

/** Time between recorded rows, and end of a run [min]. */
const EVERY = 120
const STOP = 1440

/** A run takes seconds; chosen: far more than all of them need [ms]. */
const LONGEST = 1_800_000

/** What follows from killing and eating, and from motion up the attractant. */
const QUANTITIES = [
  'n_total',
  'n_live',
  'n_apoptotic',
  'live:tumour',
  'total_volume',
  'mean_live_volume',
  'mean_damage_live',
  'rms_radius',
  'mean:tsig',
  'max:tsig',
] as const
type Quantities = Readonly<Record<(typeof QUANTITIES)[number], number>>

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

/** The model with the positions of the reference's cells. */
function modelText(): string {
  const points = new Map<string, string[]>()
  for (const line of read('data/killing_cells.csv').trim().split('\n').slice(1)) {
    const [x = '', y = '', , type = ''] = line.trim().split(',')
    points.set(type, [...(points.get(type) ?? []), `[${x} um, ${y} um, 0 um]`])
  }
  const initial = [...points].map(([type, list]) => `  ${type}: { points: [${list.join(', ')}] }`)
  return `${read('models/killing.yaml')}\ninitial:\n${initial.join('\n')}\n`
}

function measure(world: World): Quantities {
  const { count } = world
  const slots = Array.from({ length: count }, (_, slot) => slot)
  const states = world.u8('cell.state')
  const live = slots.filter((slot) => states[slot] === LIVE)
  const tumour = world.program.cellTypes.indexOf('tumour')
  const of = (name: string, at: readonly number[]): number[] => at.map((slot) => world.f64(name)[slot] ?? NaN)
  const spread = (name: string): number => variance(of(name, slots)) * (1 - 1 / count)
  const signal = [...world.f32('field/tsig')]
  return {
    n_total: count,
    n_live: live.length,
    n_apoptotic: count - live.length,
    'live:tumour': live.filter((slot) => world.u16('cell.type')[slot] === tumour).length,
    total_volume: of('cell.volume', slots).reduce((sum, volume) => sum + volume, 0),
    mean_live_volume: mean(of('cell.volume', live)),
    mean_damage_live: mean(of('interaction.damage', live)),
    rms_radius: Math.sqrt(spread('cell.x') + spread('cell.y')),
    'mean:tsig': mean(signal),
    'max:tsig': Math.max(...signal),
  }
}

/** Our runs: by time, one entry per seed. */
function runAll(): ReadonlyMap<number, readonly Quantities[]> {
  const yaml = modelText()
  const byTime = new Map<number, Quantities[]>()
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = runModel(yaml, { seed })
    for (let time = EVERY; time <= STOP; time += EVERY) {
      run.run(time * 10)
      byTime.set(time, [...(byTime.get(time) ?? []), measure(run.world)])
    }
  }
  return byTime
}

describe('killing, against the reference program', () => {
  const reference = readNumbers('killing')
  let ours: ReadonlyMap<number, readonly Quantities[]>
  beforeAll(() => {
    ours = runAll()
  }, LONGEST)

  it.each(QUANTITIES)('%s agrees at all times', (name) => {
    expect(disagreements(reference, ours, name)).toEqual([])
  })
})
