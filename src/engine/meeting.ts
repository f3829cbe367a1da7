import { isDue } from './clock.ts'
import { createInner } from './create-world.ts'
import {
  BLOOD,
  type Departure,
  type Organism,
  PRIMARY,
  type Settler,
  type Tissue,
  innerWorlds,
} from './organism.ts'
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

/** What stands in the place of lists of departures when nobody left: a tick without any leaves no garbage. */
const NOBODY: readonly Departure[] = []

/** Makes the stepper of the worlds in `host`, each of which `create` binds; undefined where there are none. */
export function createInnerStepper(host: World, create: (world: World) => Steps): InnerStepper | undefined {
  if (host.program.organism === undefined) return undefined
  const organism = new HostedOrganism(host)
  const steppers = new Map<World, Steps>()
  const step = (world: World): void => {
    let stepper = steppers.get(world)
    if (stepper === undefined) {
      stepper = create(world)
      steppers.set(world, stepper)
    }
    stepper.step()
  }
  return { follow: () => follow(organism, step) }
}

function follow(organism: HostedOrganism, step: (world: World) => void): void {
  const { host, blood } = organism
  const { clock } = host.program
  const done = host.tick - 1
  const tissues = organism.tissues()
  for (let k = 1; k < tissues.length; k++) {
    const world = tissues[k]?.world ?? host
    step(world)
    report(host, world)
  }
  if (isDue(clock, 'phenotype', done)) meet(organism, step)
  else blood.tick = done + 1
}

/** One meeting: the tissues have done their tick, the blood does it now. */
function meet(organism: HostedOrganism, step: (world: World) => void): void {
  const { host, blood } = organism
  const { meetings } = blood.program
  for (let k = 0; k < meetings.length; k++) meetings[k]?.gather?.(organism)
  step(blood)
  for (let k = 0; k < meetings.length; k++) meetings[k]?.deliver?.(organism)
  report(host, blood)
  organism.settleAll()
}

/** The organism around a host: made once, so that what it lists is made when a tissue is laid out and not in each tick. */
class HostedOrganism implements Organism {
  readonly host: World
  readonly sites: readonly string[]
  readonly #settlers = new Map<string, readonly Settler[]>()
  #tissues: readonly Tissue[] = []
  /** Worlds in the host when its tissues were last listed: they only become more. */
  #known = -1

  constructor(host: World) {
    this.host = host
    this.sites = (host.program.organism?.sites ?? []).map(({ name }) => name)
  }

  get blood(): World {
    const blood = this.host.inner.get(BLOOD)
    if (blood === undefined) throw new Error('an organism has no blood')
    return blood
  }

  readonly tissues = (): readonly Tissue[] => {
    if (this.#known !== this.host.inner.size) {
      this.#known = this.host.inner.size
      const others = innerWorlds(this.host).filter(({ name }) => name !== BLOOD)
      this.#tissues = [{ name: PRIMARY, world: this.host }, ...others]
    }
    return this.#tissues
  }

  readonly hasTissue = (site: string): boolean => site === PRIMARY || this.host.inner.has(site)

  readonly layOut = (site: string): World =>
    site === PRIMARY ? this.host : (this.host.inner.get(site) ?? makeTissue(this.host, site))

  readonly takeDepartures = (): readonly Departure[] => {
    let all: readonly Departure[] = NOBODY
    for (const { world } of this.tissues()) {
      if (world.departures.length > 0) all = [...all, ...world.departures.splice(0)]
    }
    return all
  }

  readonly settle = (site: string, more: readonly Settler[]): void => {
    if (more.length > 0) this.#settlers.set(site, [...(this.#settlers.get(site) ?? []), ...more])
  }

  /** Takes all who are to settle into their tissues. */
  settleAll(): void {
    if (this.#settlers.size === 0) return
    for (const { name, world } of this.tissues()) {
      const arriving = this.#settlers.get(name)
      if (arriving === undefined) continue
      settleIn(world, arriving)
      if (world !== this.host) report(this.host, world)
    }
    this.#settlers.clear()
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
