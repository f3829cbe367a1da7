import { type CarriedCell, carryDaughter } from '../../engine/carried-cell.ts'
import { LIVE } from '../../engine/columns.ts'
import { type Organism, PRIMARY } from '../../engine/organism.ts'
import { sendPacket } from '../../engine/packets.ts'
import { stream, uniformAt } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { fnv1a32 } from '../../math/hash.ts'
import type { CompiledWayInjection, InterventionTables } from './compile.ts'

const HARVEST = stream('intervention.harvest')

/** What is injected into the blood since the last meeting comes now; tissues are laid out that something is brought to until the next. */
export function injectIntoBlood(organism: Organism, { wayInjections, layOuts }: InterventionTables): void {
  const { tick: now, program } = organism.blood
  const every = program.clock.every.phenotype
  // Meetings are `every` ticks apart, the first at tick 0.
  for (const injection of wayInjections)
    if (Math.ceil(injection.tick / every) * every === now) send(organism, injection)
  for (const { site, tick } of layOuts)
    if ((tick > now || now === 0) && tick <= now + every) organism.layOut(site)
}

/** Sends the packets of an injection; as many cells in each, give or take one. */
function send(organism: Organism, injection: CompiledWayInjection): void {
  const { name, type, count, packets, size, way, harvest } = injection
  const found = harvest === undefined ? undefined : harvested(organism, harvest, type)
  if (found?.slots.length === 0) return
  const particles = Math.floor(count / size)
  for (let index = 0; index < packets; index++) {
    const share = Math.floor(((index + 1) * particles) / packets) - Math.floor((index * particles) / packets)
    const cell = found === undefined ? { type, source: index } : drawn(organism.blood, found, name, index)
    const cause = `injection ${name}`
    sendPacket(organism.blood, { cell, count: share, size, way, from: cause, cause })
  }
}

interface Harvest {
  readonly world: World
  readonly slots: readonly number[]
}

/** The living cells of a type in a tissue; none where it is not there. */
function harvested(organism: Organism, site: string, type: number): Harvest {
  const world = site === PRIMARY ? organism.host : organism.host.inner.get(site)
  if (world === undefined) return { world: organism.host, slots: [] }
  const { cells } = world
  const slots = Array.from({ length: world.count }, (_, slot) => slot)
  return { world, slots: slots.filter((slot) => cells.type[slot] === type && cells.state[slot] === LIVE) }
}

/** A daughter of one of them, whom chance picks. */
function drawn(blood: World, { world, slots }: Harvest, name: string, index: number): CarriedCell {
  const [luck] = uniformAt(blood, index, fnv1a32(name), HARVEST)
  return carryDaughter(world, slots[Math.floor(luck * slots.length)] ?? 0)
}
