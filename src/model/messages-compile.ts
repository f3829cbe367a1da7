import { writeQuantity } from '../units/quantity.ts'
import { nearestName } from '../math/nearest-name.ts'
import type { Message } from './issue.ts'
import type { Quantity } from './kit.ts'
import { listNames, quote } from './messages.ts'

/* What can be wrong with a model as a whole, and with a table of cells. One function per message. */

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** A length or a duration that is not a whole number of another. */
export function notWholeMultiple(what: string, found: Quantity, whose: string, unit: Quantity): Message {
  const below = Math.max(1, Math.floor(found.value / unit.value + 1e-9)) * unit.value
  const nearest = `nearest: ${writeQuantity(below, found.unit)} or ${writeQuantity(below + unit.value, found.unit)}`
  const message = `${what} of ${writeQuantity(found.value, found.unit)} is not a whole multiple of ${whose}, ${writeQuantity(unit.value, unit.unit)}`
  return error('not-whole-multiple', message, nearest)
}

/** Two things that a cell can sense, or do, under one name. */
export function nameClash(name: string): Message {
  return error('name-clash', `two things that rules can name are called ${quote(name)}`, 'rename one of them')
}

export function tooManyVoxels(count: number, limit: number): Message {
  return error(
    'too-many-voxels',
    `the mesh would have ${count} voxels; the limit is ${limit}`,
    'choose a larger voxel',
  )
}

/** A map of an experiment that must have an entry. */
export function emptyMap(key: 'arms' | 'endpoints'): Message {
  const example = key === 'arms' ? 'for example untreated: {}' : 'for example burden: { measure: live cells }'
  return error('empty-map', `'${key}' is empty`, example)
}

/** A path of `set` that goes on where the model has a value. */
export function notAMap(key: string, next: string): Message {
  return error('not-a-map', `${quote(key)} holds a value or a list, so there is no ${quote(next)} in it`, `end the path at ${quote(key)}`)
}

/** Two sides of a comparison that are one. */
export function sameArm(arm: string): Message {
  return error('same-arm', `${quote(arm)} is compared with itself`, 'name two arms')
}

/** A sentence about arms that does not have the form it should have. */
export function comparisonForm(form: string, example: string): Message {
  return error('comparison-form', `expected '${form}'`, `for example ${example}`)
}

/** An expectation about two arms that the experiment does not compare. */
export function neverJudged(arm: string, against: string): Message {
  return {
    code: 'never-judged',
    severity: 'warning',
    message: 'this expectation is never judged, since its arms are not compared',
    hint: `add to compare: ${arm} against ${against}`,
  }
}

/** A time that no run of an experiment reaches. */
export function afterTheEnd(time: Quantity, stop: Quantity): Message {
  return error(
    'after-the-end',
    `${writeQuantity(time.value, time.unit)} is after the end of a run, ${writeQuantity(stop.value, stop.unit)}`,
    'give an earlier time, or make the run longer (time.stop)',
  )
}

/** An initial cell outside the box. */
export function outsideDomain(what: string, coordinates: readonly number[]): Message {
  return error('outside-domain', `${what} at (${coordinates.join(', ')}) um lies outside the domain`)
}

export function tableUnreadable(file: string, reason: string): Message {
  return error('table-unreadable', `cannot read the cell table ${quote(file)}: ${reason}`)
}

export function tableEmpty(): Message {
  return error('table-empty', 'the cell table has no rows', 'expected a header line and one line per cell')
}

export function tableTooLarge(megabytes: number, limit: number): Message {
  return error('table-too-large', `the cell table has ${megabytes} MB; the limit is ${limit} MB`)
}

export function tableBinary(): Message {
  return error('table-binary', 'the cell table is not text', 'expected CSV in UTF-8')
}

export function tableColumnTwice(name: string): Message {
  return error('table-column-twice', `the header names the column ${quote(name)} twice`)
}

export function tableColumnMissing(name: string, columns: readonly string[]): Message {
  const nearest = nearestName(name, columns)
  const hint =
    nearest === undefined ? `columns here: ${listNames(columns)}` : `did you mean ${quote(nearest)}?`
  return error('table-column-missing', `the header has no column ${quote(name)}`, hint)
}

export function tableNotNumber(column: string, found: string): Message {
  return error('table-not-number', `column ${quote(column)}: expected a finite number, found ${quote(found)}`)
}

export function tableRowLength(found: number, expected: number): Message {
  return error('table-row-length', `the row has ${found} fields, the header ${expected}`)
}

export function tableUnknownLabel(label: string, labels: readonly string[]): Message {
  const nearest = nearestName(label, labels)
  const hint =
    nearest === undefined ? "add it to 'labels', or map it to ignore" : `did you mean ${quote(nearest)}?`
  return error('table-unknown-label', `no cell type for the label ${quote(label)}`, hint)
}

export function tableBroken(reason: string): Message {
  return error('table-broken', `the cell table is not valid CSV: ${reason}`)
}

export function tableMoreMistakes(count: number): Message {
  return error('table-more', `${count} further rows of the table have mistakes`)
}

export function tableNothingInside(): Message {
  return error(
    'table-nothing-inside',
    'no row of the cell table lies inside the field',
    "check 'corner' and the domain",
  )
}

const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint })

/** A rate that exchanges a large share of a voxel in one step; `step` [min] is one that would do. */
export function largeRateStep(what: string, share: number, step: number): Message {
  const percent = Math.round(share * 100)
  const message = `${what} exchanges ${percent} % of a voxel in one step of the fields, which biases concentrations by about as much`
  return warning('coarse-step', message, `time.fields of ${step.toPrecision(1)} min or less keeps it below 10 %`)
}

/** A mesh coarser than the range of a substrate; lengths in um. */
export function shortDecayLength(substrate: string, length: number, voxel: number): Message {
  const message = `${substrate} decays within ${length.toPrecision(2)} um, less than a voxel of ${voxel} um: its gradients cannot be seen`
  return warning('coarse-mesh', message, 'a smaller voxel, or a slower decay')
}
