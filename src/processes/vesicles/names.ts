/** The behaviour that says how many vesicles of a kind a cell releases per time. */
export function releaseBehaviour(kind: string): string {
  return `${kind} release`
}

/** The behaviour that says how much of a cargo the vesicles of a kind carry that a cell releases. */
export function loadBehaviour(cargo: string, kind: string): string {
  return `${cargo} load of ${kind}`
}

/** The substrate that is a cargo of varying load, on its way in vesicles of a kind. */
export function companionName(cargo: string, kind: string): string {
  return `${cargo} in ${kind}`
}

/** The signal that is the delivered amount of a cargo. */
export function deliveredSignal(cargo: string): string {
  return `delivered ${cargo}`
}

/** The cell column of a delivered cargo. */
export function cargoColumn(cargo: string): string {
  return `cargo/${cargo}`
}

/** The cell column of a cargo that was delivered by a kind but is not yet set free. */
export function enclosedColumn(cargo: string, kind: string): string {
  return `cargo.enclosed/${companionName(cargo, kind)}`
}

/** The cell column of what was taken up of a kind, or of a companion, since cargo was last counted. */
export function takenColumn(substrate: string): string {
  return `vesicles.taken/${substrate}`
}

/** The cell column of what of the cell's exchange was counted before. */
export function accountColumn(substrate: string): string {
  return `vesicles.account/${substrate}`
}
