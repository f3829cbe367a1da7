import { exp, log } from '../../math/elementary.ts'
import type { ConfigurationText } from './cfg.ts'
import type { NodeText } from './bnd.ts'
import type { BinaryOperator, Formula } from './formula.ts'
import { FormulaMistake } from './tokens.ts'

/** A rate as a function of the state: names are indices of nodes, parameters are numbers. Plain data. */
export type Rate =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'not'; readonly of: Rate }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Rate; readonly right: Rate }
  | { readonly kind: 'choice'; readonly test: Rate; readonly yes: Rate; readonly no: Rate }
  | { readonly kind: 'call'; readonly name: 'log' | 'exp'; readonly args: readonly Rate[] }

export interface BooleanNode {
  readonly name: string
  /** Rate from 0 to 1 [1/time unit of the network]. */
  readonly up: Rate
  /** Rate from 1 to 0 [1/time unit of the network]. */
  readonly down: Rate
  /** What the node would be if it followed its logic at once; absent when it has none. */
  readonly logic?: Rate
  /** True for a node that results leave out. */
  readonly isInternal: boolean
  /** Where its name stands in its file. */
  readonly offset: number
}

/** First states of some nodes, each combination with its weight. */
export interface BooleanStart {
  readonly nodes: readonly number[]
  readonly entries: readonly { readonly weight: number; readonly values: readonly number[] }[]
}

/** A Boolean network in continuous time; plain data. */
export interface BooleanNetwork {
  readonly nodes: readonly BooleanNode[]
  /** Every node is in exactly one. */
  readonly starts: readonly BooleanStart[]
  /** At `time` [time unit] the node becomes 1 with `probability`, else 0. */
  readonly schedules: readonly {
    readonly node: number
    readonly steps: readonly { readonly time: number; readonly probability: number }[]
  }[]
  /** Values of all parameters, by name with its `$`. */
  readonly parameters: Readonly<Record<string, number>>
  /** Names of the parameters that the files themselves use or set. */
  readonly given?: readonly string[]
  /** Settings of the configurations that are numbers: `time_tick`, `max_time`, `sample_count`, `discrete_time` and what is ignored. */
  readonly settings: Readonly<Record<string, number>>
}

/** Runs `read` so that what it throws is known to lie in the file with this index. */
export type Within = <T>(file: number, read: () => T) => T

/** Settings of populations of cells, which cells of the model are in place of. */
const POPULATION_SETTINGS = ['init_pop', 'pop_probtraj', 'custom_pop_output']

/** Settings of a configuration. Ensembles may follow the first four; the others say how another program is to compute. */
const SETTINGS =
  'time_tick max_time sample_count discrete_time use_physrandgen use_glibcrandgen use_mtrandgen seed_pseudorandom display_traj thread_count statdist_traj_count statdist_cluster_threshold statdist_similarity_cache_max_size'.split(
    ' ',
  )

/**
 * Puts declarations of nodes (file 0) and configurations (files 1, 2, ...) together; later ones replace earlier ones, and
 * `overrides` replace parameters of all. Throws a `FormulaMistake` through `within`.
 */
