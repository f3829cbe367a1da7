/** The behaviour that says how many sites for a substrate a cell has. */
export function sitesBehaviour(substrate: string): string {
  return `${substrate} sites`
}

/** The signal that is the amount bound to a cell. */
export function boundSignal(substrate: string): string {
  return `bound ${substrate}`
}

/** The signal that is the share of the sites that are taken. */
export function occupancySignal(substrate: string): string {
  return `occupancy of ${substrate}`
}

/** The cell column of the amount that is bound. */
export function boundColumn(substrate: string): string {
  return `binding.bound/${substrate}`
}

/** The cell column of what a cell has taken up, whatever the way; the one of the process exchange. */
export function internalisedColumn(substrate: string): string {
  return `exchange.internalised/${substrate}`
}

/** The cell column of the occupancy. */
export function occupancyColumn(substrate: string): string {
  return `signal/${occupancySignal(substrate)}`
}

/** The cell column of what a step works with: rate x time before the field is solved, the change of the occupancy afterwards. */
export function workColumn(substrate: string): string {
  return `binding.work/${substrate}`
}

/** The world column of what left with cells that disappeared: bound, then internalised. */
export function goneColumn(substrate: string): string {
  return `binding.gone/${substrate}`
}

/** The table of a rate constant, per class. */
export function rateTable(
  rate: 'association' | 'dissociation' | 'internalisation',
  substrate: string,
): string {
  return `binding.${rate}/${substrate}`
}
