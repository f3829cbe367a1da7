/** Column with the record of a passage, by its name; the entries are those of `RECORD`. */
export const PASSAGE_PREFIX = 'passage.record/'
/** Table with a 1 for each cell type that a passage takes, by its name. */
export const TAKEN_PREFIX = 'passage.taken/'

/** Entries of a passage's record: passages so far, cells placed last, and cells alive at the last harvest with those placed before it. */
export const RECORD = { passages: 0, placed: 1, harvested: 2, placedBefore: 3, width: 4 } as const
