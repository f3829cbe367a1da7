import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { needsBody } from '../../model/messages-compile.ts'
import { isOfOrganism } from './leaving.ts'
import {
  circulationInOrganism,
  inTwoPools,
  noCirculation,
  noVessels,
  noWayOut,
  sharesAboveOne,
} from './messages.ts'
import {
  circulationSection,
  intravasationSection,
  lymphEntrySection,
  lymphaticPointsSection,
  lymphaticsSection,
} from './schema.ts'

/** Excess of a sum of shares over one that is rounding. */
const ROUNDING = 1e-12

/** Reports types without or with two pools, shares above one, and cells that are to leave where there is no vessel. */
export function validateCirculation(model: ModelData, sink: IssueSink): void {
  if (isOfOrganism(model)) validateLeaving(model, sink)
  else validatePools(model, sink)
}

/** Reports a circulation beside a body, and warns of types that may leave where there is no way. */
function validateLeaving(model: ModelData, sink: IssueSink): void {
  if (sectionOf(model, circulationSection) !== undefined)
    sink.report(circulationInOrganism(), ['circulation'])
  const hasLymphatics =
    sectionOf(model, lymphaticsSection) !== undefined ||
    sectionOf(model, lymphaticPointsSection) !== undefined
  for (const type of model.cellTypes) {
    const warn = (key: string, rate: number | undefined, what: string, hint: string): void => {
      if ((rate ?? 0) > 0) sink.report(noWayOut(type.name, key, what, hint), ['cell types', type.name, key])
    }
    // A site without vessels of its own has what its vessels would exchange.
    if (!hasVessels(model) && model.sections['vessels'] === undefined)
      warn('intravasation', sectionOf(type, intravasationSection)?.value, 'vessel', 'write vessels.points')
    if (!hasLymphatics)
      warn(
        'entry into lymph',
        sectionOf(type, lymphEntrySection)?.value,
        'lymphatic',
        'for example lymphatics: { type: lymphatic endothelium }',
      )
  }
}

/** Reports what belongs to organisms. */
function validateNoOrganism(model: ModelData, sink: IssueSink): void {
  for (const { key } of [lymphaticsSection, lymphaticPointsSection])
    if (model.sections[key] !== undefined) sink.report(needsBody(key), [key])
  for (const type of model.cellTypes)
    if (sectionOf(type, lymphEntrySection) !== undefined)
      sink.report(needsBody('entry into lymph'), ['cell types', type.name, 'entry into lymph'])
}

function validatePools(model: ModelData, sink: IssueSink): void {
  validateNoOrganism(model, sink)
  const pools = Object.entries(sectionOf(model, circulationSection) ?? {})
  const poolOf = new Map<string, string>()
  for (const [name, { cells, organs }] of pools) {
    const path = ['circulation', name]
    for (const type of cells ?? model.cellTypes.map((each) => each.name)) {
      const other = poolOf.get(type)
      if (other !== undefined)
        sink.report(inTwoPools(type, other), cells === undefined ? path : [...path, 'cells'])
      poolOf.set(type, name)
    }
    const passes = Object.values(organs).reduce((sum, organ) => sum + organ['first pass'].value, 0)
    if (passes > 1 + ROUNDING)
      sink.report(sharesAboveOne("the shares 'first pass'", passes), [...path, 'organs'])
    for (const [organ, { initiate, dormant }] of Object.entries(organs)) {
      const sum = initiate.value + dormant.value
      if (sum > 1 + ROUNDING)
        sink.report(sharesAboveOne("'initiate' and 'dormant'", sum), [...path, 'organs', organ])
    }
  }
  const isVascular = hasVessels(model)
  for (const type of model.cellTypes) {
    const path = ['cell types', type.name]
    const isWritten = (sectionOf(type, intravasationSection)?.value ?? 0) > 0
    if (isWritten && !poolOf.has(type.name)) sink.report(noCirculation(type.name), [...path, 'intravasation'])
    if (!isVascular && (isWritten || isModulated(type.sections['rules'])))
      sink.report(noVessels(type.name), isWritten ? [...path, 'intravasation'] : [...path, 'rules'])
  }
}

/** Whether a rule of the type speaks of intravasation, whoever owns the section and however it reads. */
function isModulated(rules: unknown): boolean {
  return rules !== undefined && JSON.stringify(rules).includes('"intravasation"')
}

/** Whether there is a vessel point, listed or in the table of the tissue. */
function hasVessels({ sections }: ModelData): boolean {
  // The casts state what these sections read to, as far as it is needed here.
  const vessels = sections['vessels'] as { readonly points?: readonly unknown[] } | undefined
  const tissue = sections['tissue'] as { readonly labels?: Readonly<Record<string, string>> } | undefined
  if (sections['vessel network'] !== undefined) return true
  return (vessels?.points?.length ?? 0) > 0 || Object.values(tissue?.labels ?? {}).includes('vessel')
}
