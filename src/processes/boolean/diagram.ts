import type { BinaryOperator } from './formula.ts'
import { type BooleanNetwork, type Rate, callFunction, operate } from './network.ts'

/**
 * Decision diagrams: a rate that depends on nodes only is a question about one node after the other, ending in a number. The kernel
 * walks from the root to an end; it needs no stack, and meets each node at most once.
 *
 * Ordered and reduced (Bryant 1986, doi:10.1109/TC.1986.1676819), with numbers in place of true and false at the ends.
 */
export interface Diagrams {
  /** Per node: where the diagram of its flip rate begins; up while the node is 0, down while it is 1. */
  readonly roots: readonly number[]
  /** Three numbers per branch: the node that is asked, and where to go when it is 0 or 1. [3 n] */
  readonly branches: readonly number[]
  /** Flip rates at the ends. */
  readonly rates: readonly number[]
}

/** Set in references to ends. */
export const END = 0x80000000

/** Branches that the diagram of one node may take while it is made. Chosen: a hundred times what published networks need. */
const MOST_BRANCHES = 100_000

/** Why a network has no diagrams: the node, and what is wrong with its rates. */
export interface DiagramMistake {
  readonly node: number
  readonly message: string
}

/** Makes the diagrams of all flip rates, multiplied by `factor`. */
export function flipDiagrams(
  nodes: BooleanNetwork['nodes'],
  factor = 1,
): { readonly ok: true; readonly diagrams: Diagrams } | ({ readonly ok: false } & DiagramMistake) {
  const flat = createFlat()
  const roots: number[] = []
  for (const [node, { up, down }] of nodes.entries()) {
    const builder = createBuilder(orderOf(node, [up, down]))
    const root = builder.choose(builder.node(node), builder.build(down), builder.build(up))
    if (builder.isFull()) return { ok: false, node, message: 'its rates distinguish too many cases' }
    const bad = builder.ends(root).find((rate) => !(rate >= 0 && rate < Infinity))
    if (bad !== undefined)
      return { ok: false, node, message: `a rate of it can be ${bad}; expected a number from zero up` }
    roots.push(flat.add(builder, root, factor))
  }
  return { ok: true, diagrams: { roots, branches: flat.branches, rates: flat.rates } }
}

/** A node's own state first, then the others as its formulas first name them: authors write what belongs together side by side. */
function orderOf(node: number, rates: readonly Rate[]): ReadonlyMap<number, number> {
  const order = new Map([[node, 0]])
  const visit = (rate: Rate): void => {
    if (rate.kind === 'node' && !order.has(rate.node)) order.set(rate.node, order.size)
    for (const part of partsOf(rate)) visit(part)
  }
  for (const rate of rates) visit(rate)
  return order
}

function partsOf(rate: Rate): readonly Rate[] {
  if (rate.kind === 'not') return [rate.of]
  if (rate.kind === 'binary') return [rate.left, rate.right]
  if (rate.kind === 'choice') return [rate.test, rate.yes, rate.no]
  return rate.kind === 'call' ? rate.args : []
}

/** A diagram while it is made: references are indices of branches, or the complement of an index of ends. */
interface Builder {
  node(node: number): number
  build(rate: Rate): number
  choose(test: number, yes: number, no: number): number
  isFull(): boolean
  ends(root: number): readonly number[]
  branch(
    reference: number,
  ): { readonly node: number; readonly low: number; readonly high: number } | undefined
  end(reference: number): number
}

