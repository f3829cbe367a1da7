import type { SpecialFunctions } from '../../kernels/special.ts'

/** Columns of the cells [n], and the types that have a hierarchy, as in the kernel's arguments. */
export interface HierarchyArrays {
  readonly classes: Uint16Array
  readonly hasHierarchy: Uint8Array
  readonly stemness: Float64Array
  readonly divisionsLeft: Float64Array
  readonly mayDivide: Uint8Array
}

/** What else a step needs: the rate of a cell [1/min] and its draw in [0, 1). */
export interface HierarchyInputs {
  readonly rate: (slot: number, cls: number) => number
  readonly draw: (slot: number) => number
  readonly special: SpecialFunctions
}

/** The plain form of `hierarchy_dedifferentiate`: one step of `dt` [min] for cells [begin, end). */
export function dedifferentiate(
  a: HierarchyArrays,
  { rate, draw, special }: HierarchyInputs,
  dt: number,
  begin: number,
  end: number,
): void {
  for (let i = begin; i < end; i++) {
    const c = a.classes[i] ?? 0
    if (c >= a.hasHierarchy.length || a.hasHierarchy[c] === 0 || a.stemness[i] !== 0) continue
    const own = rate(i, c)
    if (!(own > 0) || draw(i) >= 1 - special.exp(-own * dt)) continue
    a.stemness[i] = 1
    a.divisionsLeft[i] = 0
    a.mayDivide[i] = 1
  }
}

/** What a cell is in the hierarchy. */
export interface Rank {
  readonly isStem: boolean
  /** Divisions left; 0 in stem cells, which are not counted, and in differentiated ones. */
  readonly left: number
}

/** What a cell that arrives is, from two uniform numbers in [0, 1): a stem cell, differentiated, or with 1 to `divisions` left. */
export function arrivalRank(
  {
    stemShare,
    differentiatedShare,
    divisions,
  }: {
    readonly stemShare: number
    readonly differentiatedShare: number
    readonly divisions: number
  },
  [u, v]: readonly [number, number],
): Rank {
  if (u < stemShare) return { isStem: true, left: 0 }
  if (u < stemShare + differentiatedShare) return { isStem: false, left: 0 }
  return { isStem: false, left: 1 + Math.floor(divisions * v) }
}

/** What mother and daughter are after a division of a cell that was `mother`; `renews` when a stem cell divides into two. */
export function divisionRanks(
  mother: Rank,
  divisions: number,
  renews: boolean,
): { readonly mother: Rank; readonly daughter: Rank } {
  if (mother.isStem) return { mother, daughter: renews ? mother : { isStem: false, left: divisions } }
  const rank = { isStem: false, left: Math.max(0, mother.left - 1) }
  return { mother: rank, daughter: rank }
}
