import { nearestName } from '../math/nearest-name.ts'
import type { Message } from './issue.ts'
import { listNames, quote } from './messages.ts'

/* What can be wrong with what a calibration compares with what. One function per message. */

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** A table of measurements that cannot be read. */
export function dataUnreadable(file: string, reason: string): Message {
  const hint = 'a table is looked for beside the experiment and in the folders above'
  return error('data-unreadable', `cannot read the measurements in ${quote(file)}: ${reason}`, hint)
}

/** A table without rows. */
export function dataEmpty(): Message {
  return error(
    'data-empty',
    'the table of measurements has no rows',
    'expected a header and one row per number',
  )
}

/** A column that the header does not name; `key` says which key of `columns` names another. */
export function dataColumnMissing(key: string, name: string, columns: readonly string[]): Message {
  const nearest = nearestName(name, columns)
  const meant = nearest === undefined ? '' : `did you mean ${quote(nearest)}?  `
  const hint = `${meant}columns here: ${columns.join(', ')}; choose one with columns.${key}`
  return error('data-column-missing', `the table has no column ${quote(name)}`, hint)
}

/** A column of times that does not say in what. */
export function dataTimeUnit(column: string): Message {
  return error(
    'data-time-unit',
    `the column ${quote(column)} does not say in which unit its times are`,
    `call it for example ${quote(`${column} [day]`)}, or add time unit: day`,
  )
}

/** A unit of time that is none. */
export function dataNotATime(unit: string): Message {
  return error('data-not-a-time', `${quote(unit)} is no unit of time`, 'for example day, h or min')
}

/** A field that is no number. */
export function dataNotNumber(column: string, found: string): Message {
  const shown = found.trim() === '' ? 'nothing' : quote(found)
  const hint = /^[-+]?\d+,\d+$/.test(found) ? 'write decimals with a point' : 'delete rows without a value'
  return error('data-not-number', `expected a number in the column ${quote(column)}, found ${shown}`, hint)
}

/** A unit that cannot be read, or does not belong to the first one of its quantity. */
export function dataUnit(found: string, reason: string): Message {
  return error('data-unit', `cannot use the unit ${quote(found)}: ${reason}`)
}

/** A value that a log scale or a ratio cannot take. */
export function dataNotPositive(found: string, why: 'scale: log' | 'relative to: start'): Message {
  const hint = 'delete the row, or compare without it'
  return error('data-not-positive', `${quote(found)} is not above zero, as ${why} asks for`, hint)
}

/** A row that lies before the beginning or after the end of the run. */
export function dataOutsideRun(time: string, side: 'before' | 'after', end: string): Message {
  return side === 'after'
    ? error(
        'data-after-the-end',
        `this was measured ${time} after the beginning, and the run ends at ${end}`,
        'let the run take longer (time.stop), or leave later rows out with data.until',
      )
    : error(
        'data-before-the-start',
        `this was measured ${time} before the run begins`,
        'say with data.start when the run begins, or leave earlier rows out with data.from',
      )
}

/** A subject whose ratio to its start cannot be made. */
export function dataNoStart(subject: string, condition: string): Message {
  return error(
    'data-no-start',
    `${quote(subject)} was not measured at the first time of ${quote(condition)}: it has nothing to be relative to`,
    'delete its rows, or compare without relative to',
  )
}

/** A subject that was measured twice at one time. */
export function dataTwice(subject: string): Message {
  return error('data-twice', `${quote(subject)} has this quantity twice at this time`, 'keep one of the rows')
}

/** Measurements whose scatter is not known. */
export function dataNoScatter(quantity: string): Message {
  return error(
    'data-no-scatter',
    `no time has two subjects with ${quote(quantity)}, so that nobody knows how it scatters`,
    'state the standard deviation of a measurement with error',
  )
}

/** An error that cannot be read, or is in another unit than what it belongs to. */
export function badError(text: string, reason: string): Message {
  return error('bad-error', `cannot use ${quote(text)} as the standard deviation of a measurement: ${reason}`)
}

/** Everything that one condition or quantity has lies outside of the times that are looked at. */
export function dataNothingThere(kind: 'condition' | 'quantity', name: string): Message {
  return error(
    'data-nothing-there',
    `no row is left for the ${kind} ${quote(name)}`,
    'look at from, until and the other map',
  )
}

/** A calibration that holds everything back. */
export function nothingFitted(): Message {
  return error('nothing-fitted', 'all measurements are held back: nothing is left to fit', 'hold back less')
}

/** A prior that is a list of values. */
export function priorOfValues(): Message {
  return error(
    'prior-of-values',
    'a list of values is no prior: fits need a range',
    'write for example uniform from 0.1 to 0.5 1/h',
  )
}

/** A population that the budget cannot fill. */
export function smallBudget(runs: number, budget: number): Message {
  return error(
    'small-budget',
    `the first population alone takes ${runs} runs, and the budget is ${budget}`,
    'raise the budget, or take a smaller population',
  )
}

/** A population that is too small for so many parameters. */
export function smallPopulation(least: number, parameters: number): Message {
  return error('small-population', `${parameters} parameters need at least ${least} particles`)
}

/** A measure in a unit that has nothing to do with that of the data. */
export function measureInOtherUnit(
  measure: string,
  unit: string,
  quantity: string,
  dataUnitText: string,
): Message {
  return error(
    'measure-in-other-unit',
    `the measure ${quote(measure)} is in ${unit}, and ${quote(quantity)} in ${dataUnitText}`,
    'choose another measure, or compare both with relative to: start',
  )
}

/** A condition or quantity that the table does not have. */
export function notInTable(kind: 'condition' | 'quantity', name: string, names: readonly string[]): Message {
  const nearest = nearestName(name, names)
  const meant = nearest === undefined ? '' : `did you mean ${quote(nearest)}?  `
  return error(
    'not-in-table',
    `the table has no ${kind} ${quote(name)}`,
    `${meant}it has ${listNames(names)}`,
  )
}

/** A condition or quantity that is held back without being compared with anything. */
export function heldBackUnknown(
  kind: 'condition' | 'quantity',
  name: string,
  names: readonly string[],
): Message {
  const key = kind === 'condition' ? 'conditions' : 'quantities'
  return error(
    'held-back-unknown',
    `${quote(name)} is held back, but calibration.${key} does not compare it with anything`,
    `compared are ${listNames(names)}`,
  )
}

/** A name that stands for several measures, where one number is compared. */
export function notOneMeasure(measure: string, examples: readonly string[]): Message {
  return error(
    'not-one-measure',
    `${quote(measure)} stands for several measures`,
    `choose one of them, such as ${quote(examples[0] ?? '')}`,
  )
}
