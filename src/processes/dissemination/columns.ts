/** What happened to cells, as sums since the start; entry `pair` of each is a source and a way (`pairOf` of views.ts). */
export const LEFT = 'dissemination.left'
/** Prefixes: deaths in the blood by cause, and events at organs. */
export const DIED_PREFIX = 'dissemination.died/'
export const FUNNEL_PREFIX = 'dissemination.organ/'
/** Cells that something else took out of the blood or an organ, such as a depletion of their type. */
export const REMOVED = 'dissemination.removed'
/** Put before the name of a column for its expectation. */
export const EXPECTED = 'expected '
/** Prefix: metastases that began in the tissue of an organ. */
export const COLONIES_PREFIX = 'dissemination.colonies/'
/** Volume of the blood [um^3], in a table. */
export const VOLUME = 'dissemination.blood'
/** Names as numbers, in the order of pairs: sources, ways, and the beds of each way. */
export const SOURCES = 'dissemination.sources'
export const WAYS = 'dissemination.ways'

/** Events at an organ, in cells: entry e x pairs + pair of its column. */
export const FUNNEL = [
  'arrested at first pass',
  'arrested later',
  'died arrested',
  'extravasated',
  'died solitary',
  'fell asleep',
  'died dormant',
  'awoke',
  'began to grow',
  'vanished',
  'grew out',
  'settled',
] as const
export type FunnelEvent = (typeof FUNNEL)[number]

/** Causes of death in the blood: behaviours of the same names. */
export const CAUSES = ['shear death', 'anoikis', 'NK killing'] as const

/** The last source and the last way: what is none of the model's. */
export const ELSEWHERE = 'elsewhere'
/** The tissue that the model begins with, where it stands among the organs. */
export const HOME = 'primary'
