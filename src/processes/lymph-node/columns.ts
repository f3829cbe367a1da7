/** Column with dendritic cells on the way, in the node and died there [cells of the tumour], then those that left the tissue (counted). */
export const DENDRITIC_COLUMN = 'lymph.dendritic'
/** Prefix of the columns of primed types; entries are those of `PRIMED`, then states of `clonalStep`. */
export const PRIMED_PREFIX = 'lymph.primed/'
/** Prefix of what `vessels.entry` reads: cells in the blood, relative to those for which it was written. */
export const BLOOD_PREFIX = 'pool/'
/** Entries of the column of dendritic cells, counted from its end: in the node, died there, left the tissue. */
export const DENDRITIC_TAIL = { inNode: 3, died: 2, left: 1 } as const
/** Entries at the end of the column of a primed type that are no longer in the node: in the blood, died there. */
export const PRIMED_TAIL = 2
/** Room for numbers of one step: states before it, dendritic cells in the node during it, and what is left of what holds activation back. */
export const BEFORE = 'lymph.before'
export const PRESENTING = 'lymph.presenting'
export const LEFT = 'lymph.left'
/** Table with the change of dendritic cells in a step; those of primed types stand under their prefix. */
export const TRAVEL_TABLE = 'lymph.travel'
export const DIVISION_PREFIX = 'lymph.division/'
/** Where vessel points are that stay. */
export const VESSELS = 'lymph.vessel'
