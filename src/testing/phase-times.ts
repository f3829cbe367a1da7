import { cycleProcess } from '../processes/cycle/index.ts'
import { volumeProcess } from '../processes/volume/index.ts'
import { fill } from './kernel-arrays.ts'
import { runCells } from './run-cells.ts'
import { decideOnly } from './waiting-times.ts'

/** Steps that each of `cells` cells spends on its first visit to each of `phases` phases, as [phase][cell]. */
export function phaseTimes(cycle: string, phases: number, cells: number, seed: number): readonly number[][] {
  const { world } = runCells({
    cell: [`cycle: ${cycle}`],
    processes: [volumeProcess, cycleProcess],
    cells,
    seed,
  })
  const step = decideOnly(world, 6)
  const times = Array.from({ length: phases }, () => fill(cells, () => 0))
  const entered = fill(cells, () => 0)
  const phase = world.u8('cycle.phase')
  const elapsed = world.f64('cycle.elapsed')
  let missing = phases * cells
  for (let tick = 1; missing > 0; tick++) {
    const before = phase.slice(0, cells)
    step()
    for (let slot = 0; slot < cells; slot++) {
      if (elapsed[slot] !== 0) continue
      const row = times[before[slot] ?? 0] ?? []
      if (row[slot] === 0) {
        row[slot] = tick - (entered[slot] ?? 0)
        missing -= 1
      }
      entered[slot] = tick
    }
  }
  return times
}
