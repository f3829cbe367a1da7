import type { ReadFile } from '../../model/include.ts'
import type { Path, Position } from '../../model/issue.ts'
import type { LocatedMap } from '../../model/located.ts'
import { locate } from '../../model/reader.ts'
import type { Ledger } from './ledger.ts'
import { createResolver } from './resolve.ts'

/** A statement of the literature that something in a model carries. */
export interface CarriedClaim {
  readonly claim: string
  readonly statement: string
  readonly citation: string
}

/** Claims by the place of the element that carries them. */
export type ClaimsByPlace = ReadonlyMap<string, readonly CarriedClaim[]>

/** Finds where the elements that carry claims are written. */
export function claimsByPlace(ledger: Ledger, read: ReadFile): ClaimsByPlace {
  const resolver = createResolver('', read)
  const places = new Map<string, CarriedClaim[]>()
  for (const { claim, statement, citation, carriedBy } of ledger.claims) {
    for (const reference of carriedBy) {
      const position = resolver.element(reference)
      if (position === undefined) continue
      const key = placeKey(position)
      places.set(key, [...(places.get(key) ?? []), { claim, statement, citation }])
    }
  }
  return places
}

/** Keys of a cell type and of its section are too wide to say something about one edge or number. Chosen: what a process names. */
const NARROW = 4

/** Claims on what stands at a path, or on what it is part of. */
export function claimsOn(root: LocatedMap, path: Path, claims: ClaimsByPlace): readonly CarriedClaim[] {
  const depths = Array.from({ length: Math.max(0, path.length - NARROW + 1) }, (_, index) => NARROW + index)
  const found = depths.flatMap((depth) => claims.get(placeKey(locate(root, path.slice(0, depth)))) ?? [])
  return [...new Map(found.map((claim) => [claim.claim, claim])).values()]
}

function placeKey({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}
