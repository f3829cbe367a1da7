import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import { amountIntoNoConcentration, missingKey, notInSubstrateUnit } from '../../model/messages.ts'
import { dimensionOf, sameDimension } from '../../units/dimension.ts'
import { requireUnit } from '../../units/unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { unitOf } from './compile.ts'
import { type Exchanged, exchangeSection } from './schema.ts'

const CONCENTRATION = dimensionOf({ amount: 1, length: -3 })

/** Reports saturations in another dimension than their substrate's, and amounts where no amount is defined. */
export function validateExchange(model: ModelData, sink: IssueSink): void {
  const substrates = new Map(model.substrates.map((substrate) => [substrate.name, substrate]))
  for (const type of model.cellTypes) {
    for (const [name, exchanged] of Object.entries(sectionOf(type, exchangeSection))) {
      const substrate = substrates.get(name)
      const path = ['cell types', type.name, 'exchange', name]
      if (substrate !== undefined) validateOne(substrate, exchanged, path, sink)
    }
  }
}

function validateOne(substrate: NamedSections, exchanged: Exchanged, path: Path, sink: IssueSink): void {
  const { saturation, secretion } = exchanged
  const written = unitOf(substrate)
  const { dimension } = requireUnit(written)
  if (saturation === undefined && secretion.value > 0) {
    sink.report(missingKey('saturation', 'the concentration at which secretion stops'), path)
  }
  if (saturation !== undefined && !sameDimension(requireUnit(saturation.unit).dimension, dimension)) {
    const text = writeQuantity(saturation.value, saturation.unit)
    sink.report(notInSubstrateUnit(text, substrate.name, written), [...path, 'saturation'])
  }
  if (sameDimension(dimension, CONCENTRATION)) return
  for (const key of ['export', 'release at death'] as const) {
    if (exchanged[key].value === 0) continue
    sink.report(amountIntoNoConcentration(key, substrate.name, written), [...path, key])
  }
}
