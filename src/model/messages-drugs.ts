import { writeQuantity } from '../units/quantity.ts'
import type { Message } from './issue.ts'
import type { Quantity } from './kit.ts'
import { listNames, quote } from './messages.ts'

/* What can be wrong with vessels, drugs, doses, receptors and antibodies. One function per message. */

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

/** A dose that is neither an amount nor a mass, as such or per body weight. */
export function doseUnit(found: string): Message {
  const message = found === '' ? 'the dose has no unit' : `a dose cannot be in ${found}`
  return error('wrong-unit', message, 'for example 240 mg, 3 mg/kg, 10 umol or 5 umol/kg')
}

/** A key of a drug that its model of pharmacokinetics needs. */
export function drugNeeds(model: string, key: string): Message {
  return error('missing-key', `a drug with ${model} needs '${key}'`, `add ${key}`)
}

/** A key of a drug that its model of pharmacokinetics would ignore. */
export function drugIgnores(model: string, key: string): Message {
  return error(
    'superfluous-key',
    `'${key}' means nothing for a drug with ${model}`,
    'delete it, or choose the other model',
  )
}

/** Clearance and half-life together, or neither. */
export function oneOfClearance(): Message {
  return error(
    'one-of',
    "a drug with one compartment needs either 'clearance' or 'half-life'",
    'write one of them',
  )
}

/** A dose in milligrams of a drug without molar mass. */
export function needsMolarMass(drug: string): Message {
  return error(
    'missing-key',
    `a dose by mass needs the molar mass of ${quote(drug)}`,
    'add molar mass: 146 kDa, or write the dose in umol',
  )
}

/** A number of doses without the time between them. */
export function countWithoutEvery(): Message {
  return error('missing-key', "'count' needs 'every', the time between doses", 'for example every: 14 day')
}

/** A dose or a depletion that no run reaches. */
export function neverHappens(key: string, time: Quantity, stop: Quantity): Message {
  return {
    code: 'never-happens',
    severity: 'warning',
    message: `'${key}' of ${writeQuantity(time.value, time.unit)} is not before the end of the run, ${writeQuantity(stop.value, stop.unit)}, so that nothing happens`,
    hint: 'give an earlier time, or make the run longer (time.stop)',
  }
}

/** A drug or an antibody whose substrate is not measured as a concentration. */
export function notConcentration(substrate: string): Message {
  return error(
    'wrong-unit',
    `${quote(substrate)} is not measured as a concentration`,
    'give the substrate a unit such as nM',
  )
}

/** A drug that circulates but that no vessel hands over to the tissue. */
export function staysInBlood(drug: string, substrate: string): Message {
  return {
    code: 'stays-in-blood',
    severity: 'warning',
    message: `no vessel takes ${quote(substrate)} from the plasma, so ${quote(drug)} never reaches the tissue`,
    hint: `add ${substrate}: { blood: plasma, rate: ... } to vessels.exchange`,
  }
}

/** A ligand that is nothing in this model. */
export function unknownLigand(
  name: string,
  markers: readonly string[],
  substrates: readonly string[],
): Message {
  const known = `markers here: ${listNames(markers) || 'none'};  substrates here: ${listNames(substrates) || 'none'}`
  return error('unknown-name', `unknown ligand ${quote(name)}`, known)
}

/** A ligand that is a marker and a substrate. */
export function ambiguousLigand(name: string): Message {
  return error('ambiguous', `${quote(name)} is both a marker and a substrate`, 'give them different names')
}

/** One receptor name with two ligands. */
export function otherLigand(receptor: string, ligand: string, before: string): Message {
  const message = `the receptor ${quote(receptor)} binds ${quote(ligand)} here and ${quote(before)} on another cell type`
  return error('other-ligand', message, 'give one of the receptors another name')
}

/** Something that binds itself. */
export function bindsItself(name: string): Message {
  return error('binds-itself', `${quote(name)} is both antibody and target`, 'name two substrates')
}

/** The same antibody and target twice in one file. */
export function duplicateNeutralisation(antibody: string, target: string, firstLine: number): Message {
  return error(
    'duplicate-neutralisation',
    `that ${quote(antibody)} takes ${quote(target)} out of the medium stands here already`,
    `first on line ${firstLine}; keep one of them (what an including file says replaces what the included one said)`,
  )
}
