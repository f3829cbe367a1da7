import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import type { IssueSink } from '../../model/issue.ts'
import { needsBody } from '../../model/messages-compile.ts'
import { HOME } from './columns.ts'
import { homeHasNoField, noClusters, noDissemination, noSite, passedTwice, unknownOrgan } from './messages.ts'
import { BREAK_UP, CLUSTER_SHARE, type Dissemination, disseminationSection, typeSection } from './schema.ts'

/** Reports organs that nobody knows, and types that speak of what the model does not have. */
export function validateDissemination(model: ModelData, sink: IssueSink): void {
  const section = sectionOf(model, disseminationSection)
  checkTypes(model, section, sink)
  if (section === undefined) return
  const { key } = disseminationSection
  if (sectionOf(model, bodySection) === undefined) sink.report(needsBody(key), [key])
  const organs = Object.keys(section.organs)
  for (const [way, beds] of Object.entries(section.ways)) {
    beds.forEach((bed, index) => {
      const path = [key, 'ways', way, index]
      if (!organs.includes(bed)) sink.report(unknownOrgan(bed, organs), path)
      else if (beds.indexOf(bed) < index) sink.report(passedTwice(bed), path)
    })
  }
  if (section.organs[HOME]?.field !== undefined) sink.report(homeHasNoField(), [key, 'organs', HOME, 'field'])
}

function checkTypes(model: ModelData, section: Dissemination | undefined, sink: IssueSink): void {
  const organs = Object.keys(section?.organs ?? {})
  for (const type of model.cellTypes) {
    const own = sectionOf(type, typeSection)
    if (own === undefined) continue
    const path = ['cell types', type.name, typeSection.key]
    if (section === undefined) {
      sink.report(noDissemination(type.name), path)
      continue
    }
    for (const key of [CLUSTER_SHARE, BREAK_UP] as const)
      if (own[key] !== undefined && section.clusters === undefined)
        sink.report(noClusters(key), [...path, key])
    for (const organ of Object.keys(own.organs))
      if (!organs.includes(organ)) sink.report(unknownOrgan(organ, organs), [...path, 'organs', organ])
  }
}

/** Reports organs whose first metastases are to begin in the tissue of a site that there is not. */
export function validateFields(model: ModelData, sites: readonly string[], sink: IssueSink): void {
  const { key } = disseminationSection
  for (const [name, { field }] of Object.entries(sectionOf(model, disseminationSection)?.organs ?? {})) {
    if (field !== undefined && name !== HOME && !sites.includes(name))
      sink.report(noSite(name, sites), [key, 'organs', name, 'field'])
  }
}
