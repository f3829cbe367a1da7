import type { TextSpan } from '../../model/issue.ts'
import type { SentenceMistake, SentenceResult } from '../../model/schema-sentence.ts'
import { type Amount, failAt, readAmount, slice, writeAmount } from '../../model/sentence-words.ts'
import { badDelay, missingEdgeClause, nothingToSee, ownConversion, wrongNumberOfValues } from './messages.ts'
import { type EdgeInput, type EdgeSpans, type Verb, splitEdge } from './split.ts'

/** One value for all inputs, or one for each. */
export type PerInput<A = Amount> = A | readonly A[]

/** What an edge says, without its source; `A` is how its numbers are kept. */
export interface EdgeOf<A> {
  readonly verb: Verb
  /** What it depends on; empty for a conversion at a constant rate. */
  readonly inputs: readonly EdgeInput[]
  /** The node that a conversion takes from. */
  readonly from?: string
  /** The node that it acts on. */
  readonly target: string
  /** Of a conversion [1/min]. */
  readonly rate?: A
  /** Level of half the effect; absent when in proportion. */
  readonly half?: PerInput<A>
  readonly hill?: PerInput<A>
  readonly isProportional: boolean
  /** What an edge alone can reach, from 0 to 1. */
  readonly strength?: A
  /** Time constant of the target [min]. */
  readonly tau?: A
  /** Mean time [min] that the edge needs, in `stages` steps. */
  readonly delay?: A
  readonly stages?: number
}

export type EdgeWords = EdgeOf<Amount>

/** Stages that a delay may have. Chosen: with so many the spread is a fifth of the delay, and each is a column. */
const MOST_STAGES = 20

/** Reads an edge; says where the first mistake is. */
export function parseEdge(text: string): SentenceResult<EdgeWords> {
  const split = splitEdge(text)
  if (!split.ok) return split
  const { spans, verb, inputs } = split.value
  const isProportional = spans.proportion !== undefined
  const parts = [
    readNames(text, spans, verb),
    readRate(text, spans),
    readCurve(text, spans, inputs.length),
    verb === 'becomes' ? good({}) : readStrength(text, spans),
    readTime(text, spans, 'tau'),
    readDelay(text, spans),
  ]
  const wrong = parts.find((part): part is SentenceMistake => !part.ok)
  if (wrong !== undefined) return wrong
  const read = parts.flatMap((part) => (part.ok ? [part.value] : []))
  // The cast states what the parts are together: every key of an edge, each read by its own function.
  return good(Object.assign({ verb, inputs, isProportional }, ...read) as EdgeWords)
}

type Part = SentenceResult<Partial<EdgeWords>>

function good<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

function readNames(text: string, spans: EdgeSpans, verb: Verb): Part {
  const target = slice(text, spans.target)
  if (verb !== 'becomes') return good({ target })
  const from = slice(text, spans.from)
  return from === target ? failAt(ownConversion(from), spans.target) : good({ from, target })
}

function readRate(text: string, spans: EdgeSpans): Part {
  if (spans.rate === undefined) return good({})
  const rate = readAmount(text, spans.rate, { example: '0.5 1/h', isPositive: true })
  return rate.ok ? good({ rate: rate.value }) : rate
}

/** How the edge depends on its inputs: half and hill, or in proportion, or on nothing. */
function readCurve(text: string, spans: EdgeSpans, inputs: number): Part {
  const { half: halves, hill: hills, proportion } = spans
  const given = halves?.[0] ?? hills?.[0] ?? proportion
  const word = halves ? 'half at' : hills ? 'hill' : 'in proportion'
  if (inputs === 0) return given === undefined ? good({}) : failAt(nothingToSee(word), given)
  if (proportion !== undefined) return good({})
  if (halves === undefined) {
    const end = { offset: text.trimEnd().length, length: 1 }
    return failAt(missingEdgeClause('half at', "for example half at 0.5, or 'in proportion'"), end)
  }
  const half = readValues(text, halves, inputs, 'half at')
  if (!half.ok) return half
  if (hills === undefined) return good({ half: half.value, hill: { value: 1, unit: '' } })
  const hill = readValues(text, hills, inputs, 'hill')
  return hill.ok ? good({ half: half.value, hill: hill.value }) : hill
}

