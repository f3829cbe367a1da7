/** Kinds of events that processes emit. */
export const EVENT_KINDS = [
  'division',
  'death',
  'lysis',
  'removal',
  'resection',
  'arrival',
  'transition',
  'kill',
  'phagocytosis',
  'fusion',
  'passage',
  'intravasation',
  'mutation',
  'subclone',
  'emigration',
] as const

/** Something that happened to a cell, as the recorder stores it. Plain data. */
export interface CellEvent {
  readonly tick: number
  readonly kind: string
  /** Lineage key, 16 hexadecimal digits. */
  readonly cell: string
  /** Index of the cell type at the time. */
  readonly type: number
  /** Position [um]. */
  readonly x: number
  readonly y: number
  readonly z: number
  /** The other cell of a pair: the daughter, the victim, the prey; of a mutation, the key of the clone that it founds. */
  readonly other?: string
  /** What brought it about, for example 'apoptosis' or the name of the new type; of a subclone, the key of its parent. */
  readonly cause?: string
  /** Where in an organism it happened; absent in its primary tissue, and where there is no organism. */
  readonly site?: string
}
