import { allSections } from '../compile/parse-model.ts'
import { splitSites } from '../compile/sites.ts'
import { type ModelData, readModel } from '../model/assemble.ts'
import type { LocatedMap } from '../model/located.ts'
import type { AmendOptions } from './arm-layer.ts'

/** The model that a document describes, without its sites: numbers of the host are looked up in it. Undefined while the document has mistakes. */
export function hostModel(
  root: LocatedMap,
  { read = () => ({ ok: false, reason: 'nothing to read from' }), included = [] }: AmendOptions,
): ModelData | undefined {
  // `sites` is no section: whoever reads a document that still has it finds a mistake.
  return readModel(splitSites(root, read, included).host, allSections()).model
}
