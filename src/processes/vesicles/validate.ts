import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { unknownName } from '../../model/messages.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { cargoNames, isVarying, kindsOf } from './compile.ts'
import { loadUnknown, releasedAsVesicles } from './messages.ts'
import { companionName } from './names.ts'
import { cargoLossSection, trafficSection, vesiclesSection } from './schema.ts'

/** Reports cargo that no vesicle carries, exchange said twice, and vesicles of unknown load. */
export function validateVesicles(model: ModelData, sink: IssueSink): void {
  const all = cargoNames(model)
  for (const [name, kind] of kindsOf(model)) {
    const own = Object.keys(kind.cargo)
    checkCargo(Object.keys(kind['release half-life']), own, ['vesicles', name, 'release half-life'], sink)
    if (!fitsSubstrate(model, name, 'nM')) sink.report(notConcentration(name), ['substrates', name, 'unit'])
    checkLoads(model, name, own, sink)
  }
  for (const type of model.cellTypes) {
    const path = ['cell types', type.name]
    const lost = sectionOf(type, cargoLossSection) ?? {}
    checkCargo(Object.keys(lost), all, [...path, 'cargo loss'], sink)
    for (const [name, { cargo }] of Object.entries(sectionOf(type, trafficSection) ?? {})) {
      const known = Object.keys(sectionOf(model, vesiclesSection)?.[name]?.cargo ?? {})
      checkCargo(Object.keys(cargo), known, [...path, 'vesicles', name, 'cargo'], sink)
    }
    checkExchange(model, type.sections, path, sink)
  }
}

function checkCargo(names: readonly string[], known: readonly string[], path: Path, sink: IssueSink): void {
  for (const name of names)
    if (!known.includes(name)) sink.report(unknownName('cargo', name, known), [...path, name])
}

/** Other processes' sections are read from the document, whoever owns them. */
function at(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    node,
  )
}

/** Exchange and rules that would say a second time what release says. */
function checkExchange(model: ModelData, sections: unknown, path: Path, sink: IssueSink): void {
  for (const [name, kind] of kindsOf(model)) {
    const varying = Object.keys(kind.cargo).filter((cargo) => isVarying(model, cargo, name))
    for (const substrate of [name, ...varying.map((cargo) => companionName(cargo, name))]) {
      for (const key of ['secretion', 'export', 'release at death']) {
        const value = at(sections, 'exchange', substrate, key, 'value')
        if (value !== undefined && value !== 0)
          sink.report(releasedAsVesicles(key, name), [...path, 'exchange', substrate, key])
      }
      checkRules(sections, substrate, name, path, sink)
    }
  }
}

function checkRules(sections: unknown, substrate: string, kind: string, path: Path, sink: IssueSink): void {
  const rules = at(sections, 'rules')
  const keys = substrate === kind ? ['secretion', 'export'] : ['secretion', 'export', 'uptake']
  if (!Array.isArray(rules)) return
  rules.forEach((rule: unknown, index) => {
    const key = keys.find((what) => at(rule, 'behaviour') === `${substrate} ${what}`)
    if (key !== undefined) sink.report(releasedAsVesicles(key, kind), [...path, 'rules', index])
  })
}

/** Vesicles from blood, from the sides or from the start come from nobody whose loads could be known. */
function checkLoads(model: ModelData, kind: string, cargo: readonly string[], sink: IssueSink): void {
  const varying = cargo.find((name) => isVarying(model, name, kind))
  if (varying === undefined) return
  const sections = model.substrates.find(({ name }) => name === kind)?.sections
  for (const key of ['initial', 'fixed', 'boundary']) {
    const value = at(sections, key)
    const isNothing =
      value === undefined || value === 'closed' || (Array.isArray(value) && value.length === 0)
    if (!isNothing) sink.report(loadUnknown(kind, varying, key), ['substrates', kind, key])
  }
  const blood = at(model.sections, 'vessels', 'exchange', kind, 'blood')
  if (blood !== undefined) sink.report(loadUnknown(kind, varying, 'vessels'), ['vessels', 'exchange', kind])
}
