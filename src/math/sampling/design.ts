import { createDraws } from '../draws.ts'
import { latinHypercube, type LatinHypercubeOptions } from './latin-hypercube.ts'
import { sobolSequence, type SobolOptions } from './sobol-sequence.ts'

/** A set of points [points][dimensions] in the unit cube. */
export type UnitDesign = readonly (readonly number[])[]

/** Options of independent uniform points. */
export interface RandomOptions {
  readonly points: number
  readonly dimensions: number
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
}

/** What kind of design to make, and how; plain JSON. */
export type DesignOptions =
  | ({ readonly kind: 'latin-hypercube' } & LatinHypercubeOptions)
  | ({ readonly kind: 'sobol' } & SobolOptions)
  | ({ readonly kind: 'random' } & RandomOptions)

/** Fourth counter word of random designs [1]; chosen: keeps them apart from other uses. */
const domain = 0x4a2d0000

/** Returns the points of a design [points][dimensions] in the unit cube. */
export function unitDesign(options: DesignOptions): UnitDesign {
  switch (options.kind) {
    case 'latin-hypercube':
      return latinHypercube(options)
    case 'sobol':
      return sobolSequence(options)
    default:
      return randomDesign(options)
  }
}

/** Returns independent uniform points [points][dimensions]; point i does not depend on how many there are. */
export function randomDesign({ points, dimensions, seed }: RandomOptions): UnitDesign {
  const draws = createDraws(seed, domain)
  return Array.from({ length: points }, (_, i) =>
    Array.from({ length: dimensions }, (_unused, d) => draws.uniform(i, d)),
  )
}

/** Returns every combination of one item per list; the last list varies fastest. */
export function fullFactorial<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  )
}
