import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { notInSubstrateUnit } from '../../model/messages.ts'
import { fitsSubstrate, substrateUnit } from '../../model/substrate-unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { GLUCOSE, LACTATE, OXYGEN } from './compile.ts'
import { lactateOfNothing, metabolismNeedsAdaptive, noAmount, noSuchSubstrate } from './messages.ts'
import { type Metabolism, aciditySection, metabolismSection } from './schema.ts'

/** Reports substrates that are missing or in the wrong unit, and a scheme that cannot do it. */
export function validateMetabolism(model: ModelData, sink: IssueSink): void {
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  for (const type of model.cellTypes) {
    const metabolism = sectionOf(type, metabolismSection)
    if (metabolism === undefined) continue
    const path = ['cell types', type.name, 'metabolism']
    if (transport?.scheme === 'lod') sink.report(metabolismNeedsAdaptive(), path)
    validateType(model, metabolism, path, sink)
  }
  const acidity = sectionOf(model, aciditySection)
  for (const key of ['lactate', 'buffer'] as const) {
    const name = acidity?.[key]
    if (name !== undefined) checkUnit(model, name, ['acidity', key], sink)
  }
}

function validateType(model: ModelData, metabolism: Metabolism, path: Path, sink: IssueSink): void {
  for (const name of [OXYGEN, GLUCOSE] as const) {
    const entry = metabolism[name]
    if (entry === undefined || !checkUnit(model, name, [...path, name], sink)) continue
    checkHalf(model, name, entry.half, [...path, name, 'half'], sink)
  }
  if (metabolism.lactate === undefined) return
  checkUnit(model, LACTATE, [...path, LACTATE], sink)
  if (metabolism.glucose === undefined) sink.report(lactateOfNothing(), [...path, LACTATE])
}

/** Whether the model has the substrate, in a unit that counts amounts; oxygen may be a partial pressure. */
function checkUnit(model: ModelData, name: string, path: Path, sink: IssueSink): boolean {
  const unit = substrateUnit(model, name)
  if (unit === undefined) {
    const names = model.substrates.map((substrate) => substrate.name)
    sink.report(noSuchSubstrate(name, names), path)
    return false
  }
  const isPressure = name === OXYGEN && fitsSubstrate(model, name, 'mmHg')
  if (isPressure || fitsSubstrate(model, name, 'mM')) return true
  sink.report(noAmount(name, unit, name === OXYGEN ? 'mmHg' : 'mM'), path)
  return false
}

function checkHalf(model: ModelData, name: string, half: Quantity, path: Path, sink: IssueSink): void {
  if (fitsSubstrate(model, name, half.unit)) return
  const text = writeQuantity(half.value, half.unit)
  sink.report(notInSubstrateUnit(text, name, substrateUnit(model, name) ?? ''), path)
}
