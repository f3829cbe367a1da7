/**
 * A session: a run that somebody steers, as plain data. The same session gives the same bits wherever it is replayed; why
 * every action is a change of the model stands in docs/adr/0023-sessions.md.
 */
export interface Session {
  readonly format: 1
  /** Path of the model: a shipped one, or one of `files`. */
  readonly model: string
  /** Hash of the model as it begins: says whether the shipped files are still those that the session was made with. */
  readonly modelHash?: string
  /** Documents that do not ship, or not like this: path -> text. */
  readonly files?: Readonly<Record<string, string>>
  /** What is changed before the first tick, as an arm is written (YAML). */
  readonly changes?: string
  /** Whole number from 0 to 2^53. */
  readonly seed: number
  /** In the order in which they were done; ticks never fall. */
  readonly actions: readonly SessionAction[]
  /** How far it went, and the state that it came to. */
  readonly reached?: SessionEnd
}

/** A change at an instant: it is there before the step that begins at `tick`. */
export interface SessionAction {
  readonly tick: number
  /** As an arm is written (YAML): `knock down: { cell types.tumour.traits.STING: 80 % }`. */
  readonly change: string
  /** What a reader calls it: `anti-PD-1, 3 mg/kg`. */
  readonly label: string
}

export interface SessionEnd {
  readonly tick: number
  /** Hash of the state at `tick`. */
  readonly hash: string
}
