import { canonicalUnit, sameDimension } from '../../units/dimension.ts'
import { parseUnit } from '../../units/unit.ts'

/** Units that people write, everyday ones first. Chosen: what the shipped models use, and their neighbours. */
const USUAL = (
  'um mm nm min h s day um/min um/h mm/day 1/min 1/h 1/day um^2/min um^2/s cm^2/s um^3 um^3/min nM uM mM pM ng/ml ' +
  'ug/ml mmHg kPa nM/min molecules/min molecules/h mg mg/kg kDa % fold relative 1/um 1/um^2 1/mm^2 1/nM nN um/s mmHg/min'
).split(' ')

/** Units in which a number of the same dimension as `unit` may be written, the schema's own first. */
export function unitsFor(unit: string): readonly string[] {
  if (unit === 'any') return USUAL
  const wanted = parseUnit(unit === '1' ? '' : unit)
  if (!wanted.ok) return []
  const { dimension } = wanted.unit
  const fit = USUAL.filter((text) => {
    const parsed = parseUnit(text)
    return parsed.ok && sameDimension(parsed.unit.dimension, dimension)
  })
  const own = unit === '1' || unit === '' ? [] : [unit]
  const canonical = canonicalUnit(dimension)
  return [...new Set([...own, ...fit, ...(canonical === '1' ? [] : [canonical])])]
}
