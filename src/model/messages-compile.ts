import { writeQuantity } from '../units/quantity.ts'
import { nearestName } from '../math/nearest-name.ts'
import type { Message } from './issue.ts'
import type { Quantity } from './kit.ts'
import { quote } from './messages.ts'

/* What can be wrong with a model as a whole, and with a table of cells. One function per message. */

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** A length or a duration that is not a whole number of another. */
export function notWholeMultiple(what: string, found: Quantity, whose: string, unit: Quantity): Message {
  const times = Math.max(1, Math.floor(found.value / unit.value + 1e-9))
  const multiple = (count: number): string =>
    shortQuantity(Number((count * unit.value).toPrecision(12)), found.unit, unit.unit)
  const nearest = `nearest: ${multiple(times)} or ${multiple(times + 1)}`
  const message = `${what} of ${writeQuantity(found.value, found.unit)} is not a whole multiple of ${whose}, ${writeQuantity(unit.value, unit.unit)}`
  return error('not-whole-multiple', message, nearest)
}

/** Two things that a cell can sense, or do, under one name. */
export function nameClash(name: string): Message {
  return error('name-clash', `two things that rules can name are called ${quote(name)}`, 'rename one of them')
}

/** A key that an organism has once, written at one of its sites. */
export function keyNotOfSite(key: string): Message {
  return error(
    'not-of-site',
    `${quote(key)} belongs to the whole organism, not to one of its sites`,
    'write it at the top of the model',
  )
}

/** A key of organisms in a model that describes none. */
export function needsBody(key: string): Message {
  return error(
    'needs-body',
    `${quote(key)} is part of an organism, and this model has no 'body'`,
    'for example body: { tissue stands for: 100 mm^3, blood: 2 mL }',
  )
}

/** A drug that nobody gives. */
export function noSuchDrug(name: string, there: readonly string[]): Message {
  const nearest = nearestName(name, there)
  return {
    code: 'unused',
    // A part of the library may name what only some models have; a name that is nearly right is a mistake.
    severity: nearest === undefined ? 'note' : 'warning',
    message: `${quote(name)} is not in the plasma: no drug brings it`,
    hint: nearest === undefined ? 'write a drug with this substrate' : `did you mean ${quote(nearest)}?`,
  }
}

/** A quantity in the author's unit, or in the other one where that would need many digits. */
function shortQuantity(value: number, unit: string, other: string): string {
  const text = writeQuantity(value, unit)
  return (text.split(' ')[0] ?? '').length <= MANY_DIGITS ? text : writeQuantity(value, other)
}

/** A whole number with its thousands apart. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** Characters of a number that still reads well; chosen. */
const MANY_DIGITS = 8

export function tooManyVoxels(count: number, limit: number): Message {
  return error(
    'too-many-voxels',
    `the mesh would have ${grouped(count)} voxels; the limit is ${grouped(limit)}`,
    'choose a larger voxel',
  )
}

/** A map of an experiment that must have an entry. */
export function emptyMap(key: 'arms' | 'endpoints' | 'conditions' | 'quantities'): Message {
  const example = {
    arms: 'for example untreated: {}',
    endpoints: 'for example burden: { measure: live cells }',
    conditions: 'for example vehicle: untreated, a condition of the table and its arm',
    quantities: 'for example tumour volume: { measure: tumour cells }',
  }[key]
  return error('empty-map', `'${key}' is empty`, example)
}

/** A path of `set` that goes on where the model has a value. */
export function notAMap(key: string, next: string): Message {
  return error(
    'not-a-map',
    `${quote(key)} holds a value or a list, so there is no ${quote(next)} in it`,
    `end the path at ${quote(key)}`,
  )
}

/** Two sides of a comparison that are one. */
export function sameArm(arm: string): Message {
  return error('same-arm', `${quote(arm)} is compared with itself`, 'name two arms')
}

/** A sentence about arms that does not have the form it should have. */
export function comparisonForm(form: string, example: string): Message {
  return error('comparison-form', `expected '${form}'`, `for example ${example}`)
}

/** A signal that cells keep only where something else is written, since keeping it changes how a step is computed. */
export function signalNeeds(name: string, needs: string): Message {
  return error('signal-needs', `cells do not keep ${quote(name)} only to be measured`, `write ${needs}`)
}

