import { fnv1a32 } from '../math/hash.ts'
import { type CarriedCell, carryCell } from './carried-cell.ts'
import type { Program } from './program.ts'
import type { World } from './world.ts'

/*
 * An organism is a host world with others in it (docs/adr/0028): the blood, and one tissue per site whose first colony has begun.
 * Between two meetings no world reads another; at a meeting, after each tick in which phenotypes are due, cells and levels pass
 * from one to the other, serially and in a fixed order.
 */

/** Name of the host among the tissues, and of the world of what is in the blood. */
export const PRIMARY = 'primary'
export const BLOOD = 'blood'

/** A tissue of an organism. */
export interface Tissue {
  readonly name: string
  readonly world: World
}

/** A cell that left a tissue for the blood or the lymph. */
export interface Departure {
  readonly cell: CarriedCell
  /** Name of the tissue that it left. */
  readonly from: string
  /** The way that it took, for example 'blood' or 'lymph'. */
  readonly way: string
}

/** A cell that gets out of the blood into a tissue. */
export interface Settler {
  readonly cell: CarriedCell
  /** [um] */
  readonly x: number
  readonly y: number
  readonly z: number
  /** What brought it, for example 'colony'. */
  readonly cause: string
}

/** What the blood's processes see at a meeting. */
export interface Organism {
  readonly host: World
  readonly blood: World
  /** The host first, then the sites that have a tissue, in the order of the model. */
  tissues(): readonly Tissue[]
  /** Names of all sites that the model gives a tissue, laid out or not. */
  readonly sites: readonly string[]
  /** True when the site's tissue is there. */
  hasTissue(site: string): boolean
  /** The tissue of a site, laid out now if it was not yet. */
  layOut(site: string): World
  /** Who left which tissue since the last meeting, tissue by tissue, in the order of their rows. */
  takeDepartures(): readonly Departure[]
  /** Places cells in a site's tissue; they are committed before the meeting ends. */
  settle(site: string, settlers: readonly Settler[]): void
}

/** For hooks of commit: takes down a cell that leaves its tissue alive, before its row disappears. */
export function depart(world: World, slot: number, way: string): void {
  world.departures.push({ cell: carryCell(world, slot), from: world.program.site ?? PRIMARY, way })
}

/** The worlds in a world: the blood first, then the tissues that are laid out, in the order of the model. */
export function innerWorlds(host: World): readonly Tissue[] {
  const { organism } = host.program
  if (organism === undefined) return []
  const names = [BLOOD, ...organism.sites.map(({ name }) => name)]
  return names.flatMap((name) => {
    const world = host.inner.get(name)
    return world === undefined ? [] : [{ name, world }]
  })
}

/** Names of the sites that a program may lay out; those whose worlds are worth threads. */
export function siteNames({ organism }: Program): readonly string[] {
  return organism?.sites.map(({ name }) => name) ?? []
}

/** The programs of the worlds in a host, laid out or not. */
export function innerPrograms({ organism }: Program): readonly Program[] {
  return organism === undefined ? [] : [organism.blood, ...organism.sites.map(({ program }) => program)]
}

/** The program of a world in a host, by its name; an error when the model has none of that name. */
export function innerProgram({ organism }: Program, name: string): Program {
  const found = name === BLOOD ? organism?.blood : organism?.sites.find((site) => site.name === name)?.program
  if (found === undefined) throw new Error(`the organism has no '${name}'`)
  return found
}

/** Seed of a world in a host with the two words `seed`: places draw by numbers of their own. */
export function innerSeed([low, high]: readonly [number, number], name: string): number {
  return high * 4_294_967_296 + ((low ^ fnv1a32(name)) >>> 0)
}

/** The two words of a world's seed. */
export function seedWords(world: World): readonly [number, number] {
  const [low = 0, high = 0] = world.u32('world.seed')
  return [low, high]
}
