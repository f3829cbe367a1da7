import { type Dimension, dimensionOf, sameDimension } from '../units/dimension.ts'
import { parseUnit } from '../units/unit.ts'
import type { ModelData } from './assemble.ts'

/** Unit in which a substrate is measured, as its `unit` key says; undefined when it has none. */
export function substrateUnit(model: ModelData, name: string): string | undefined {
  const unit = model.substrates.find((substrate) => substrate.name === name)?.sections['unit']
  return typeof unit === 'string' ? unit : undefined
}

/** True when a number in `unit` can be a value of the substrate, or when the substrate does not say its unit. */
export function fitsSubstrate(model: ModelData, name: string, unit: string): boolean {
  const written = substrateUnit(model, name)
  const wanted = written === undefined ? undefined : unitDimension(written)
  const found = unitDimension(unit)
  return wanted === undefined || (found !== undefined && sameDimension(wanted, found))
}

/** Dimension of a unit that was read before; a bare number is dimensionless. */
export function unitDimension(unit: string): Dimension | undefined {
  if (unit === '') return dimensionOf({})
  const parsed = parseUnit(unit)
  return parsed.ok ? parsed.unit.dimension : undefined
}
