/** Something that may be typed here. */
export interface Completion {
  readonly kind: 'key' | 'value' | 'name' | 'unit' | 'source' | 'word' | 'file'
  readonly label: string
  /** What is written, when it is more than the label. */
  readonly insert?: string
  /** A few words beside the label. */
  readonly detail?: string
  /** A sentence or two about it. */
  readonly info?: string
}

/** What may replace the text from `from` to the cursor. */
export interface Completions {
  readonly from: number
  readonly items: readonly Completion[]
}
