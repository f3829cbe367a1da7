import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'

/** A number with a unit that can be read off a world at one instant; pure. */
export interface Measure {
  /** As an author writes it, for example `tumour cells` or `density of CD8 in tumour nests`. */
  readonly name: string
  readonly unit: string
  readonly doc: string
  evaluate(world: World): number
}

/** Finds the measures that a name stands for (one, or several such as `cell counts`); undefined when there is none. */
export type MeasureResolver = (name: string, program: Program) => readonly Measure[] | undefined
