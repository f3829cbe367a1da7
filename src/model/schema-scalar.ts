import { describeUnitFailure, parseUnit } from '../units/unit.ts'
import type { Message, Path } from './issue.ts'
import type { Reader, Schema, SchemaFacts } from './kit.ts'
import type { Located, LocatedScalar } from './located.ts'
import {
  badUnit,
  expectedForm,
  notCount,
  notOneOf,
  outOfRange,
  unknownName,
  wrongPattern,
} from './messages.ts'
import { readDefault } from './reader.ts'

/** What every single value may say about itself; the default is written as an author would. */
export interface ScalarOptions<D> {
  readonly doc: string
  /** Absent = required. */
  readonly default?: D
}

/** Outcome of looking at one value. */
type Outcome<T> = { readonly value: T } | { readonly mistake: Message }

/** Describes a schema for one value: how it is taken from a scalar and what JSON Schema says about it. */
interface ScalarParts<T> {
  readonly kind: string
  readonly take: (node: LocatedScalar, reader: Reader) => Outcome<T>
  readonly expected: string
  readonly jsonType: Record<string, unknown>
  readonly facts?: SchemaFacts
}

function scalar<T extends string | number | boolean>(
  parts: ScalarParts<T>,
  options: ScalarOptions<string | number | boolean>,
): Schema<T> {
  const read = (node: Located, path: Path, reader: Reader): T | undefined => {
    const outcome: Outcome<T> =
      node.kind === 'scalar' && node.value !== null
        ? parts.take(node, reader)
        : { mistake: expectedForm(parts.expected, node) }
    if ('value' in outcome) return outcome.value
    reader.report(outcome.mistake, node, path)
    return undefined
  }
  const written = options.default
  return {
    kind: parts.kind,
    doc: options.doc,
    absent: (path) => (written === undefined ? undefined : { value: readDefault({ read }, written, path) }),
    read,
    jsonSchema: () => ({
      ...parts.jsonType,
      description: options.doc,
      ...(written === undefined ? {} : { default: written }),
    }),
    write: (value) => value,
    facts: { ...parts.facts, ...(written === undefined ? {} : { default: written }) },
  }
}

/** Bounds of a whole number, inclusive. */
export interface CountOptions extends ScalarOptions<number> {
  readonly min?: number
  readonly max?: number
}

/** A whole number without a unit. */
export function count(options: CountOptions): Schema<number> {
  const min = options.min ?? -Number.MAX_SAFE_INTEGER
  const max = options.max ?? Number.MAX_SAFE_INTEGER
  const take = (node: LocatedScalar): Outcome<number> => {
    if (typeof node.value !== 'number' || !Number.isInteger(node.value))
      return { mistake: notCount(node.text) }
    if (node.value < min) return { mistake: outOfRange(node.text, `at least ${min}`) }
    if (node.value > max) return { mistake: outOfRange(node.text, `at most ${max}`) }
    return { value: node.value + 0 }
  }
  const bounds = {
    ...(options.min === undefined ? {} : { minimum: options.min }),
    ...(options.max === undefined ? {} : { maximum: options.max }),
  }
  return scalar(
    { kind: 'count', take, expected: 'a whole number', jsonType: { type: 'integer', ...bounds } },
    options,
  )
}

/** What a text may look like. */
export interface TextOptions extends ScalarOptions<string> {
  readonly pattern?: RegExp
  /** What the pattern means, for the message: "a file name". */
  readonly expected?: string
}

/** Any text; numbers and true/false are taken as the author wrote them. */
export function text(options: TextOptions): Schema<string> {
  const expected = options.expected ?? 'text'
  const take = (node: LocatedScalar): Outcome<string> =>
    options.pattern === undefined || options.pattern.test(node.text)
      ? { value: node.text }
      : { mistake: wrongPattern(node.text, expected) }
  return scalar(
    { kind: 'text', take, expected, jsonType: { type: ['string', 'number', 'boolean'] } },
    options,
  )
}

/** true or false. */
export function flag(options: ScalarOptions<boolean>): Schema<boolean> {
  return scalar(
    {
      kind: 'flag',
      take: takeFlag,
      expected: 'true or false',
      jsonType: { type: 'boolean' },
      facts: { choices: ['true', 'false'] },
    },
    options,
  )
}

function takeFlag(node: LocatedScalar): Outcome<boolean> {
  return typeof node.value === 'boolean'
    ? { value: node.value }
    : { mistake: notOneOf(node.text, ['true', 'false']) }
}

/** One word of a fixed choice. */
export function choice<const C extends readonly [string, ...string[]]>(
  choices: C,
  options: ScalarOptions<C[number]>,
): Schema<C[number]> {
  const take = (node: LocatedScalar): Outcome<C[number]> => {
    const value = choices.find((word) => word === node.text)
    return value === undefined ? { mistake: notOneOf(node.text, choices) } : { value }
  }
  const expected = choices.length === 1 ? `'${choices[0]}'` : `one of ${choices.join(', ')}`
  const facts = { choices }
  return scalar<C[number]>(
    { kind: 'choice', take, expected, jsonType: { enum: [...choices] }, facts },
    options,
  )
}

/** The name of something that the document defines: reference('substrate', { doc }). */
export function reference(kind: string, options: ScalarOptions<string>): Schema<string> {
  const take = (node: LocatedScalar, reader: Reader): Outcome<string> => {
    const known = reader.names.get(kind)
    reader.use?.(kind, node.text)
    return known === undefined || known.includes(node.text)
      ? { value: node.text }
      : { mistake: unknownName(kind, node.text, known) }
  }
  return scalar(
    {
      kind: `reference ${kind}`,
      take,
      expected: `the name of a ${kind}`,
      jsonType: { type: 'string' },
      facts: { names: kind },
    },
    options,
  )
}

/** A unit on its own, e.g. the unit in which a substrate is reported; kept as written. */
export function unitName(options: ScalarOptions<string>): Schema<string> {
  return scalar(
    { kind: 'unit', take: takeUnit, expected: 'a unit', jsonType: { type: ['string', 'number'] } },
    options,
  )
}

function takeUnit(node: LocatedScalar): Outcome<string> {
  const result = parseUnit(node.text)
  return result.ok ? { value: node.text } : { mistake: badUnit(node.text, describeUnitFailure(result)) }
}