/** An expectation about the course of an endpoint that is read once. */
export function noTrend(endpoint: string): Message {
  return {
    code: 'never-judged',
    severity: 'warning',
    message: `this expectation is never judged, since ${quote(endpoint)} is read at one time`,
    hint: 'read it at several, for example at: [1 day, 3 days, end]',
  }
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

type Point = readonly [number, number, number]

/** Initial cells outside the box [um]. */
export function outsideDomain(what: string, example: readonly number[], low?: Point, high?: Point): Message {
  const text = (point: readonly number[]): string =>
    `(${point.map((x) => Number(x.toPrecision(5))).join(', ')})`
  return error(
    'outside-domain',
    `outside the domain: ${what} at ${text(example)} um`,
    low && high && `the domain reaches from ${text(low)} to ${text(high)} um`,
  )
}

/** A box whose lowest corner is not the lowest. */
export function upsideDown(axis: 'x' | 'y' | 'z'): Message {
  return error(
    'upside-down',
    `the box is upside down: 'low' is above 'high' along ${axis}`,
    'exchange the two numbers',
  )
}

/** Cells along vessels of a model without a network of them. */
export function noNetworkToFollow(key: string): Message {
  return error(
    'needs-key',
    `${quote(key)} needs vessels to follow: the model has no ${quote('vessel network')}`,
    "add 'vessel network' with lines or a pattern, or place the cells with scatter",
  )
}

/** A band around vessels that holds nothing. */
export function emptyBand(): Message {
  return error('out-of-range', 'the least distance is above the largest one', 'exchange the two numbers')
}

/** A band around vessels that is farther away than is looked for. */
export function bandTooFar(reach: number): Message {
  return error(
    'out-of-range',
    `distances from vessels are known up to ${reach} um only`,
    `give at most ${reach} um, or leave ${quote('distance')} out`,
  )
}

export function tableUnreadable(file: string, reason: string): Message {
  const hint = 'a table is looked for beside the model and in the folders above'
  return error('table-unreadable', `cannot read the cell table ${quote(file)}: ${reason}`, hint)
}

/** A table whose fields are separated by something else. */
export function tableSeparator(found: ',' | ';' | '\t'): Message {
  const name = { ',': 'comma', ';': 'semicolon', '\t': 'tab' }[found]
  return error(
    'table-separator',
    `the fields of the cell table are separated by ${name}s`,
    `write 'separator: ${name}' under 'tissue' in the model`,
  )
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

/** A column that the header does not name; `key` says which key of `tissue` names another. */
export function tableColumnMissing(key: string, name: string, columns: readonly string[]): Message {
  const hint = `columns here: ${columns.join(', ')}; choose one with tissue.${key} in the model`
  return error('table-column-missing', `the header has no column ${quote(name)}`, hint)
}

export function tableNotNumber(column: string, found: string): Message {
  const isEmpty = found.trim() === ''
  const hint = /^[-+]?\d+,\d+$/.test(found)
    ? 'write decimals with a point'
    : 'write plain numbers in um, or delete the row'
  const shown = isEmpty ? 'nothing' : quote(found)
  return error(
    'table-not-number',
    `expected a finite number in the column ${quote(column)}, found ${shown}`,
    hint,
  )
}

export function tableRowLength(found: number, expected: number): Message {
  const fields = `${found} field${found === 1 ? '' : 's'}`
  return error(
    'table-row-length',
    `the row has ${fields}, the header ${expected}`,
    'put texts that contain commas in quotes',
  )
}

/** A row whose third coordinate lies outside the domain [um]. */
export function tableOutside(z: number, low: number, high: number): Message {
  return error(
    'outside-domain',
    `z = ${z} um lies outside the domain`,
    `the domain reaches from ${low} to ${high} um along z`,
  )
}

export function tableUnknownLabel(label: string, labels: readonly string[]): Message {
  const nearest = nearestName(label, labels)
  const add = 'add it to tissue.labels in the model, or map it to ignore there'
  const hint = nearest === undefined ? add : `did you mean ${quote(nearest)}?  else ${add}`
  const message =
    label === '' ? 'the row has no label' : `tissue.labels says nothing about the label ${quote(label)}`
  return error('table-unknown-label', message, label === '' ? 'add the label, or delete the row' : hint)
}

/** A table that is not CSV, by the code of the CSV library. */
export function tableBroken(mistake: 'quote inside' | 'quote open'): Message {
  if (mistake === 'quote open')
    return error('table-broken', 'a quote that opens in this row is not closed', 'close it, or delete it')
  const hint = 'put the whole field in quotes and write quotes inside it twice'
  return error('table-broken', 'a quote stands inside a field of this row', hint)
}

export function tableMoreMistakes(count: number): Message {
  return error(
    'table-more',
    `${count} further row${count === 1 ? ' has' : 's have'} mistakes, from this one on`,
  )
}

export function tableNothingInside(): Message {
  return error(
    'table-nothing-inside',
    'no row of the cell table lies inside the field',
    "check 'corner' and the domain",
  )
}

const warning = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'warning',
  message,
  hint,
})

/** A rate that exchanges a large share of a voxel in one step; `step` [min] is one that would do. */
export function largeRateStep(what: string, share: number, step: number): Message {
  const percent = Math.round(share * 100)
  const message = `${what} exchanges ${percent} % of a voxel in one step of the fields, which biases concentrations by about as much`
  return warning('coarse-step', message, `time.fields of ${roundDown(step)} min or less keeps it below 10 %`)
}

/** The next lower 1, 2 or 5 times a power of ten: of such steps, those that last longer are usually multiples. */
function roundDown(step: number): number {
  const [digits = '', exponent = ''] = step.toExponential().split('e')
  const first = [5, 2, 1].find((candidate) => candidate <= Number(digits)) ?? 1
  return Number(`${first}e${exponent}`)
}

/** An attack on cells that no rule lets feel it. */
export function harmlessAttack(target: string): Message {
  return warning(
    'harmless-attack',
    `no rule of ${quote(target)} says what damage does, so that this attack changes nothing`,
    `for example damage increases apoptosis to 0.1 1/min, half at 15, hill 8`,
  )
}

/** A mesh coarser than the range of a substrate; lengths in um. */
export function shortDecayLength(substrate: string, length: number, voxel: number): Message {
  const message = `${substrate} decays within ${length.toPrecision(2)} um, less than a voxel of ${voxel} um: its gradients cannot be seen`
  return warning('coarse-mesh', message, 'a smaller voxel, or a slower decay')
}

/** Something that needs a matrix in a model without one. */
export function needsMatrix(what: string): Message {
  return error(
    'needs-matrix',
    `${what} means nothing without matrix`,
    'add a section matrix: with its density',
  )
}
