import { nearestName } from '../math/nearest-name.ts'
import type { Message } from './issue.ts'
import { listNames, quote } from './messages.ts'

/* What can be wrong with what an experiment varies, and with what its arms do. One function per message. */

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** A sentence about a distribution that does not have the form of any. */
export function distributionForm(text: string, word: string, examples: readonly string[]): Message {
  const plain = examples.map((example) => example.replace(/\s*\[.*$/, ''))
  const words = [...new Set(plain.map((example) => example.split(/[ ,]/)[0] ?? ''))]
  const meant = words.includes(word) ? word : nearestName(word, words)
  const shown = plain.find((example) => example.split(/[ ,]/)[0] === meant)
  const hint = shown === undefined ? `one of: ${plain.slice(0, -1).join('; ')}` : `write for example ${shown}`
  return error('distribution-form', `cannot read ${quote(text)} as a distribution`, hint)
}

/** Numbers of one distribution in units that do not belong together. */
export function mixedUnits(found: string, unit: string): Message {
  const rest = unit === '' ? 'the other numbers have no unit' : `the other numbers are in ${unit}`
  return error('mixed-units', `${quote(found)} does not belong to this distribution: ${rest}`)
}

/** A parameter that does not say which number of the model it is. */
export function noPath(): Message {
  return error(
    'no-path',
    'this parameter does not say where its number stands',
    "add path: 'cell types.tumour.cycle.rate'",
  )
}

/** A path at which the model of an arm has no number, though that of other arms has one. */
export function notInArm(path: string, arms: readonly string[], others: readonly string[]): Message {
  const which = arms.length === 1 ? `the arm ${quote(arms[0] ?? '')} has` : `the arms ${listNames(arms)} have`
  return error('not-in-arm', `${which} no number at ${quote(path)}`, `add arms: [${others.join(', ')}]`)
}

/** Paths that a hint lists; chosen: they are long. */
const FEW = 4

/** A path at which the model has something else than a number. */
export function notANumber(path: string, below: readonly string[]): Message {
  const more = below.length > FEW ? ` and ${below.length - FEW} more` : ''
  const hint = below.length === 0 ? undefined : `numbers below it: ${below.slice(0, FEW).join(', ')}${more}`
  return error('not-a-number', `what stands at ${quote(path)} is no number`, hint)
}

/** An end of a range that makes no valid model; `reason` is what the model says. */
export function badEnd(arm: string, changes: string, reason: string): Message {
  return error(
    'bad-end',
    `arm ${quote(arm)} has no valid model with ${changes}: ${reason}`,
    'give the distribution ends that the model takes: from .. to ..',
  )
}

/** A number that two parameters change. */
export function changedTwice(path: string, other: string): Message {
  return error('changed-twice', `${quote(path)} is varied by ${quote(other)}, too`, 'keep one of them')
}

/** A range that replaces what sets arms apart. */
export function hidesArm(path: string, arms: readonly string[]): Message {
  return {
    code: 'hides-arm',
    severity: 'warning',
    message: `arms differ in ${quote(path)}, and this parameter gives all of them the same value`,
    hint: `say which arms it changes, for example arms: [${arms.join(', ')}], or write it in times`,
  }
}

/** A parameter that varies nothing or a sweep without parameters. */
export function noParameters(key: string): Message {
  return error(
    'no-parameters',
    `${quote(key)} varies nothing`,
    "add parameters: { 'cell types.tumour.cycle.rate': uniform from 0.0005 to 0.001 1/min }",
  )
}

/** A continuous distribution on a grid. */
export function needsLevels(): Message {
  return error(
    'needs-levels',
    'a grid needs to know which values to take of this range',
    'add levels: 5 to the sweep, or write one of a, b, c',
  )
}

/** A layout that needs to know how many points, or that knows it already. */
export function pointsOfLayout(layout: string, isGrid: boolean): Message {
  return isGrid
    ? error(
        'points-of-layout',
        'a grid has as many points as its parameters have combinations',
        'delete points, or choose layout: latin hypercube or sobol',
      )
    : error('points-of-layout', `the layout ${quote(layout)} needs to know how many points`, 'add points: 64')
}

/** More parameters than the Sobol sequence has dimensions. */
export function tooManyDimensions(found: number, limit: number): Message {
  return error(
    'too-many-dimensions',
    `a Sobol sequence serves ${limit} parameters, found ${found}`,
    'choose layout: latin hypercube',
  )
}

/** A correlation that does not name two parameters. */
export function correlationForm(text: string): Message {
  return error(
    'correlation-form',
    `${quote(text)} does not name two parameters`,
    'write <name> with <name>: 0.5',
  )
}

/** A correlation of a parameter with itself, or one that is given twice. */
export function correlationTwice(first: string, second: string): Message {
  return first === second
    ? error('correlation-twice', `${quote(first)} is correlated with itself`, 'name two parameters')
    : error(
        'correlation-twice',
        `the correlation of ${quote(first)} and ${quote(second)} is given twice`,
        'keep one of them',
      )
}

/** Correlations that no set of numbers can have at once. */
export function impossibleCorrelations(reason: string): Message {
  return error(
    'impossible-correlations',
    `these correlations cannot hold together: ${reason}`,
    'bring one of them nearer to 0',
  )
}

/** More runs than anybody could compute. */
export function tooManyRuns(product: string, runs: number, limit: number): Message {
  const grouped = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return error(
    'too-many-runs',
    `this asks for ${grouped(runs)} runs: ${product}; the limit is ${grouped(limit)}`,
    'take fewer points, patients or replicates',
  )
}

/** A factor that is none. */
export function badFactor(
  kind: 'scale' | 'knock down' | 'overexpress',
  text: string,
  example: string,
): Message {
  const expected = {
    scale: 'a factor of at least 0',
    'knock down': 'the share that is lost, up to 100 %',
    overexpress: 'a factor of at least 1',
  }[kind]
  return error('bad-factor', `expected ${expected}, found ${quote(text)}`, `for example ${example}`)
}

/** A cell type that is not there to be left out. */
export function nothingLeftOut(type: string): Message {
  return {
    code: 'nothing-left-out',
    severity: 'warning',
    message: `there are no cells of ${quote(type)} at the start, and none arrive`,
    hint: 'delete it',
  }
}

/** Fragments of a change to a run that was stored without them. */
export function noInclude(): Message {
  return error(
    'no-include',
    'fragments can be included in arms of an experiment only',
    'write their keys out here',
  )
}

/** A factor of nothing. */
export function scalesNothing(path: string): Message {
  return {
    code: 'scales-nothing',
    severity: 'warning',
    message: `${quote(path)} is 0, and stays 0 whatever it is multiplied with`,
    hint: 'set it to a value, or name another number',
  }
}

/** A range of factors that is none. */
export function factorsOnly(text: string): Message {
  return error('factors-only', `${quote(text)} is not a range of factors`, 'write for example 0.5 to 2 times')
}

/** More parameters than indices from a Sobol sequence can have. */
export function tooManyForIndices(found: number, limit: number): Message {
  return error(
    'too-many-dimensions',
    `shares of the variance are computed for up to ${limit} parameters, found ${found}`,
    'screen them first with method: morris',
  )
}

/** Words that no number of the model answers to. */
export function nothingToVary(words: string): Message {
  return error(
    'nothing-to-vary',
    `the model has no number for ${quote(words)}`,
    'name numbers; milieu describe MODEL --parameters lists them',
  )
}

/** Differences of arms that the experiment does not compare. */
export function nothingCompared(arms: readonly string[]): Message {
  return error(
    'nothing-compared',
    `the experiment compares none of the arms ${listNames(arms)}`,
    'add the pair to compare, or write of: arms',
  )
}

/** An exception to nothing. */
export function exceptsNothing(path: string): Message {
  return error(
    'excepts-nothing',
    `none of the numbers that vary stands at ${quote(path)}`,
    'delete it, or write the path as milieu describe MODEL --parameters does',
  )
}
