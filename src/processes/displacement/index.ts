import { defineProcess } from '../../engine/process.ts'
import { periods } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { DISPLACEMENT, DISPLACEMENT_COLUMN, ORIGINS, displacementColumns } from './columns.ts'

/** Displacement: how far each cell is from where its line began. Costs nothing where nobody asks for it. */
export const displacementProcess = defineProcess<Record<string, never>>({
  name: 'displacement',
  doc: 'how far cells are from where they, or the ancestors of which they descend, stood first',
  sections: [],
  signals: () => [
    {
      name: DISPLACEMENT,
      unit: 'um',
      doc: 'distance from where the cell, or the ancestor of which it descends, stood first',
      column: DISPLACEMENT_COLUMN,
    },
  ],
  compile: (_, context, usage) => {
    if (!usage.signals.has(DISPLACEMENT)) return undefined
    for (const column of displacementColumns) context.column(column)
    return {}
  },
  activities: [{ name: 'displacement', phase: 'sensing', bind: bindDisplacement }],
  hooks: (world) => ({ arrived: arriving(world) }),
})

/** A cell that is there at the start, or comes from outside, begins a line where it stands. */
function arriving(world: World): (slot: number) => void {
  const { x, y, z } = world.cells
  const [fromX, fromY, fromZ] = ORIGINS.map((name) => world.f64(name))
  return (slot) => {
    if (fromX === undefined || fromY === undefined || fromZ === undefined) return
    fromX[slot] = x[slot] ?? 0
    fromY[slot] = y[slot] ?? 0
    fromZ[slot] = z[slot] ?? 0
  }
}

/** Binds the distances of all cells; across periodic faces the shortest way counts. */
function bindDisplacement(world: World): () => void {
  const { x, y, z } = world.cells
  const [fromX, fromY, fromZ] = ORIGINS.map((name) => world.f64(name))
  const distance = world.f64(DISPLACEMENT_COLUMN)
  const [px, py, pz] = periods(world.program.space)
  return () => {
    if (fromX === undefined || fromY === undefined || fromZ === undefined) return
    for (let slot = 0; slot < world.count; slot++) {
      const dx = shortest((x[slot] ?? 0) - (fromX[slot] ?? 0), px)
      const dy = shortest((y[slot] ?? 0) - (fromY[slot] ?? 0), py)
      const dz = shortest((z[slot] ?? 0) - (fromZ[slot] ?? 0), pz)
      distance[slot] = Math.sqrt(dx * dx + dy * dy + dz * dz)
    }
  }
}

/** The shortest way between two places that are so far apart along an axis of a period, 0 for none [um]. */
function shortest(difference: number, period: number): number {
  if (period === 0) return difference
  return difference - period * Math.round(difference / period)
}
