/** What a reaction that is solved with transport keeps: columns by reaction, and by its reactants where `of` names one. */
export function reactionColumn(
  what: 'owed' | 'rate' | 'lost' | 'booked',
  substrates: readonly string[],
  of?: string,
): string {
  return `reactions.${what}/${[...substrates, ...(of === undefined ? [] : [of])].join('/')}`
}
