import type { Path } from '../../model/issue.ts'
import type { SourceKind } from '../../model/kit.ts'

/** How one thing acts on another: raises it, lowers it, or becomes, carries or makes it. */
export type Sign = 'activates' | 'inhibits' | 'passes'

/** A thing in the picture; what is in a cell stands in the group of its type. */
export interface GraphNode {
  readonly id: string
  readonly label: string
  readonly kind:
    | 'substrate'
    | 'vesicle'
    | 'drug'
    | 'vessel'
    | 'place'
    | 'cells'
    | 'node'
    | 'trait'
    | 'receptor'
    | 'state'
    | 'behaviour'
  /** Cell type that it is part of. */
  readonly group?: string
}

/** One interaction, with the sentence or section that says it. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly sign: Sign
  /** As the model says it. */
  readonly text: string
  readonly kind?: SourceKind
  readonly source?: string
  /** Where the document says it; absent where no one place does. */
  readonly path?: Path
  readonly mechanisms: readonly string[]
  /** Mere consumption: in the table, not in the picture. */
  readonly isMinor?: true
}

/** Who acts on whom in a model; plain JSON. */
export interface InteractionGraph {
  readonly groups: readonly string[]
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}
