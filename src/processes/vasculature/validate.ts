import { wholeMultiple } from '../../engine/clock.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { notWholeMultiple } from '../../model/messages-compile.ts'
import { notInSubstrateUnit } from '../../model/messages.ts'
import { fitsSubstrate, substrateUnit } from '../../model/substrate-unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { fallsWithoutCarried, needsNetwork, tiedTooLate, tiesNothing } from './messages.ts'
import { ligationsSection, vesselsSection } from './schema.ts'

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
  checkLigations(model, sink)
  for (const [substrate, { blood, carried, leaks, falls }] of Object.entries(section?.exchange ?? {})) {
    const path = ['vessels', 'exchange', substrate, 'blood']
    const isStaying = model.sections['vessel network'] === undefined
    if (isStaying && carried !== undefined)
      sink.report(needsNetwork('carried'), [...path.slice(0, 3), 'carried'])
    if (isStaying && leaks === true) sink.report(needsNetwork('leaks'), [...path.slice(0, 3), 'leaks'])
    if (isStaying && falls === true) sink.report(needsNetwork('falls'), [...path.slice(0, 3), 'falls'])
    else if (falls === true && carried === undefined)
      sink.report(fallsWithoutCarried(), [...path.slice(0, 3), 'falls'])
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

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly time: { readonly fields: Quantity; readonly stop: Quantity } | undefined
}

function checkLigations(model: ModelData, sink: IssueSink): void {
  // The cast states what the model's own section reads to; in a part of a model it may be missing.
  const { time } = model.sections as unknown as Surroundings
  for (const [name, { at }] of Object.entries(sectionOf(model, ligationsSection) ?? {})) {
    const path = ['ligations', name]
    if (sectionOf(model, vesselsSection) === undefined) sink.report(tiesNothing(), path)
    if (time === undefined) continue
    if (at.value !== 0 && wholeMultiple(at.value, time.fields.value) === undefined)
      sink.report(notWholeMultiple("'at'", at, "the step of 'fields'", time.fields), [...path, 'at'])
    if (at.value >= time.stop.value) sink.report(tiedTooLate(at, time.stop), [...path, 'at'])
  }
}
