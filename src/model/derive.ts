import { mergeMaps } from './include.ts'
import type { Position } from './issue.ts'
import type { Section } from './kit.ts'
import type { Located, LocatedMap } from './located.ts'

/** Lays below the document what its sections say about other places of it; what the author wrote there stays on top. */
export function completeDocument(document: LocatedMap, sections: readonly Section[]): LocatedMap {
  return sections.reduce((root, { derive }) => {
    const derived = derive?.(root)
    return derived === undefined ? root : mergeMaps(derived, root)
  }, document)
}

/** A map of nodes that all stand at `position`: what is derived stands where it follows from. */
export function derivedMap(
  entries: Readonly<Record<string, Located | undefined>>,
  position: Position,
): LocatedMap {
  const present = Object.entries(entries).flatMap(([key, node]) =>
    node === undefined ? [] : [[key, { key: position, node }] as const],
  )
  return { kind: 'map', entries: new Map(present), position }
}

/** A value that stands at `position`. */
export function derivedScalar(value: string | boolean, position: Position): Located {
  return { kind: 'scalar', value, text: String(value), position }
}
