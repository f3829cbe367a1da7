import { type ModelData, sectionOf } from '../model/assemble.ts'
import type { Path } from '../model/issue.ts'
import { networkSection } from '../processes/network/schema.ts'
import { claimOf } from '../processes/network/sentence.ts'
import { rulesSection } from '../processes/rules/schema.ts'

/** A hypothesis that stands in a list of sentences. */
export interface ClaimAt {
  /** What it says, without its numbers: "oxygen increases cycle entry". */
  readonly words: string
  /** Keys of the path up to the sentence, its place in the list included. */
  readonly depth: number
}

/** The rule or edge that a path of a model leads into; undefined where it leads elsewhere. */
export function claimAt(model: ModelData, path: Path): ClaimAt | undefined {
  const [top, name, section, third, fourth] = path
  if (top !== 'cell types') return undefined
  const type = model.cellTypes.find((candidate) => candidate.name === name)
  if (type === undefined) return undefined
  if (section === 'rules' && typeof third === 'number') {
    const rule = sectionOf(type, rulesSection)[third]
    if (rule === undefined) return undefined
    return { words: `${rule.signal} ${rule.direction} ${rule.behaviour}`, depth: 4 }
  }
  if (section !== 'network' || third !== 'edges' || typeof fourth !== 'number') return undefined
  const edge = sectionOf(type, networkSection)?.edges[fourth]
  return edge === undefined ? undefined : { words: claimOf(edge), depth: 5 }
}
