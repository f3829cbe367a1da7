import type { Section } from '../model/kit.ts'
import type { ModelData } from '../model/assemble.ts'
import type { IssueSink, Path } from '../model/issue.ts'
import type { ColumnDeclaration } from './columns.ts'
import type { CompiledBehaviour, CompiledSignal, PopulationHooks, StepPhase } from './program.ts'
import type { Clock } from './clock.ts'
import type { Organism } from './organism.ts'
import type { Space } from './space.ts'
import type { World } from './world.ts'

/** Where in an organism something is at work. */
export type WorksIn = 'tissue' | 'blood' | 'both'

/** Something a cell can sense; rules and networks may read it. */
export interface SignalDeclaration {
  readonly name: string
  readonly unit: string
  readonly doc: string
  /** The f64 cell column that holds it; the column need only exist when the signal is used. */
  readonly column: string
  /**
   * What an author must write for cells to keep it, where keeping it changes how a step is computed: then it is not kept only
   * because a measure names it.
   */
  readonly needs?: string
  /** True when the column says nothing before the first step of the phenotype: measures of the start are not numbers then. */
  readonly isLate?: true
  /** Where in an organism it is set: where its process is at work, which the dictionary adds. */
  readonly actsIn?: WorksIn
  /** Where an author gave the name, for messages; absent where no one place gave it. */
  readonly place?: Path
}

/** Something a cell does that rules may modulate. */
export interface BehaviourDeclaration {
  readonly name: string
  readonly unit: string
  readonly doc: string
  /** Value of a live, unmodulated cell of each type, in canonical units, in the order of the types. */
  readonly base: readonly number[]
  /** Factor on the base for dead cells: 0 stops it, 1 leaves it. */
  readonly whenDead: number
  /** Where in an organism it acts: where its process is at work, which the dictionary adds unless another place is said. */
  readonly actsIn?: WorksIn
}

/** Every signal and behaviour that a model offers, by name. */
export interface Dictionary {
  readonly signals: ReadonlyMap<string, SignalDeclaration>
  readonly behaviours: ReadonlyMap<string, BehaviourDeclaration>
}

/** What rules and networks of the model use; processes leave out what nobody listens to. */
export interface Usage {
  readonly signals: ReadonlySet<string>
  readonly behaviours: ReadonlySet<string>
}

/** What a process may ask for while it compiles. */
export interface CompileContext {
  readonly space: Space
  readonly clock: Clock
  readonly cellTypes: readonly string[]
  readonly substrates: readonly string[]
  readonly signals: ReadonlyMap<string, CompiledSignal>
  readonly behaviours: ReadonlyMap<string, CompiledBehaviour>
  /** Base values of a behaviour, per type. */
  behaviourBase(name: string): readonly number[]
  /** Puts constants into the world's memory as column `name` (group `table`). */
  table(name: string, type: ColumnDeclaration['type'], data: ArrayLike<number>): void
  /** Adds a column that only this model needs (its width depends on the model). */
  column(declaration: ColumnDeclaration): void
}

/**
 * A biological process: what an author may write about it, what it stores, senses and modulates, and what it
 * does in a step. Built-in processes and those of users have the same interface.
 *
 * The order of calls is: `sections` (reading), `signals` and `behaviours` (dictionary), `validate`, then, knowing
 * what is used, `compile` (tables and columns), then per world `start`, and per layout `bind` of activities and hooks; `carry` when an action or an arm takes a
 * state into a changed model.
 */
export interface Process<Tables = unknown> {
  readonly name: string
  readonly doc: string
  readonly sections: readonly Section[]
  /** Checks that need more than one section; reports every mistake. */
  validate?(model: ModelData, sink: IssueSink, dictionary: Dictionary): void
  /**
   * Those checks of `validate` that can be made when parts of the document did not read: `model` is what did. `isLost`
   * tells names that the other parts may have defined; nothing may be said about them, nor about what is missing.
   */
  validatePart?(
    model: ModelData,
    sink: IssueSink,
    dictionary: Dictionary,
    isLost: (name: string) => boolean,
  ): void
  /** Checks of a whole model against the names of its sites, which are read after it. */
  validateSites?(model: ModelData, sites: readonly string[], sink: IssueSink): void
  signals?(model: ModelData): readonly SignalDeclaration[]
  behaviours?(model: ModelData): readonly BehaviourDeclaration[]
  /** Signals and behaviours that this process's own sections use (rules, networks, gates). */
  uses?(model: ModelData): { readonly signals: readonly string[]; readonly behaviours: readonly string[] }
  /** Returns undefined when the model makes no use of the process: then it costs nothing. */
  compile(model: ModelData, context: CompileContext, usage: Usage): Tables | undefined
  readonly activities: readonly {
    readonly name: string
    readonly phase: StepPhase
    bind(world: World, tables: Tables, dt: number): () => void
  }[]
  /** Where in an organism the process is at work; in tissues unless said. In the blood only sensing, response and decisions run, and interventions. */
  readonly worksIn?: WorksIn
  /** In the blood, at each meeting: reads the tissues before the blood's tick, and writes to them after it. */
  gather?(organism: Organism, tables: Tables): void
  deliver?(organism: Organism, tables: Tables): void
  /** Sets the initial state of columns that are not per cell (fields, pools). */
  start?(world: World, tables: Tables): void
  hooks?(world: World, tables: Tables): PopulationHooks
  /**
   * Called when a state is taken into a changed model, after all columns that both models have were copied: `world` is that of the
   * changed model, `before` what this process compiled of the other one. Where the two say the same of a cell, its bits must stay.
   */
  carry?(world: World, tables: Tables, before: Tables): void
}

/** Declares a process; checks nothing at run time, but infers the type of its tables. */
export function defineProcess<Tables>(process: Process<Tables>): Process<Tables> {
  return process
}
