import { isDue } from './clock.ts'
import { createInner } from './create-world.ts'
import { BLOOD, type Organism, PRIMARY, type Settler, type Tissue, innerWorlds } from './organism.ts'
import { bindHooks, commit } from './population.ts'
import type { World } from './world.ts'

/** The part of a stepper that meetings need. */
interface Steps {
  readonly world: World
  step(): void
}

/** Advances the worlds in a host to where it is, and lets them meet where that is due. */
export interface InnerStepper {
  /** Call after each tick of the host. */
  follow(): void
}

/** Makes the stepper of the worlds in `host`, each of which `create` binds; undefined where there are none. */
export function createInnerStepper(host: World, create: (world: World) => Steps): InnerStepper | undefined {
  if (host.program.organism === undefined) return undefined
  const steppers = new Map<string, Steps>()
  const stepperOf = ({ name, world }: Tissue): Steps => {
    const known = steppers.get(name)
    if (known?.world === world) return known
    const stepper = create(world)
    steppers.set(name, stepper)
    return stepper
  }
  return { follow: () => follow(host, stepperOf) }
}

function follow(host: World, stepperOf: (tissue: Tissue) => Steps): void {
  const { clock } = host.program
  const done = host.tick - 1
  for (const tissue of innerWorlds(host)) {
    if (tissue.name === BLOOD) continue
    stepperOf(tissue).step()
    report(host, tissue.world)
  }
  const blood = host.inner.get(BLOOD)
  if (blood === undefined) return
  if (!isDue(clock, 'phenotype', done)) blood.tick = done + 1
  else meet(host, stepperOf({ name: BLOOD, world: blood }))
}

/** One meeting: the tissues have done their tick, the blood does it now. */
function meet(host: World, stepper: Steps): void {
  const blood = stepper.world
  const settlers = new Map<string, Settler[]>()
  const organism = organismOf(host, blood, settlers)
  const { meetings } = blood.program
  for (const { gather } of meetings) gather?.(organism)
  stepper.step()
  for (const { deliver } of meetings) deliver?.(organism)
  report(host, blood)
  for (const { name, world } of organism.tissues()) {
    const arriving = settlers.get(name) ?? []
    if (arriving.length > 0) settleIn(world, arriving)
    if (world !== host) report(host, world)
  }
}

function organismOf(host: World, blood: World, settlers: Map<string, Settler[]>): Organism {
  const sites = (host.program.organism?.sites ?? []).map(({ name }) => name)
  const tissues = (): readonly Tissue[] => [
    { name: PRIMARY, world: host },
    ...innerWorlds(host).filter(({ name }) => name !== BLOOD),
  ]
  return {
    host,
    blood,
    tissues,
    sites,
    hasTissue: (site) => site === PRIMARY || host.inner.has(site),
    layOut: (site) => (site === PRIMARY ? host : (host.inner.get(site) ?? makeTissue(host, site))),
    takeDepartures: () => tissues().flatMap(({ world }) => world.departures.splice(0)),
    settle: (site, more) => void settlers.set(site, [...(settlers.get(site) ?? []), ...more]),
  }
}

/** A new tissue has what the whole body has: levels of drugs and the like. */
function makeTissue(host: World, name: string): World {
  const tissue = createInner(host, name)
  for (const { declaration } of host.layout.groups.world) {
    if (declaration.isSystemic === true && tissue.has(declaration.name))
      tissue.view(declaration.name).set(host.view(declaration.name))
  }
  return tissue
}

function settleIn(world: World, settlers: readonly Settler[]): void {
  settlers.forEach(({ cell, x, y, z, cause }, source) => {
    world.arrivals.push({ type: cell.type, x, y, z, volume: cell.volume, source, cause, carried: cell })
  })
  const before = world.tick
  // The tick whose end this still is.
  world.tick = before - 1
  commit(world, () => bindHooks(world))
  world.tick = before
}

/** What happened in a world of the host is told with what happened in the host. */
function report(host: World, inner: World): void {
  const { site } = inner.program
  for (const event of inner.events) host.events.push(site === undefined ? event : { ...event, site })
  inner.events.length = 0
}
