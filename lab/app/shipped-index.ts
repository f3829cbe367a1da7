/** What ships with the Lab; made when it is built. */
export interface ShippedIndex {
  readonly models: readonly ShippedModel[]
  readonly trials: readonly ShippedTrial[]
}

export interface ShippedModel {
  readonly path: string
  readonly title: string
  readonly description: string
  /** At the first tick. */
  readonly cells: number
  /** Every document that it consists of, its own among them. */
  readonly files: readonly string[]
}

export interface ShippedTrial {
  readonly path: string
  readonly question: string
  /** As the experiment names it. */
  readonly model: string
  readonly arms: readonly string[]
  readonly replicates: number
  readonly files: readonly string[]
}