export function assembleNetwork(
  declared: readonly NodeText[],
  configurations: readonly ConfigurationText[],
  overrides: Readonly<Record<string, number>>,
  within: Within,
): BooleanNetwork {
  const index = new Map(declared.map(({ name }, node) => [name, node]))
  const parameters = parameterValues(configurations, overrides, within)
  const value = (formula: Formula): number => evaluate(resolve(formula, { parameters }), [])
  const settings: Record<string, number> = {}
  const isInternal = declared.map(() => false)
  let starts: readonly BooleanStart[] = declared.map((_, node) => evenStart(node))
  const schedules = new Map<number, BooleanNetwork['schedules'][number]>()
  configurations.forEach((configuration, file) =>
    within(file + 1, () => {
      for (const { name, value: formula } of configuration.settings) {
        if (POPULATION_SETTINGS.includes(name.text))
          throw new FormulaMistake(
            `'${name.text}' belongs to populations of PopMaBoSS, which are not supported`,
            name.offset,
            name.text.length,
          )
        if (!SETTINGS.includes(name.text))
          throw new FormulaMistake(
            `there is no setting '${name.text}'`,
            name.offset,
            name.text.length,
            `the settings are ${SETTINGS.join(', ')}`,
          )
        settings[name.text] = value(formula)
      }
      for (const { node, attribute, value: formula } of configuration.attributes) {
        const which = nodeOf(index, node.text, node.offset)
        const given = value(formula)
        if (attribute.text.toLowerCase() === 'is_internal') isInternal[which] = given !== 0
        if (attribute.text.toLowerCase() === 'istate') starts = withStart(starts, fixedStart(which, given))
      }
      for (const start of configuration.starts) {
        const nodes = start.nodes.map(({ text, offset }) => nodeOf(index, text, offset))
        const entries = start.entries.map(({ weight, values }) => ({
          weight: value(weight),
          values: values.map((one) => (value(one) === 0 ? 0 : 1)),
        }))
        const sum = entries.reduce((total, { weight }) => total + weight, 0)
        if (!(sum > 0) || entries.some(({ weight }) => !(weight >= 0)))
          throw new FormulaMistake(
            'the probabilities of first states must not be negative, nor all be zero',
            start.nodes[0]?.offset ?? 0,
          )
        starts = withStart(starts, { nodes, entries })
      }
      for (const { node, steps } of configuration.schedules) {
        const which = nodeOf(index, node.text, node.offset)
        schedules.set(which, {
          node: which,
          steps: steps.map(({ time, probability }) => ({ time, probability: value(probability) })),
        })
      }
    }),
  )
  const nodes = within(0, () =>
    declared.map((node, at) => nodeFrom(node, isInternal[at] ?? false, index, parameters)),
  )
  const given = givenParameters(declared, configurations)
  return {
    nodes,
    starts,
    schedules: [...schedules.values()],
    parameters: Object.fromEntries(parameters),
    given,
    settings,
  }
}

function givenParameters(
  declared: readonly NodeText[],
  configurations: readonly ConfigurationText[],
): readonly string[] {
  const set = configurations.flatMap(({ parameters }) => parameters.map(({ name }) => name))
  const used = declared.flatMap(({ attributes }) => [...attributes.values()].flatMap(parametersIn))
  return [...new Set([...set, ...used])]
}

function parametersIn(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case 'parameter':
      return [formula.name]
    case 'not':
      return parametersIn(formula.of)
    case 'binary':
      return [formula.left, formula.right].flatMap(parametersIn)
    case 'choice':
      return [formula.test, formula.yes, formula.no].flatMap(parametersIn)
    case 'call':
      return formula.args.flatMap(parametersIn)
    case 'number':
    case 'name':
    case 'attribute':
      return []
    default:
      return formula satisfies never
  }
}

function nodeOf(index: ReadonlyMap<string, number>, name: string, offset: number): number {
  const found = index.get(name)
  if (found === undefined) throw new FormulaMistake(`the network has no node '${name}'`, offset, name.length)
  return found
}

function evenStart(node: number): BooleanStart {
  return { nodes: [node], entries: [0, 1].map((state) => ({ weight: 0.5, values: [state] })) }
}

/** A negative value means that both states are as likely. */
function fixedStart(node: number, value: number): BooleanStart {
  return value < 0
    ? evenStart(node)
    : { nodes: [node], entries: [{ weight: 1, values: [value === 0 ? 0 : 1] }] }
}

/** Puts a start in the place of those that its nodes had; nodes that lose theirs start evenly. */
export function withStart(starts: readonly BooleanStart[], start: BooleanStart): readonly BooleanStart[] {
  const isTaken = (node: number): boolean => start.nodes.includes(node)
  const kept = starts.filter(({ nodes }) => !nodes.some(isTaken))
  const orphans = starts
    .filter(({ nodes }) => nodes.some(isTaken))
    .flatMap(({ nodes }) => nodes.filter((node) => !isTaken(node)))
  return [...kept, ...orphans.map(evenStart), start].toSorted((a, b) => (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0))
}

function parameterValues(
  configurations: readonly ConfigurationText[],
  overrides: Readonly<Record<string, number>>,
  within: Within,
): ReadonlyMap<string, number> {
  const values = new Map(Object.entries(overrides))
  configurations.forEach((configuration, file) =>
    within(file + 1, () => {
      for (const { name, value } of configuration.parameters) {
        if (!Object.hasOwn(overrides, name))
          values.set(name, evaluate(resolve(value, { parameters: values }), []))
      }
    }),
  )
  return values
}

interface Names {
  readonly parameters: ReadonlyMap<string, number>
  readonly index?: ReadonlyMap<string, number>
  readonly attributes?: ReadonlyMap<string, Formula>
  /** Attributes on the way here, to notice circles. */
  readonly open?: readonly string[]
}

