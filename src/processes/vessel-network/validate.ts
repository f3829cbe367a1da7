import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { networkOfNothing, noMatrix, noTissuePoints, nodesApart } from './messages.ts'
import { validatePattern } from './tissue/validate.ts'
import { vesselNetworkSection } from './schema.ts'

const KEY = 'vessel network'

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly vessels?: { readonly points?: readonly unknown[] }
  readonly tissue?: { readonly labels?: Readonly<Record<string, string>> }
  readonly domain?: { readonly voxel?: Quantity }
  readonly matrix?: unknown
}

/** Reports networks without vessels, squeezing by what is not there, and nodes that do not fit the mesh. */
export function validateVesselNetwork(model: ModelData, sink: IssueSink): void {
  const section = sectionOf(model, vesselNetworkSection)
  if (section === undefined) return
  // The cast states what the other sections read to.
  const others = model.sections as unknown as Surroundings
  const hasPoints =
    (others.vessels?.points?.length ?? 0) > 0 || Object.values(others.tissue?.labels ?? {}).includes('vessel')
  const isEmpty = (section.lines ?? []).length === 0 && section.pattern === undefined && !hasPoints
  if (section['from tissue'] !== undefined && !hasPoints) sink.report(noTissuePoints(), [KEY, 'from tissue'])
  else if (isEmpty) sink.report(networkOfNothing(), [KEY])
  validatePattern(section, sink)
  if (section.squeeze?.matrix !== undefined && others.matrix === undefined)
    sink.report(noMatrix(), [KEY, 'squeeze', 'matrix'])
  const [spacing, voxel] = [section['node spacing']?.value, others.domain?.voxel?.value]
  if (spacing !== undefined && voxel !== undefined && isFarFrom(spacing, voxel))
    sink.report(nodesApart(spacing, voxel), [KEY, 'node spacing'])
}

/** Half as much or more than twice. Chosen: within a factor of two, a rate of exchange is as uncertain. */
function isFarFrom(spacing: number, voxel: number): boolean {
  return spacing <= voxel / 2 || spacing >= 2 * voxel
}
