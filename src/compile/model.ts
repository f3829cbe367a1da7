import type { InitialCell } from '../engine/program.ts'
import type { ModelData } from '../model/assemble.ts'
import type { DocumentFile } from '../model/include.ts'
import type { Tissue } from './tissue.ts'

/** A complete, checked model: read-only, plain JSON, with a hash of everything that decides its results. */
export interface Model {
  readonly data: ModelData
  readonly initialCells: readonly InitialCell[]
  readonly vessels: readonly { readonly x: number; readonly y: number; readonly z: number }[]
  /** What the labels of a cell table became, when the model has one. */
  readonly tissueCounts: Tissue['counts']
  readonly hash: string
  /** The sites of an organism, each a model of its own, in the order of the document. */
  readonly sites?: readonly { readonly name: string; readonly model: Model }[]
  /** What the author wrote, the cell table and includes first, the model's own file last; stored with the results. */
  readonly files: readonly DocumentFile[]
}
