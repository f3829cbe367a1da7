import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import { notInSubstrateUnit } from '../../model/messages.ts'
import { fitsSubstrate, substrateUnit } from '../../model/substrate-unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { vesselsSection } from './schema.ts'

/** Pharmacokinetics speak of concentrations. */
const PLASMA_UNIT = 'nM'

/** Reports levels in the blood and gates that are in another unit than their substrate, unless that is lost. */
export function validateVasculature(
  model: ModelData,
  sink: IssueSink,
  isLost: (substrate: string) => boolean = () => false,
): void {
  const section = sectionOf(model, vesselsSection)
  const check = (substrate: string, text: string, unit: string, path: Path): void => {
    if (isLost(substrate) || fitsSubstrate(model, substrate, unit)) return
    sink.report(notInSubstrateUnit(text, substrate, substrateUnit(model, substrate) ?? ''), path)
  }
  for (const [substrate, { blood }] of Object.entries(section?.exchange ?? {})) {
    const path = ['vessels', 'exchange', substrate, 'blood']
    if (blood === 'plasma') check(substrate, 'plasma', PLASMA_UNIT, path)
    else check(substrate, writeQuantity(blood.value, blood.unit), blood.unit, path)
  }
  for (const [type, { gates }] of Object.entries(section?.entry ?? {})) {
    gates.forEach(({ substrate, half, unit, blockers = [] }, index) => {
      const path = ['vessels', 'entry', type, 'gates', index]
      check(substrate, writeQuantity(half, unit), unit, path)
      for (const blocker of blockers) {
        check(blocker.substrate, writeQuantity(blocker.constant, blocker.unit), blocker.unit, path)
      }
    })
  }
}
