import type { Model } from '../../compile/model.ts'
import { interactionGraph } from './interaction-graph.ts'
import type { InteractionGraph } from './graph.ts'
import type { ReadFile } from '../../model/include.ts'
import type { Path, Position } from '../../model/issue.ts'
import type { LocatedMap } from '../../model/located.ts'
import { locate, nodeAt } from '../../model/reader.ts'
import { sourceText } from '../../model/assist/source-text.ts'
import { type Ledger, readLedger } from './ledger.ts'
import { createResolver } from './resolve.ts'

/** A statement of the literature that something in a model carries. */
export interface CarriedClaim {
  readonly claim: string
  readonly statement: string
  readonly citation: string
}

/** What is known about one edge of a network, beside what the graph says. */
export interface EdgeDetails {
  /** Where it is written. */
  readonly at?: Position
  /** The reference behind its source's key. */
  readonly reference?: string
  readonly claims: readonly CarriedClaim[]
}

/** Who acts on whom in a model, each edge with its place and its evidence; `edges` as in the graph. */
export interface ModelNetwork {
  readonly graph: InteractionGraph
  readonly edges: readonly EdgeDetails[]
}

/** Joins the graph of a model with its document and with the ledger in folder `evidence`. */
export function modelNetwork(model: Model, root: LocatedMap, read: ReadFile): ModelNetwork {
  const graph = interactionGraph(model)
  const claims = claimsByPlace(readLedger('evidence', read).ledger, read)
  const edges = graph.edges.map(({ path, source }) => {
    const at = path === undefined || nodeAt(root, path) === undefined ? undefined : locate(root, path)
    const reference = source === undefined ? undefined : sourceText(source, { root })
    return {
      ...(at === undefined ? {} : { at }),
      ...(reference === undefined ? {} : { reference }),
      claims: path === undefined ? [] : claimsOn(root, path, claims),
    }
  })
  return { graph, edges }
}

type ClaimsByPlace = ReadonlyMap<string, readonly CarriedClaim[]>

function claimsByPlace(ledger: Ledger, read: ReadFile): ClaimsByPlace {
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

/** Keys of a cell type and of its section are too wide to say something about one edge. Chosen: what a process names. */
const NARROW = 4

/** Claims on what stands at a path, or on what it is part of. */
function claimsOn(root: LocatedMap, path: Path, claims: ClaimsByPlace): readonly CarriedClaim[] {
  const depths = Array.from({ length: Math.max(0, path.length - NARROW + 1) }, (_, index) => NARROW + index)
  const found = depths.flatMap((depth) => claims.get(placeKey(locate(root, path.slice(0, depth)))) ?? [])
  return [...new Map(found.map((claim) => [claim.claim, claim])).values()]
}

function placeKey({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}
