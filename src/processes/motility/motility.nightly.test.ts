import { describe, expect, it } from 'vitest'
import { meanAndError, positionsOf, squaredDisplacements, startWalkers } from '../../testing/walkers.ts'

/** Bounds in standard errors: by chance alone, one comparison in two million fails. */
const SIGMAS = 5
const SPEED = 1
const DT = 0.1
const CELLS = 400
/** Independent runs of CELLS cells each: n = 4000. */
const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1)

/** Squared displacements [um^2] of all cells in `duration` [min], after `before` [min]. */
function displacements(
  persistence: number,
  size: readonly [number, number, number],
  before: number,
  duration: number,
) {
  return SEEDS.flatMap((seed) => {
    const motility = `{ speed: ${SPEED} um/min, persistence: ${persistence} min }`
    const { world, run } = startWalkers({ cells: CELLS, motility, size, seed })
    run(before / DT)
    const start = positionsOf(world)
    run((before + duration) / DT)
    return squaredDisplacements(start, positionsOf(world))
  })
}

describe.each([
  { dimensions: 2, size: [2000, 2000, 20] as const },
  { dimensions: 3, size: [800, 800, 800] as const },
])('the random walk in $dimensions-D, n = 4000', ({ size }) => {
  it.each([
    { persistence: 2, duration: 1 },
    { persistence: 2, duration: 20 },
    { persistence: 10, duration: 30 },
  ])(
    'is that of theory with persistence $persistence min after $duration min',
    ({ persistence, duration }) => {
      const x = duration / persistence
      const scale = 2 * (SPEED * persistence) ** 2
      const walks = [
        { before: 0, expected: scale * (x - 2 + 2 * Math.exp(-x) + x * Math.exp(-x)) },
        { before: 12 * persistence, expected: scale * (x - 1 + Math.exp(-x)) },
      ]
      for (const { before, expected } of walks) {
        const { mean, error } = meanAndError(displacements(persistence, size, before, duration))
        // A step of DT instead of continuous time: what happens within a step may come one step early or late.
        const discrete = expected * ((2 * DT) / duration + DT / persistence)
        expect(Math.abs(mean - expected)).toBeLessThan(SIGMAS * error + discrete)
      }
    },
  )
})
