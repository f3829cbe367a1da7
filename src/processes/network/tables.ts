import type { CompileContext } from '../../engine/process.ts'
import { doublings } from './kernels.ts'
import { HELD, type PlannedEdge, type PlannedInput, REGULATED, type TypePlan } from './plan.ts'

/** Tables that the kernel looks up, in the order of its list of addresses. */
export const TABLES = [
  'inputs',
  'edges',
  'variables',
  'pairs',
  'steps',
  'columns',
  'signals',
  'senses',
  'curves',
  'programs',
  'numbers',
] as const

/** One network as the kernel reads it. What several edges see of one level by one curve is there once. */
export interface NetworkProgram {
  readonly plan: TypePlan
  /** Those of levels that move come first. */
  readonly senses: readonly PlannedInput[]
  readonly moving: number
  /** Variables that relax. */
  readonly regulated: number
  /** Words and numbers of `targets` in equations.lib.as.ts. */
  readonly words: readonly number[]
  readonly numbers: readonly number[]
}

/** Lays one network out: the senses of its edges, and how targets are put together from them. */
export function programOf(plan: TypePlan): NetworkProgram {
  const { variables } = plan
  const relaxing = variables.flatMap((variable, at) =>
    variable.kind === REGULATED ? [{ variable, at }] : [],
  )
  const inputs = relaxing.flatMap(({ variable: { up, down } }) =>
    [...up, ...down].flatMap((edge) => edge.inputs),
  )
  const unique = [...new Map(inputs.map((input) => [senseKey(input), input])).values()]
  const isMoving = ({ level }: PlannedInput): boolean => (variables[level]?.kind ?? HELD) !== HELD
  const moving = unique.filter(isMoving)
  const senses = [...moving, ...unique.filter((input) => !isMoving(input))]
  const places = new Map(senses.map((input, place) => [senseKey(input), place]))
  const place = (input: PlannedInput): number =>
    2 * (places.get(senseKey(input)) ?? 0) + (input.isNot ? 1 : 0)
  const wordsOf = (edges: readonly PlannedEdge[]): readonly number[] => [
    edges.length,
    ...edges.flatMap((edge) => [edge.inputs.length, ...edge.inputs.map(place)]),
  ]
  const words = relaxing.flatMap(({ variable: { up, down }, at }) => [at, ...wordsOf(up), ...wordsOf(down)])
  const numbers = relaxing.flatMap(({ variable: { expression, basal, maximum, up, down } }) => [
    expression,
    basal,
    maximum - basal,
    ...[...up, ...down].map(({ weight }) => weight),
  ])
  return { plan, senses, moving: moving.length, regulated: relaxing.length, words, numbers }
}

function senseKey({ level, curve, half, hill }: PlannedInput): string {
  return [level, curve, half, hill].join(' ')
}

/** Numbers that the longest list of a network holds: levels with signals, or what edges see twice over. */
export function listedBy({ plan: { variables, signals }, senses }: NetworkProgram): number {
  return Math.max(variables.length + signals.length, 2 * senses.length)
}

/** Adds the tables of all networks, those of one type after those of another. */
export function addTables(
  plans: readonly (TypePlan | undefined)[],
  programs: readonly (NetworkProgram | undefined)[],
  dt: number,
  context: CompileContext,
): void {
  const found = programs.filter((program) => program !== undefined)
  const senses = found.flatMap((program) => program.senses)
  pairTables(
    found.map(({ plan }) => plan),
    context,
  )
  context.table(
    'network.senses',
    'u32',
    senses.flatMap(({ level, curve }) => [level, curve]),
  )
  context.table(
    'network.curves',
    'f64',
    senses.flatMap(({ half, hill }) => [half, hill]),
  )
  context.table(
    'network.programs',
    'u32',
    found.flatMap(({ words }) => words),
  )
  context.table(
    'network.numbers',
    'f64',
    found.flatMap(({ numbers }) => numbers),
  )
  context.table('network.types', 'u32', typeRecords(programs, dt))
  context.table(
    'network.slowest',
    'f64',
    plans.map((plan) => plan?.slowest ?? 0),
  )
}

/** Records of variables, pairs, and the edges and inputs of pairs. */
function pairTables(plans: readonly TypePlan[], context: CompileContext): void {
  const inputs: number[] = []
  const edges: number[] = []
  /** Adds edges; returns where the first of them stands. */
  const add = (list: readonly PlannedEdge[]): number => {
    const first = edges.length / 3
    for (const edge of list) {
      edges.push(edge.weight, inputs.length / 5, inputs.length / 5 + edge.inputs.length)
      for (const { level, isNot, curve, half, hill } of edge.inputs)
        inputs.push(level, isNot ? 1 : 0, curve, half, hill)
    }
    return first
  }
  const variables = plans.flatMap((plan) =>
    plan.variables.flatMap(({ kind, level, hasStart, scale }) => [kind, level, hasStart ? 1 : 0, scale]),
  )
  const pairs = plans.flatMap((plan) =>
    plan.pairs.flatMap(({ from, to, forward, backward, readsItself }) => {
      const ends = [add(forward), add(backward), edges.length / 3]
      return [from, to, ...ends, readsItself ? 1 : 0]
    }),
  )
  context.table('network.variables', 'f64', variables)
  context.table('network.pairs', 'f64', pairs)
  context.table('network.edges', 'f64', edges)
  context.table('network.inputs', 'f64', inputs)
}

/**
 * A record per type: first variable, variables, first signal, signals, first pair, pairs, longer steps, first word of senses,
 * moving senses, senses, first word and number of its targets, regulated variables.
 */
function typeRecords(programs: readonly (NetworkProgram | undefined)[], dt: number): readonly number[] {
  let [variable, signal, pair, sense, word, number] = [0, 0, 0, 0, 0, 0]
  return programs.flatMap((program) => {
    if (program === undefined) return Array.from({ length: 13 }, () => 0)
    const { plan, senses, moving, regulated, words, numbers } = program
    const { variables, signals, pairs } = plan
    const own = [variable, variables.length, signal, signals.length, pair, pairs.length, doublings(plan, dt)]
    const record = [...own, sense, moving, senses.length, word, number, regulated]
    variable += variables.length
    signal += signals.length
    pair += pairs.length
    sense += senses.length
    word += words.length
    number += numbers.length
    return record
  })
}
