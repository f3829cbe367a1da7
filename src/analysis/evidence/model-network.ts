import type { Model } from '../../compile/model.ts'
import { interactionGraph } from './interaction-graph.ts'
import type { GraphEdge, InteractionGraph } from './graph.ts'
import type { ReadFile } from '../../model/include.ts'
import type { Position } from '../../model/issue.ts'
import type { LocatedMap } from '../../model/located.ts'
import { locate, nodeAt } from '../../model/reader.ts'
import { sourceText } from '../../model/assist/source-text.ts'
import { readLedger } from './ledger.ts'
import { type CarriedClaim, claimsByPlace, claimsOn } from './carried-claims.ts'

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
  const edges = graph.edges.map((edge) => {
    const path = placeOf(edge, graph)
    const at = path === undefined || nodeAt(root, path) === undefined ? undefined : locate(root, path)
    const reference = edge.source === undefined ? undefined : sourceText(edge.source, { root })
    return {
      ...(at === undefined ? {} : { at }),
      ...(reference === undefined ? {} : { reference }),
      claims: path === undefined ? [] : claimsOn(root, path, claims),
    }
  })
  return { graph, edges }
}

/** What a behaviour makes is often written nowhere but in the rule that raises it: then that is the place. */
function placeOf({ path, from }: GraphEdge, graph: InteractionGraph): GraphEdge['path'] {
  return path ?? graph.edges.find((other) => other.to === from && other.path !== undefined)?.path
}
