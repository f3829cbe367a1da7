import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import { expectedForm } from '../model/messages.ts'
import type { Override } from './run-plan.ts'

/** What changing a model needs to know beside the arm. */
export interface AmendOptions {
  /** Where `include` finds fragments. */
  readonly read?: ReadFile
  /** Files that the model consists of: fragments do not bring them along again. */
  readonly included?: readonly string[]
  /** What a point of a design changes: after what the arm sets, before what it scales. */
  readonly overrides?: readonly Override[]
}

/** A layer of changes over the model. */
export interface Layer {
  readonly node: LocatedMap
  readonly path: readonly string[]
  readonly options: AmendOptions
  readonly issues: Issue[]
}

/** Entries of the map at a key of a layer; reports anything else that stands there. */
export function mapAt({ node, path, issues }: Layer, key: string, hint: string): LocatedMap['entries'] {
  const found = node.entries.get(key)?.node
  if (found === undefined) return new Map()
  if (found.kind === 'map') return found.entries
  issues.push({
    ...expectedForm('a map', found, hint),
    path: key === 'set' ? [key] : [...path, key],
    position: found.position,
  })
  return new Map()
}
