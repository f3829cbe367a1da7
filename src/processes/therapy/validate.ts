import { placeOf } from '../../model/schema-joined-list.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { bodySection } from '../../model/body.ts'
import { checkBodyPlace } from '../../model/body-places.ts'
import { needsBody, notWholeMultiple } from '../../model/messages-compile.ts'
import {
  bindsItself,
  countWithoutEvery,
  drugIgnores,
  drugNeeds,
  needsMolarMass,
  neverHappens,
  notConcentration,
  oneOfClearance,
  otherLigand,
  staysInBlood,
} from '../../model/messages-drugs.ts'
import { notInSubstrateUnit, unknownName } from '../../model/messages.ts'
import { fitsSubstrate, substrateUnit, unitDimension } from '../../model/substrate-unit.ts'
import { dimensionless, sameDimension } from '../../units/dimension.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { doseKind } from './dose-kind.ts'
import { drugOf, isWhole } from './schedule.ts'
import {
  type Drug,
  depletionSection,
  drugsSection,
  neutralisationSection,
  receptorsSection,
  therapySection,
} from './schema.ts'

/** Reports what sections alone cannot see: keys that need each other, units of substrates, doses between two steps. */
export function validateTherapy(model: ModelData, sink: IssueSink): void {
  validateDrugs(model, sink)
  validateSchedules(model, sink)
  validateReceptors(model, sink)
  validateNeutralisation(model, sink)
}

function validateDrugs(model: ModelData, sink: IssueSink): void {
  for (const [name, drug] of Object.entries(sectionOf(model, drugsSection))) {
    const path = ['drugs', name]
    checkModel(drug, sink, path)
    checkConcentration(model, drug.substrate, sink, [...path, 'substrate'])
    if (!isExchanged(model, drug.substrate))
      sink.report(staysInBlood(name, drug.substrate), [...path, 'substrate'])
  }
}

function checkModel(drug: Drug, sink: IssueSink, path: Path): void {
  const { model } = drug
  if (model === 'two compartments') {
    for (const key of ['clearance', 'peripheral volume', 'exchange'] as const) {
      if (drug[key] === undefined) sink.report(drugNeeds(model, key), path)
    }
    if (drug['half-life'] !== undefined) sink.report(drugIgnores(model, 'half-life'), [...path, 'half-life'])
    return
  }
  if ((drug.clearance === undefined) === (drug['half-life'] === undefined))
    sink.report(oneOfClearance(), path)
  for (const key of ['peripheral volume', 'exchange'] as const) {
    if (drug[key] !== undefined) sink.report(drugIgnores(model, key), [...path, key])
  }
}

/** Whether some vessel takes the substrate from the plasma: read from the document, whoever owns that section. */
function isExchanged(model: ModelData, substrate: string): boolean {
  const blood = [model.sections['vessels'], 'exchange', substrate, 'blood'].reduce(valueAt)
  return blood === 'plasma'
}

function valueAt(node: unknown, key: unknown): unknown {
  return typeof node === 'object' && node !== null && typeof key === 'string'
    ? Reflect.get(node, key)
    : undefined
}

function checkConcentration(model: ModelData, substrate: string, sink: IssueSink, path: Path): void {
  if (!fitsSubstrate(model, substrate, 'nM')) sink.report(notConcentration(substrate), path)
}

