import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { BLOOD } from '../../engine/organism.ts'
import { type Ball, type Place, isInBall, pointIn } from '../../engine/place.ts'
import { request } from '../../engine/population.ts'
import { stream, uniformAt } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { fnv1a32 } from '../../math/hash.ts'
import type { CompiledAblation, CompiledInjection, InterventionTables } from './compile.ts'
import { resect, resectionsOf } from './resect.ts'

const CHOICE = stream('intervention.choice')
const PLACE = stream('intervention.place')

/** Binds ablations, resections and injections at places: all are asked of commit at the end of their tick. */
export function bindInterventions(world: World, tables: InterventionTables): () => void {
  const { ablations, injections } = tables
  // What comes into the blood comes at meetings.
  if (world.program.site === BLOOD) return () => undefined
  // A site is laid out at the first meeting at the earliest, when step 0 is over.
  const first = world.program.site === undefined ? 0 : 1
  const resections = resectionsOf(world, tables.resections)
  const cadence = world.program.clock.every.fields
  return () => {
    const step = world.tick / cadence
    // Counted: loops over values make objects, and this runs in every step of the fields.
    for (let k = 0; k < ablations.length; k++) {
      const ablation = ablations[k]
      if (ablation?.step === step) ablate(world, ablation)
    }
    for (let k = 0; k < resections.length; k++) {
      const resection = resections[k]
      if (resection?.step === step) resect(world, resection)
    }
    for (let k = 0; k < injections.length; k++) {
      const injection = injections[k]
      if (injection !== undefined && Math.max(injection.step, first) === step) inject(world, injection)
    }
  }
}

/** Takes cells whose centre lies in the place; who is left when it takes a share is drawn by lineage. */
function ablate(world: World, ablation: CompiledAblation): void {
  const { cells, program } = world
  const { isTaken, share, name } = ablation
  const [lineageLow, lineageHigh] = [world.u32('cell.lineageLow'), world.u32('cell.lineageHigh')]
  const key = fnv1a32(name)
  for (let slot = 0; slot < world.count; slot++) {
    if (isTaken[cells.type[slot] ?? 0] !== true) continue
    const [x = 0, y = 0, z = 0] = [cells.x[slot], cells.y[slot], cells.z[slot]]
    if (!isInBall(program.space, ablation, x, y, z)) continue
    // The name is part of the address, so that two ablations in one tick choose independently.
    const [luck] = uniformAt(world, ((lineageLow[slot] ?? 0) ^ key) >>> 0, lineageHigh[slot] ?? 0, CHOICE)
    if (luck < share) request(world, slot, REQUEST_REMOVE)
  }
}

/** Announces cells; places and keys hang on the name and the tick, not on what else arrives. */
function inject(world: World, { name, type, count, volume, ...ball }: CompiledInjection): void {
  const place = boxOf(ball)
  const key = fnv1a32(name)
  for (let index = 0; index < count; index++) {
    const point = pointIn(world.program.space, place, (draw) => uniformAt(world, index, key, PLACE + draw))
    const more = volume === undefined ? {} : { volume }
    world.arrivals.push({ type, ...point, source: index, cause: `injection ${name}`, ...more })
  }
}

function boxOf({ centre: [x, y, z], radius }: Ball): Place {
  return {
    low: [x - radius, y - radius, z - radius],
    high: [x + radius, y + radius, z + radius],
    radius,
  }
}