function nodeFrom(
  { name, offset, attributes }: NodeText,
  isInternal: boolean,
  index: ReadonlyMap<string, number>,
  parameters: ReadonlyMap<string, number>,
): BooleanNode {
  const names: Names = { parameters, index, attributes }
  const of = (attribute: string): Rate | undefined => {
    const formula = attributes.get(attribute)
    return formula === undefined ? undefined : resolve(formula, names)
  }
  const logic = of('logic')
  const followed = (yes: number, no: number): Rate =>
    logic === undefined
      ? { kind: 'number', value: 0 }
      : {
          kind: 'choice',
          test: logic,
          yes: { kind: 'number', value: yes },
          no: { kind: 'number', value: no },
        }
  return {
    name,
    up: of('rate_up') ?? followed(1, 0),
    down: of('rate_down') ?? followed(0, 1),
    ...(logic === undefined ? {} : { logic }),
    isInternal,
    offset,
  }
}

/** Replaces names by what they stand for. */
function resolve(formula: Formula, names: Names): Rate {
  const inner = (one: Formula): Rate => resolve(one, names)
  switch (formula.kind) {
    case 'number':
      return formula
    case 'not':
      return { kind: 'not', of: inner(formula.of) }
    case 'binary':
      return { kind: 'binary', op: formula.op, left: inner(formula.left), right: inner(formula.right) }
    case 'choice':
      return { kind: 'choice', test: inner(formula.test), yes: inner(formula.yes), no: inner(formula.no) }
    case 'call':
      return { kind: 'call', name: formula.name, args: formula.args.map(inner) }
    case 'parameter': {
      const value = names.parameters.get(formula.name)
      if (value === undefined)
        throw new FormulaMistake(
          `the parameter ${formula.name} has no value here`,
          formula.offset,
          formula.name.length,
          `write ${formula.name} = <number>; in a configuration`,
        )
      return { kind: 'number', value }
    }
    case 'attribute':
      return resolveAttribute(formula.name, formula.offset, names)
    case 'name':
      if (names.index === undefined)
        throw new FormulaMistake(
          `'${formula.name}' is no number`,
          formula.offset,
          formula.name.length,
          'a configuration may use numbers and $parameters',
        )
      return { kind: 'node', node: nodeOf(names.index, formula.name, formula.offset) }
    default:
      return formula satisfies never
  }
}

function resolveAttribute(name: string, offset: number, names: Names): Rate {
  const formula = names.attributes?.get(name)
  const open = names.open ?? []
  if (formula === undefined)
    throw new FormulaMistake(`this node has no attribute '${name}'`, offset, name.length)
  if (open.includes(name)) throw new FormulaMistake(`'@${name}' depends on itself`, offset, name.length)
  return resolve(formula, { ...names, open: [...open, name] })
}

/** Value of a rate in a state [0 or 1 per node]: the plain form of what the kernel reads from decision diagrams. */
export function evaluate(rate: Rate, state: ArrayLike<number>): number {
  switch (rate.kind) {
    case 'number':
      return rate.value
    case 'node':
      return state[rate.node] ?? 0
    case 'not':
      return evaluate(rate.of, state) === 0 ? 1 : 0
    case 'binary':
      return operate(rate.op, evaluate(rate.left, state), evaluate(rate.right, state))
    case 'choice':
      return evaluate(evaluate(rate.test, state) === 0 ? rate.no : rate.yes, state)
    case 'call':
      return callFunction(
        rate.name,
        rate.args.map((arg) => evaluate(arg, state)),
      )
    default:
      return rate satisfies never
  }
}

/** log and exp, to a base if one is given; the same bits everywhere. */
export function callFunction(name: 'log' | 'exp', [x = 0, base]: readonly number[]): number {
  if (name === 'log') return base === undefined ? log(x) : log(x) / log(base)
  return exp(base === undefined ? x : x * log(base))
}

/** What an operator makes of two values; comparisons and logic give 1 or 0. */
export function operate(op: BinaryOperator, a: number, b: number): number {
  switch (op) {
    case '^':
      return (a === 0) === (b === 0) ? 0 : 1
    case '|':
      return a !== 0 || b !== 0 ? 1 : 0
    case '&':
      return a !== 0 && b !== 0 ? 1 : 0
    case '==':
      return a === b ? 1 : 0
    case '!=':
      return a === b ? 0 : 1
    case '<':
      return a < b ? 1 : 0
    case '>':
      return a > b ? 1 : 0
    case '<=':
      return a <= b ? 1 : 0
    case '>=':
      return a >= b ? 1 : 0
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    default:
      return op satisfies never
  }
}