function readValues(
  text: string,
  spans: readonly TextSpan[],
  inputs: number,
  clause: 'half at' | 'hill',
): SentenceResult<PerInput> {
  const options = { example: clause === 'hill' ? '2' : '0.5', isPositive: true, isPlain: clause === 'hill' }
  const values: Amount[] = []
  for (const span of spans) {
    const value = readAmount(text, span, options)
    if (!value.ok) return value
    values.push(value.value)
  }
  const [only] = values
  if (values.length === 1 && only !== undefined) return good(only)
  if (values.length === inputs) return good(values)
  const [first = { offset: 0, length: 1 }] = spans
  const last = spans.at(-1) ?? first
  const all = { offset: first.offset, length: last.offset + last.length - first.offset }
  return failAt(wrongNumberOfValues(clause, values.length, inputs), all)
}

function readStrength(text: string, spans: EdgeSpans): Part {
  if (spans.strength === undefined) return good({ strength: { value: 1, unit: '%' } })
  const strength = readAmount(text, spans.strength, { example: '40 %', isPlain: true, isShare: true })
  return strength.ok ? good({ strength: strength.value }) : strength
}

function readTime(text: string, spans: EdgeSpans, part: 'tau' | 'delay'): Part {
  if (spans[part] === undefined) return good({})
  const time = readAmount(text, spans[part], { example: '6 h', isPositive: true })
  return time.ok ? good({ [part]: time.value }) : time
}

function readDelay(text: string, spans: EdgeSpans): Part {
  if (spans.delay === undefined) return good({})
  const stages = Number(slice(text, spans.stages))
  if (!Number.isInteger(stages) || stages < 1 || stages > MOST_STAGES)
    return failAt(badDelay(`${slice(text, spans.delay)} in ${slice(text, spans.stages)}`), spans.stages)
  const delay = readTime(text, spans, 'delay')
  return delay.ok ? good({ ...delay.value, stages }) : delay
}

/** Writes an edge as an author would, with every value spelled out; it reads back to the same edge. */
export function writeEdge(edge: EdgeWords): string {
  return [headOf(edge), ...curveOf(edge), ...restOf(edge)].join(', ')
}

function headOf({ verb, inputs, from, target, rate }: EdgeWords): string {
  if (verb === 'becomes') {
    const by = inputs.length === 0 ? '' : `, by ${writeInputs(inputs)}`
    return `${from} becomes ${target} at ${rate === undefined ? '' : writeAmount(rate)}${by}`
  }
  const plural = inputs.length > 1 ? verb.slice(0, -1) : verb
  return `${writeInputs(inputs)} ${plural} ${target}`
}

/** The inputs of an edge in words. */
export function writeInputs(inputs: readonly EdgeInput[]): string {
  return inputs.map(({ name, isNot }) => (isNot ? `not ${name}` : name)).join(' and ')
}

/** What makes two edges the same hypothesis, in words. */
export function claimOf<A>({ verb, inputs, from, target }: EdgeOf<A>): string {
  const sorted = inputs.toSorted((a, b) => (writeInputs([a]) < writeInputs([b]) ? -1 : 1))
  return verb === 'becomes'
    ? `${from} becomes ${target}${inputs.length === 0 ? '' : ` by ${writeInputs(sorted)}`}`
    : `${writeInputs(sorted)} ${verb} ${target}`
}

function curveOf({ half, hill, isProportional }: EdgeWords): readonly string[] {
  if (isProportional) return ['in proportion']
  if (half === undefined || hill === undefined) return []
  return [`half at ${writeValues(half)}`, `hill ${writeValues(hill)}`]
}

function writeValues(values: PerInput): string {
  return 'value' in values ? writeAmount(values) : values.map(writeAmount).join(' and ')
}

function restOf({ strength, tau, delay, stages }: EdgeWords): readonly string[] {
  return [
    ...(strength === undefined || strength.value === 1 ? [] : [`strength ${writeAmount(strength)}`]),
    ...(tau === undefined ? [] : [`tau ${writeAmount(tau)}`]),
    ...(delay === undefined ? [] : [`delay ${writeAmount(delay)} in ${stages} stages`]),
  ]
}
