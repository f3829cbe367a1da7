import { type FieldPair, pairAt } from '../../kernels/field-pair.ts'

/*
 * The plain form of sources.as.ts: the same operations in the same order.
 */

/** A substrate of a reaction: its field, what it loses and gains, and which runs of 64 voxels have some. */
export interface Reactant extends FieldPair {
  /** [1/min] */
  readonly loss: Float64Array
  /** [nM/min] */
  readonly gain: Float64Array
  readonly marks: Uint8Array
}

/** What a reactant lost in its last step [nM/min], and its rate of loss in the step under way [1/min]. */
export interface Course {
  readonly rate: Float64Array
  readonly lost: Float64Array
}

/** A reactant's step [min], 0 where none is due, and how far it is booked ahead [min]. */
export interface Timing {
  readonly due: number
  readonly ahead: number
}

interface Constants {
  /** [1/(nM min)] */
  readonly k: number
  /** [min] */
  readonly period: number
}

const TINY = 1e-28

function owe(owed: Float64Array, v: number, value: number): void {
  owed[v] = Math.abs(value) < TINY ? 0 : value
}

function levelAt(pair: FieldPair, v: number): number {
  return Math.max(pairAt(pair, v), 0)
}

function add({ loss, gain, marks }: Reactant, v: number, lost: number, gained: number): void {
  const run = v >> 6
  if (marks[run] !== 1) {
    marks[run] = 1
    loss.fill(0, 64 * run, 64 * (run + 1))
    gain.fill(0, 64 * run, 64 * (run + 1))
  }
  loss[v] = (loss[v] ?? 0) + lost
  gain[v] = (gain[v] ?? 0) + gained
}

/** What takes part in `enzyme turns precursor into product`. */
export interface Turning {
  readonly enzyme: FieldPair
  readonly precursor: Reactant
  readonly product: Reactant
  readonly owed: Float64Array
  readonly course: Course
}

/** The plain form of `reactions_turn_sources`; `ahead` of the precursor's timing is that before the product. */
export function turnSources(
  { enzyme, precursor, product, owed, course }: Turning,
  { due, ahead }: Timing,
  productDue: number,
  { k, period }: Constants,
): void {
  for (let v = 0; v < owed.length; v++) {
    const sink = k * levelAt(enzyme, v)
    const last = course.rate[v] ?? 0
    const expected = due > 0 ? (sink * (levelAt(precursor, v) + due * last)) / (1 + sink * due) : last
    if (due > 0) {
      course.lost[v] = sink
      if (sink > 0) add(precursor, v, sink, 0)
    }
    if (productDue === 0) continue
    const rest = owed[v] ?? 0
    const given = Math.max(expected + (rest - ahead * last) / period, 0)
    if (given === 0) continue
    add(product, v, 0, given)
    owe(owed, v, rest - given * productDue)
  }
}

/** What is left of y [nM] after a step in which it meets x, by backward Euler; kt = rate constant x step [1/nM]. */
export function leftOf(y: number, x: number, kt: number): number {
  const s = 1 + kt * (x - y)
  const q = Math.sqrt(s * s + 4 * kt * y)
  return s > 0 ? (2 * y) / (s + q) : (q - s) / (2 * kt)
}

/** What takes part in `first binds second`. */
export interface Pairing {
  readonly reactants: readonly [Reactant, Reactant]
  readonly courses: readonly [Course, Course]
  readonly owed: Float64Array
}

/** The plain form of `reactions_bind_sources`. */
export function bindSourcesOf(
  { reactants, courses, owed }: Pairing,
  timings: readonly [Timing, Timing],
  { k, period }: Constants,
): void {
  for (let v = 0; v < owed.length; v++) {
    const levels = [levelAt(reactants[0], v), levelAt(reactants[1], v)] as const
    const rates = [courses[0].rate[v] ?? 0, courses[1].rate[v] ?? 0] as const
    const more = (owed[v] ?? 0) - timings[0].ahead * rates[0] + timings[1].ahead * rates[1]
    const supply = 0.5 * (rates[0] + rates[1])
    let after = owed[v] ?? 0
    for (const [own, other, sign] of [
      [0, 1, 1],
      [1, 0, -1],
    ] as const) {
      const { due } = timings[own]
      if (due === 0) continue
      const sink = k * leftOf(levels[other] + due * supply, levels[own] + due * supply, k * due)
      const back = Math.max(sign * more, 0) / period
      courses[own].lost[v] = sink
      if (sink > 0 || back > 0) add(reactants[own], v, sink, back)
      after -= sign * back * due
    }
    owe(owed, v, after)
  }
}

/** The plain form of `reactions_book`. */
export function book(
  mean: Float64Array,
  { lost, rate }: Course,
  owed: Float64Array,
  { length, sign }: { readonly length: number; readonly sign: 1 | -1 },
): void {
  for (let v = 0; v < owed.length; v++) {
    const taken = (lost[v] ?? 0) * (mean[v] ?? 0)
    rate[v] = taken
    owe(owed, v, (owed[v] ?? 0) + sign * taken * length)
  }
}
