import { LEVEL_PREFIX, PLASMA_PREFIX } from '../../engine/body-levels.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Quantity } from '../../model/kit.ts'
import { nichesSection } from './schema.ts'

/** A level of the body that a drive may name: where it stands, its unit, and what it is in a healthy body. */
export interface KnownLevel {
  readonly column: string
  readonly unit: 'nM' | '1'
  readonly rest: number
}

/** Name of a variable as a level of the body. */
export function levelName(variable: string, organ: string): string {
  return `${variable} in ${organ}`
}

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly drugs: Readonly<Record<string, { readonly substrate: string }>> | undefined
  readonly factors: Readonly<Record<string, { readonly normal: Quantity }>> | undefined
  readonly pools: Readonly<Record<string, unknown>> | undefined
}

/** All levels that a model has, by name. */
export function knownLevels(model: ModelData): ReadonlyMap<string, KnownLevel> {
  // The cast states what the sections of other processes read to; in a part of a model they may be missing.
  const { drugs, factors, pools } = model.sections as unknown as Surroundings
  const level = (name: string, unit: 'nM' | '1', rest: number): readonly [string, KnownLevel] => [
    name,
    { column: LEVEL_PREFIX + name, unit, rest },
  ]
  const variables = Object.entries(sectionOf(model, nichesSection) ?? {}).flatMap(([organ, own]) =>
    Object.entries(own).map(([name, { normal }]) => level(levelName(name, organ), '1', normal.value)),
  )
  return new Map([
    ...Object.values(drugs ?? {}).map(({ substrate }): readonly [string, KnownLevel] => [
      `${substrate} in plasma`,
      { column: PLASMA_PREFIX + substrate, unit: 'nM', rest: 0 },
    ]),
    ...Object.entries(factors ?? {}).map(([name, { normal }]) =>
      level(`${name} in plasma`, 'nM', normal.value),
    ),
    ...Object.keys(pools ?? {}).map((name) => level(`${name} in blood`, '1', 1)),
    ...variables,
  ])
}

/** The full name of what a drive names: variables of the same organ go by their own. */
export function fullName(name: string, organ: string, known: ReadonlyMap<string, KnownLevel>): string {
  const here = levelName(name, organ)
  return known.has(here) ? here : name
}
