import type { World } from '../engine/world.ts'

/**
 * How far waiting times [steps] are from the geometric law with probability `p` per step, in standard errors: their
 * mean, and the shares still waiting when nine tenths, a half and a tenth of them should be.
 */
export function geometricDeviations(waits: readonly number[], p: number): readonly number[] {
  const n = waits.length
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / n
  const ofMean = ((mean - 1 / p) * p) / Math.sqrt((1 - p) / n)
  const ofShares = [0.9, 0.5, 0.1].map((share) => {
    const steps = Math.max(1, Math.round(Math.log(share) / Math.log(1 - p)))
    const expected = (1 - p) ** steps
    const waiting = waits.filter((wait) => wait > steps).length / n
    return (waiting - expected) / Math.sqrt((expected * (1 - expected)) / n)
  })
  return [ofMean, ...ofShares]
}

/** Runs the decisions of cells step by step without serving what they ask for: nobody divides, dies or disappears. */
export function decideOnly(world: World, dt: number): () => void {
  const activities = world.program.activities.decisions.map((activity) => activity.bind(world, dt))
  return () => {
    world.u8('cell.request').fill(0)
    for (const activity of activities) activity()
    world.tick += 1
  }
}

/** Bound on a deviation in standard errors: by chance it is passed once in 1.7 million comparisons. */
export const FIVE_SIGMA = 5
