import type { Clock, Cadence } from './clock.ts'
import type { ColumnDeclaration } from './columns.ts'
import type { Space } from './space.ts'
import type { Organism } from './organism.ts'
import type { World } from './world.ts'

/**
 * The phases of a step, in the order in which they run; see `step.ts`.
 * A phase holds activities of processes; the list that orders them stands in `compile/order.ts`.
 */
export type StepPhase =
  | 'interventions'
  | 'sources'
  | 'fields'
  | 'forces'
  | 'motion'
  | 'contacts'
  | 'sensing'
  | 'response'
  | 'growth'
  | 'decisions'

/** The cadence that drives each phase. */
export const PHASE_CADENCE: Readonly<Record<StepPhase, Cadence>> = {
  interventions: 'fields',
  sources: 'fields',
  fields: 'fields',
  forces: 'mechanics',
  motion: 'mechanics',
  contacts: 'mechanics',
  sensing: 'phenotype',
  response: 'phenotype',
  growth: 'phenotype',
  decisions: 'phenotype',
}

export const STEP_PHASES = Object.keys(PHASE_CADENCE) as readonly StepPhase[] // the keys of the literal above

/** One thing that a process does in a step: bound to a world's memory once per layout, then called often. */
export interface Activity {
  readonly process: string
  readonly name: string
  readonly phase: StepPhase
  /** `dt` [min] is the length of the phase's cadence. */
  bind(world: World, dt: number): () => void
}

/** What a process does when the population changes; every hook runs inside `commit`, serially, in process order. */
export interface PopulationHooks {
  /** Resolves requests between cells (attacks, ingestion, springs); may set requests of single cells. */
  readonly commit?: () => void
  /** After the daughter's row was made from the mother's. */
  readonly born?: (mother: number, daughter: number) => void
  /** After the cell's state of life changed to APOPTOTIC, NECROTIC or LYSED. */
  readonly died?: (slot: number, state: number) => void
  /** After the cell's type changed. */
  readonly changedType?: (slot: number, from: number) => void
  /** Before the row disappears. */
  readonly removed?: (slot: number) => void
  /** After the cell was taken elsewhere, out of the reach of those around it. */
  readonly moved?: (slot: number) => void
  /** After a row for a cell from outside was made: type, position, volume and lineage are set. */
  readonly arrived?: (slot: number) => void
}

export interface HookedProcess {
  readonly process: string
  bind(world: World): PopulationHooks
}

/** A behaviour: a number that rules may modulate, per cell; else one number per class. */
export interface CompiledBehaviour {
  readonly name: string
  readonly unit: string
  /** Index into `table.behaviours`, in rows of one value per class. */
  readonly index: number
  /** True when something modulates it, so that each cell has its own value in column `behaviour/<name>`. */
  readonly isPerCell: boolean
}

/** A signal that something listens to: a column with one f64 per cell. */
export interface CompiledSignal {
  readonly name: string
  readonly unit: string
  readonly column: string
}

/** A signal that the model offers, with what an author must write for it to be kept, where naming it is not enough. */
export interface OfferedSignal extends CompiledSignal {
  readonly needs?: string
  readonly isLate?: true
}

/** How the world begins: called once, in process order, after the memory was laid out. */
export interface Initialiser {
  readonly process: string
  initialise(world: World): void
}

/** How the state of living cells is carried into a changed model, where a process keeps in a cell what follows from the model. */
export interface Carrier {
  readonly process: string
  /** What the process compiled: the same process in another program reads it. */
  readonly tables: unknown
  /** `before` are the tables of the program that the state of `world` comes from. */
  carry(world: World, before: unknown): void
}

/** A cell to be placed when the world begins. */
export interface InitialCell {
  readonly type: number
  /** [um] */
  readonly x: number
  readonly y: number
  readonly z: number
  /** [um^3]; the type's own when absent. */
  readonly volume?: number
}

/** A compiled model: tables, activities in order, and the schema of the memory. No strings are looked up after this. */
export interface Program {
  readonly modelHash: string
  readonly title: string
  readonly space: Space
  readonly clock: Clock
  readonly cellTypes: readonly string[]
  readonly substrates: readonly string[]
  /** Canonical unit of each substrate's field: mmHg, nM or 1. */
  readonly substrateUnits: readonly string[]
  /** Family of each type, such as tumour or lymphoid: measures speak of several types by it. */
  readonly lineages: readonly string[]
  /** Types of the tumour lineage: where they prevail, measures speak of tumour nests. */
  readonly isTumour: readonly boolean[]
  /** Resting volume of each type [um^3]. */
  readonly volumes: readonly number[]
  /** Adhesive reach of each type, relative to the radius. */
  readonly reaches: readonly number[]
  readonly columns: readonly ColumnDeclaration[]
  readonly behaviours: ReadonlyMap<string, CompiledBehaviour>
  readonly signals: ReadonlyMap<string, CompiledSignal>
  /** Every signal that the model offers, in use or not; its column need not exist. */
  readonly offered: ReadonlyMap<string, OfferedSignal>
  /** Signals and behaviours that only other worlds of the organism set or act on: rules may name them here, and nothing comes of it. */
  readonly elsewhere: ReadonlySet<string>
  readonly activities: Readonly<Record<StepPhase, readonly Activity[]>>
  readonly hooks: readonly HookedProcess[]
  readonly initialisers: readonly Initialiser[]
  readonly carriers: readonly Carrier[]
  readonly initialCells: readonly InitialCell[]
  /** Vessel points at the start [um]; where vessels live, `engine/vessel-points.ts` says where they are now. */
  readonly vessels: readonly { readonly x: number; readonly y: number; readonly z: number }[]
  /** Rows for nodes and segments of vessels that live; absent where vessels are points that stay. */
  readonly vesselRoom?: { readonly nodes: number; readonly segments: number }
  /** Name of the place that this is within an organism; absent for its primary tissue, and where there is no organism. */
  readonly site?: string
  /** True where nothing has a place: nobody asks for neighbours. */
  readonly isSpaceless?: true
  /** The worlds in this one, where the model describes an organism. */
  readonly organism?: OrganismProgram
  /** What the processes of the blood do when the worlds of an organism meet, in their order; empty elsewhere. */
  readonly meetings: readonly Meeting[]
}

/** The programs of the worlds in a host. */
export interface OrganismProgram {
  /** Cells for which one of the primary tissue stands. */
  readonly weight: number
  /** How the hazard of death follows from burden and metastases, where the model says so; nothing in a world reads it. */
  readonly hazard?: HazardOfDeath
  readonly blood: Program
  /** In the order of the model. */
  readonly sites: readonly { readonly name: string; readonly program: Program }[]
}

/** h = base exp(burden ln(1 + B / reference) + metastases ln(1 + M)), with B tumour cells and M metastases. */
export interface HazardOfDeath {
  /** [1/min] */
  readonly base: number
  readonly burden: number
  /** [cells] */
  readonly reference: number
  readonly metastases: number
}

/** What a process of the blood does at a meeting: before the blood's tick, and after it. */
export interface Meeting {
  readonly process: string
  readonly gather?: (organism: Organism) => void
  readonly deliver?: (organism: Organism) => void
}
