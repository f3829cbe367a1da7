/** Packed cells that push and pull: what mechanics costs per cell and per pair. */
import { listedNeighbours, neighboursOf, rebuildNeighbours } from '../engine/neighbours.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { type Body, pairVelocity } from '../processes/mechanics/kernels.ts'
import { bindPhase } from './kernel-scenes.ts'
import { time, timePair, wallTime } from './measure.ts'
import { memoryOf } from './memory.ts'
import { openWorld, programOf } from './open-world.ts'
import { type SceneOptions, type SceneResult, phaseShares, timeEach } from './result.ts'
import { type PackedScene, packedScene } from './scenes.ts'

/** Name of the number whose growth with the number of cells is looked at. */
export const PER_CELL = 'cell and step, all of mechanics'

/**
 * Ticks before anything is timed: while the packing springs apart, lists are made anew every few steps, and large packings,
 * which do fewer steps per sample, would seem dearer for it. Measured: from then on once in some 30 steps, at any size.
 */
const SETTLED = 20

/** Whole steps, pair forces alone against their plain form, and a search for neighbours. */
export async function mechanics(scene: PackedScene, options: SceneOptions): Promise<SceneResult> {
  const { repeats, threads } = options
  const { world, close } = await openWorld(programOf(packedScene(scene)), threads)
  runUntil(createStepper(world), SETTLED)
  const stepper = createStepper(world, wallTime)
  const ticks = Math.max(4, Math.round(100_000 / world.count))
  const whole = time(
    () => {
      for (let tick = 0; tick < ticks; tick++) stepper.step()
    },
    repeats,
    threads,
  )
  const phases = phaseShares(stepper.profile)
  const search = time(
    () => {
      world.neighboursAreStale = true
      rebuildNeighbours(world)
    },
    repeats,
    threads,
  )
  const pairs = orderedPairs(world)
  const forces = timeForces(world, options)
  const { count } = world
  const result = {
    scene: `mechanics ${scene.dimensions}-D ${scene.cells}`,
    threads,
    title: `${count.toLocaleString('en-GB')} packed cells, ${(pairs / count).toFixed(1)} in reach of each, ${(listedNeighbours(world) / count).toFixed(1)} listed`,
    phases,
    quantities: [
      timeEach(PER_CELL, 'ns', whole, ticks * count),
      {
        ...timeEach('ordered pair and step, forces', 'ns', forces.subject, FORCE_CALLS * pairs),
        ratio: (forces.ratio * FORCE_CALLS * count) / SAMPLE,
      },
      timeEach('cell and search for neighbours', 'ns', search, count),
      ...memoryOf(world).slice(0, 1),
    ],
  }
  await close()
  return result
}

/** Passes over all cells per measurement of the forces. */
const FORCE_CALLS = 4
/** Cells for which the plain form computes the forces, from lists of the same length. */
const SAMPLE = 1000

function timeForces(world: World, { repeats, threads }: SceneOptions) {
  const forces = bindPhase(world, 'mechanics', 'forces')
  const samples = Array.from({ length: SAMPLE }, (_, k) =>
    neighbourhood(world, Math.floor((k * world.count) / SAMPLE)),
  )
  return timePair(
    () => {
      for (let call = 0; call < FORCE_CALLS; call++) forces()
    },
    () => {
      for (const bodies of samples) pairVelocity(bodies, 0, [0, 0, 0])
    },
    repeats,
    threads,
  )
}

/** Cell `slot` and its list of neighbours, as the plain form takes them. */
function neighbourhood(world: World, slot: number): readonly Body[] {
  return [slot, ...neighboursOf(world, slot)].map((cell) => ({
    position: [
      world.f64('cell.x')[cell] ?? 0,
      world.f64('cell.y')[cell] ?? 0,
      world.f64('cell.z')[cell] ?? 0,
    ] as const,
    radius: world.f64('cell.radius')[cell] ?? 0,
    reach: world.f64('cell.reach')[cell] ?? 0,
    type: 0,
    adhesion: world.behaviourOf('adhesion', cell),
    repulsion: world.behaviourOf('repulsion', cell),
    affinities: [1],
  }))
}

/** Pairs (i, j) of cells within reach of each other, in either order. */
function orderedPairs(world: World): number {
  const [x, y, z] = [world.f64('cell.x'), world.f64('cell.y'), world.f64('cell.z')]
  const reach = world.f64('cell.reach')
  let pairs = 0
  for (let slot = 0; slot < world.count; slot++) {
    for (const other of neighboursOf(world, slot)) {
      const dx = (x[slot] ?? 0) - (x[other] ?? 0)
      const dy = (y[slot] ?? 0) - (y[other] ?? 0)
      const dz = (z[slot] ?? 0) - (z[other] ?? 0)
      const limit = (reach[slot] ?? 0) + (reach[other] ?? 0)
      if (dx * dx + dy * dy + dz * dz < limit * limit) pairs += 1
    }
  }
  return pairs
}