function validateSchedules(model: ModelData, sink: IssueSink): void {
  const drugs = sectionOf(model, drugsSection)
  for (const [name, therapy] of Object.entries(sectionOf(model, therapySection))) {
    const path = ['therapy', name]
    const drug = drugs[drugOf(name, therapy)]
    if (drug === undefined) sink.report(unknownName('drug', drugOf(name, therapy), Object.keys(drugs)), path)
    else if (drug['molar mass'] === undefined && doseKind(therapy.dose.unit)?.startsWith('mass') === true) {
      sink.report(needsMolarMass(drugOf(name, therapy)), [...path, 'dose'])
    }
    const { start, every, count, infusion } = therapy
    checkTimes(model, { start, every, infusion }, count, sink, path)
    checkReached(model, 'start', start, sink, path)
  }
  for (const [name, { at, every, count, in: places }] of Object.entries(sectionOf(model, depletionSection))) {
    const path = ['depletion', name, 'in']
    if (places !== undefined && sectionOf(model, bodySection) === undefined)
      sink.report(needsBody('in'), path)
    else places?.forEach((place, index) => checkBodyPlace(model, place, sink, [...path, index], ['blood']))
    checkTimes(model, { at, every }, count, sink, ['depletion', name])
    checkReached(model, 'at', at, sink, ['depletion', name])
  }
}

/** Times must fall on steps of the fields, and several occasions need the time between them. */
function checkTimes(
  model: ModelData,
  times: Readonly<Record<string, Quantity | undefined>>,
  count: number | undefined,
  sink: IssueSink,
  path: Path,
): void {
  if ((count ?? 1) > 1 && times['every'] === undefined) sink.report(countWithoutEvery(), [...path, 'count'])
  // The cadence stands in the document's `time`, whoever owns that section.
  const cadence = [model.sections['time'], 'fields'].reduce(valueAt)
  if (!isQuantity(cadence)) return
  for (const [key, duration] of Object.entries(times)) {
    if (duration === undefined || isWhole(duration, cadence.value)) continue
    sink.report(notWholeMultiple(`'${key}'`, duration, "the step of 'fields'", cadence), [...path, key])
  }
}

/** A first time that the run does not reach is allowed, since another arm may run longer, but seldom meant. */
function checkReached(model: ModelData, key: string, first: Quantity, sink: IssueSink, path: Path): void {
  const stop = [model.sections['time'], 'stop'].reduce(valueAt)
  if (isQuantity(stop) && first.value >= stop.value)
    sink.report(neverHappens(key, first, stop), [...path, key])
}

function isQuantity(value: unknown): value is Quantity {
  return typeof valueAt(value, 'value') === 'number' && typeof valueAt(value, 'unit') === 'string'
}

function validateReceptors(model: ModelData, sink: IssueSink): void {
  const ligands = new Map<string, string>()
  const substrates = model.substrates.map((substrate) => substrate.name)
  for (const type of model.cellTypes) {
    for (const [name, receptor] of Object.entries(sectionOf(type, receptorsSection))) {
      const path = ['cell types', type.name, 'receptors', name]
      const before = ligands.get(name) ?? receptor.ligand
      ligands.set(name, before)
      if (before !== receptor.ligand)
        sink.report(otherLigand(name, receptor.ligand, before), [...path, 'ligand'])
      const isGood = substrates.includes(receptor.ligand)
        ? fitsSubstrate(model, receptor.ligand, receptor.half.unit)
        : sameDimension(unitDimension(receptor.half.unit) ?? dimensionless, dimensionless)
      if (!isGood) {
        const unit = substrateUnit(model, receptor.ligand) ?? ''
        const text = writeQuantity(receptor.half.value, receptor.half.unit)
        sink.report(notInSubstrateUnit(text, receptor.ligand, unit), [...path, 'half'])
      }
      for (const blocker of Object.keys(receptor['blocked by'])) {
        checkConcentration(model, blocker, sink, [...path, 'blocked by', blocker])
      }
    }
  }
}

function validateNeutralisation(model: ModelData, sink: IssueSink): void {
  sectionOf(model, neutralisationSection).forEach((item, index) => {
    const { antibody, target } = item
    const path = ['neutralisation', placeOf(item, index)]
    if (antibody === target) sink.report(bindsItself(antibody), [...path, 'target'])
    checkConcentration(model, antibody, sink, [...path, 'antibody'])
    checkConcentration(model, target, sink, [...path, 'target'])
  })
}