function createBuilder(order: ReadonlyMap<number, number>): Builder {
  const branches: { node: number; low: number; high: number }[] = []
  const known = new Map<string, number>()
  const values: number[] = []
  const places = new Map<number, number>()
  const done = new Map<string, number>()
  let isFull = false

  const end = (value: number): number => {
    const place = places.get(value) ?? values.push(value) - 1
    places.set(value, place)
    return ~place
  }
  const make = (node: number, low: number, high: number): number => {
    if (low === high) return low
    const key = `${node},${low},${high}`
    const found = known.get(key)
    if (found !== undefined) return found
    if (branches.length >= MOST_BRANCHES) isFull = true
    if (isFull) return low
    known.set(key, branches.push({ node, low, high }) - 1)
    return branches.length - 1
  }
  const level = (reference: number): number =>
    reference < 0 ? Infinity : (order.get(branches[reference]?.node ?? -1) ?? Infinity)
  /** Combines diagrams node by node, in order; `leaf` says what becomes of ends, or of references for which it needs no more. */
  const combine = (
    name: string,
    operands: readonly number[],
    leaf: (operands: readonly number[]) => number | undefined,
  ): number => {
    const short = leaf(operands)
    if (short !== undefined || isFull) return short ?? end(0)
    const key = `${name}:${operands.join(',')}`
    const before = done.get(key)
    if (before !== undefined) return before
    const top = operands.reduce((best, one) => (level(one) < level(best) ? one : best))
    const node = branches[top]?.node ?? 0
    const side = (which: 'low' | 'high') =>
      operands.map((one) => (level(one) === level(top) ? (branches[one]?.[which] ?? one) : one))
    const result = make(node, combine(name, side('low'), leaf), combine(name, side('high'), leaf))
    done.set(key, result)
    return result
  }
  const value = (reference: number): number => values[~reference] ?? 0
  const choose = (test: number, yes: number, no: number): number =>
    combine('?', [test, yes, no], ([t = 0, y = 0, n = 0]) =>
      t < 0 ? (value(t) === 0 ? n : y) : y === n ? y : undefined,
    )
  const binary = (op: BinaryOperator, a: number, b: number): number =>
    combine(op, [a, b], ([x = 0, y = 0]) => {
      if (x < 0 && y < 0) return end(operate(op, value(x), value(y)))
      const decides = (one: number): boolean =>
        one < 0 && ((op === '&' && value(one) === 0) || (op === '|' && value(one) !== 0))
      return decides(x) || decides(y) ? end(op === '|' ? 1 : 0) : undefined
    })
  const build = (rate: Rate): number => {
    switch (rate.kind) {
      case 'number':
        return end(rate.value)
      case 'node':
        return make(rate.node, end(0), end(1))
      case 'not':
        return choose(build(rate.of), end(0), end(1))
      case 'binary':
        return binary(rate.op, build(rate.left), build(rate.right))
      case 'choice':
        return choose(build(rate.test), build(rate.yes), build(rate.no))
      case 'call':
        return combine(rate.name + rate.args.length, rate.args.map(build), (args) =>
          args.every((arg) => arg < 0) ? end(callFunction(rate.name, args.map(value))) : undefined,
        )
      default:
        return rate satisfies never
    }
  }
  const ends = (root: number, seen = new Set<number>()): readonly number[] => {
    if (root < 0) return [value(root)]
    if (seen.has(root)) return []
    seen.add(root)
    const { low = 0, high = 0 } = branches[root] ?? {}
    return [...ends(low, seen), ...ends(high, seen)]
  }
  return {
    node: (node) => make(node, end(0), end(1)),
    build,
    choose,
    isFull: () => isFull,
    ends: (root) => ends(root),
    branch: (reference) => branches[reference],
    end: value,
  }
}

/** Copies what is reached of finished diagrams, one after the other. */
function createFlat() {
  const branches: number[] = []
  const rates: number[] = []
  const places = new Map<number, number>()
  const add = (builder: Builder, root: number, factor: number, seen = new Map<number, number>()): number => {
    const found = seen.get(root)
    if (found !== undefined) return found
    const branch = builder.branch(root)
    let place: number
    if (branch === undefined) {
      const rate = builder.end(root) * factor
      const at = places.get(rate) ?? rates.push(rate) - 1
      places.set(rate, at)
      place = (at | END) >>> 0
    } else {
      place = branches.length / 3
      branches.push(branch.node, 0, 0)
      const low = add(builder, branch.low, factor, seen)
      branches[3 * place + 1] = low
      branches[3 * place + 2] = add(builder, branch.high, factor, seen)
    }
    seen.set(root, place)
    return place
  }
  return { branches, rates, add }
}
