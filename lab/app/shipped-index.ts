/** What ships with the Lab; made when it is built. */
export interface ShippedIndex {
  readonly engine: ShippedEngine
  readonly models: readonly ShippedModel[]
  readonly trials: readonly ShippedTrial[]
}

/** Which Milieu computes here. */
export interface ShippedEngine {
  readonly version: string
  /** SHA-256 of the kernels: the same here and on the command line means the same arithmetic. */
  readonly kernels: string
}

export interface ShippedModel {
  readonly path: string
  readonly title: string
  readonly description: string
  /** At the first tick. */
  readonly cells: number
  /** [um] */
  readonly size: readonly [number, number, number]
  /** How long it runs [min]. */
  readonly stop: number
  /** Publications and data sets on which its numbers rest, as they are cited; empty where all are assumed. */
  readonly sources: readonly string[]
  /** Every document that it consists of, its own among them. */
  readonly files: readonly string[]
}

export interface ShippedTrial {
  readonly path: string
  readonly question: string
  /** As the experiment names it. */
  readonly model: string
  readonly arms: readonly string[]
  /** What its arms change (YAML), by name: as a project's arms are written. */
  readonly changes: Readonly<Record<string, string>>
  readonly replicates: number
  readonly files: readonly string[]
}
