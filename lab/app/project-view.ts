/** What a reader arranged on the page Watch. The page reads it with care: a file may come from anybody. */
export interface ProjectView {
  /** Colours, layers, clipping (`ViewOptions` of `lab/view`). */
  readonly options?: unknown
  /** From where the tissue is seen (`CameraState` of `lab/view`). */
  readonly camera?: unknown
  /** Names of the curves that are shown. */
  readonly curves?: readonly string[]
  /** Names that the reader gave to branches, by what was done on the way to them. */
  readonly branches?: Readonly<Record<string, string>>
  /** Where the reader was in the past of the session [tick]. */
  readonly at?: number
}
