import { inOrder } from '../../engine/in-order.ts'
import { longestColumn } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { KernelCall } from '../../parallel/pool.ts'
import { type AdaptivePlan, CONTROL, type StepLengths, needsSolver, writePlan } from './adaptive-plan.ts'
import { bindPasses } from './adaptive-passes.ts'
import { bindDecayed } from './decayed.ts'
import { bindFaces } from './faces.ts'
import { bindStill } from './still.ts'

/*
 * The steps of the adaptive scheme (README.md). A tick has two parts: before cells and vessels state what they take and
 * give, each substrate decides whether it is due and for how long; afterwards those that are due are solved, in attempts
 * that are accepted or cut in two. Whatever is decided here comes from numbers in the world's memory.
 */

export interface AdaptiveTables {
  readonly plans: readonly AdaptivePlan[]
  readonly lengths: StepLengths
  readonly tolerance: number
}

/** A due step is cut into this many parts at most; chosen: what begins from nothing has no step that is short enough. */
const FINEST = 64
/** A step may be this much longer than the one before; chosen: its guess goes that far beyond what is known. */
const MOST_GROWTH = 3
/** Parts of a step grow where the estimate stays below this share of the tolerance; chosen: a refused attempt costs as much as it saves. */
const PART_GROWTH = 0.8
/** Steps grow where it stays below this share; chosen: they keep their length for long, and what happens is not even. */
const STEP_GROWTH = 0.4
/** A level in plasma that changes by more than this share is a dose, not a decay; chosen. */
const DOSE = 0.1
/** Steps that are this many turnovers long count as quasi-steady. */
const QUASI_STEADY = 10

/** Binds what comes before the sources of a tick: which substrates are due, and no marks of sources. */
export function bindDecisions(world: World, { plans, lengths }: AdaptiveTables): () => void {
  const decisions = plans.map((plan) => bindDecision(world, plan, lengths))
  return inOrder(decisions)
}

function bindDecision(world: World, plan: AdaptivePlan, lengths: StepLengths): () => void {
  const { name } = plan
  const control = world.f64(`transport.control/${name}`)
  const due = world.f64(`transport.due/${name}`)
  const marks = world.u8(`source.marks/${name}`)
  const plasma = world.has(`plasma/${name}`) ? world.f64(`plasma/${name}`) : undefined
  const longest = world.has(longestColumn(name)) ? world.f64(longestColumn(name)) : undefined
  const { clock } = world.program
  const unit = lengths.base * clock.tick
  return () => {
    const level = plasma?.[0] ?? 0
    const most = (longest?.[0] ?? 0) / unit
    if (most > 0) control[CONTROL.wanted] = Math.min(control[CONTROL.wanted] ?? 1, Math.max(1, most))
    const ticks = plan.moves
      ? ticksDue(control, world.tick, lengths, isDose(control[CONTROL.plasma] ?? 0, level))
      : 0
    due[0] = ticks * clock.tick
    if (ticks === 0) return
    control[CONTROL.plasma] = level
    // What is not marked is not read.
    marks.fill(0)
  }
}

function isDose(before: number, now: number): boolean {
  return Math.abs(now - before) > DOSE * Math.max(before, now)
}

/**
 * Length of the step to take now [ticks], 0 where none is due. A field that was solved beyond a dose takes as much time
 * again as it had lived without it; it is then ahead of the clock, and that comes off the next step.
 */
function ticksDue(
  control: Float64Array,
  tick: number,
  { base, most, allowed }: StepLengths,
  isDosed: boolean,
): number {
  const solvedTo = control[CONTROL.solvedTo] ?? 0
  const interval = base * most
  const place = tick % interval
  const wanted = control[CONTROL.wanted] ?? 1
  if (tick < solvedTo && place !== 0) {
    // Once per interval: what changes again within it waits for the next.
    if (!isDosed || solvedTo > tick - place + interval) return 0
    control[CONTROL.solvedTo] = solvedTo + (solvedTo - tick)
    return solvedTo - tick
  }
  const reach = solvedTo - tick
  const length = fittingLength(allowed, place / base, reach / base, wanted)
  if (length === 0) return 0
  control[CONTROL.solvedTo] = tick + length * base
  return length * base - Math.max(0, reach)
}

/** The longest allowed step up to `wanted` that fits in at `place` and ends after `reach`; else the shortest, else 0. All in bases. */
function fittingLength(allowed: readonly number[], place: number, reach: number, wanted: number): number {
  let length = 0
  for (const d of allowed) {
    const fits = place % d === 0 && d > reach
    if (fits && (length === 0 || d <= wanted)) length = d
  }
  return length
}

/** A due step under way. Its numbers live in an array: as fields of an object each change would be garbage. */
class Course {
  readonly plan: AdaptivePlan
  readonly control: Float64Array
  readonly due: Float64Array
  /** An attempt on a small mesh, as a call; on a large one, as passes over blocks. */
  readonly call: KernelCall | undefined
  readonly run: (() => void) | undefined
  /** Brings the faces of cells up to date where diffusion varies. */
  readonly renew: (() => void) | undefined
  readonly #numbers = new Float64Array(6)

  constructor(world: World, plan: AdaptivePlan) {
    const pointer = writePlan(world, plan)
    this.plan = plan
    this.control = world.f64(`transport.control/${plan.name}`)
    this.due = world.f64(`transport.due/${plan.name}`)
    const args = argumentList([pointer])
    this.call = plan.isSmall ? { kernel: 'transport_attempt', args, count: 1, block: 1 } : undefined
    this.renew = plan.isHindered ? bindFaces(world, plan, pointer) : undefined
    this.run = plan.isSmall ? undefined : bindPasses(world, plan, pointer)
  }

  /** Length of the whole step [min]. */
  get total(): number {
    return this.#numbers[0] ?? 0
  }
  set total(value: number) {
    this.#numbers[0] = value
  }

  /** Parts of `FINEST` that are done, that the next attempt takes, and that the shortest took. */
  get done(): number {
    return this.#numbers[1] ?? 0
  }
  set done(value: number) {
    this.#numbers[1] = value
  }
  get part(): number {
    return this.#numbers[2] ?? 0
  }
  set part(value: number) {
    this.#numbers[2] = value
  }
  get shortest(): number {
    return this.#numbers[3] ?? 0
  }
  set shortest(value: number) {
    this.#numbers[3] = value
  }

  /** Largest estimate so far, and the sum of changes, relative to the largest value. */
  get estimate(): number {
    return this.#numbers[4] ?? 0
  }
  set estimate(value: number) {
    this.#numbers[4] = value
  }
  get changed(): number {
    return this.#numbers[5] ?? 0
  }
  set changed(value: number) {
    this.#numbers[5] = value
  }
}

/** Binds the solution of the substrates that are due. */
export function bindAdvance(world: World, { plans, lengths, tolerance }: AdaptiveTables): () => void {
  const courses = plans.filter(needsSolver).map((plan) => new Course(world, plan))
  const still = inOrder(
    plans.filter((plan) => plan.moves && plan.isStill).map((plan) => bindStill(world, plan, lengths)),
  )
  const account = inOrder(plans.flatMap((plan) => bindDecayed(world, plan) ?? []))
  const attempt = bindAttempts(world)
  const unit = lengths.base * world.program.clock.tick
  // The first `count` of them are under way: lists of their own would be garbage in every tick.
  const active = [...courses]
  return () => {
    still()
    let count = 0
    for (const course of courses) {
      if ((course.due[0] ?? 0) === 0) continue
      begin(course)
      course.renew?.()
      active[count++] = course
    }
    while (count > 0) {
      attempt(active, count)
      count = followAll(active, count, tolerance)
    }
    for (const course of courses) {
      if ((course.due[0] ?? 0) > 0) conclude(course, lengths.allowed, unit, tolerance)
    }
    account()
  }
}

/** Draws the conclusions of an attempt of the first `count` courses; those that are not done come first afterwards. */
function followAll(active: Course[], count: number, tolerance: number): number {
  let left = 0
  for (let k = 0; k < count; k++) {
    const course = active[k]
    if (course === undefined) continue
    follow(course, tolerance)
    if (course.done < FINEST) active[left++] = course
  }
  return left
}

/** Small meshes: one task per substrate; large ones: one after the other, each in passes over blocks. */
function bindAttempts(world: World): (active: readonly Course[], count: number) => void {
  // One list of calls per number of them.
  const lists: KernelCall[][] = []
  return (active, count) => {
    let small = 0
    for (let k = 0; k < count; k++) {
      const course = active[k]
      if (course === undefined) continue
      prepare(course)
      if (course.call !== undefined) small += 1
    }
    const calls = (lists[small] ??= [])
    let place = 0
    for (let k = 0; k < count; k++) {
      const call = active[k]?.call
      if (call !== undefined) calls[place++] = call
    }
    if (small > 0) world.pool.batch(calls)
    for (let k = 0; k < count; k++) active[k]?.run?.()
  }
}

function begin(course: Course): void {
  const { control } = course
  course.total = course.due[0] ?? 0
  course.done = 0
  course.part = FINEST
  const before = control[CONTROL.lengthBefore] ?? 0
  // Without a step before there is no guess: the first one is as short as possible.
  while (course.part > 1 && (course.total * course.part) / FINEST > MOST_GROWTH * before) course.part /= 2
  course.shortest = course.part
  course.estimate = 0
  course.changed = 0
}

function prepare({ control, total, done, part }: Course): void {
  const length = (total * part) / FINEST
  const before = control[CONTROL.lengthBefore] ?? 0
  control[CONTROL.length] = length
  control[CONTROL.ratio] = before > 0 ? length / before : 0
  control[CONTROL.isFirst] = done === 0 ? 1 : 0
  control[CONTROL.share] = part / FINEST
  control[CONTROL.mayRefuse] = part > 1 ? 1 : 0
}

/**
 * The estimate that a step would have had that is longer by `growth`: what it errs by itself goes with the square of its
 * length, what adds up over the memory of the substrate with the length, and both are damped by its turnover.
 */
function estimateAt(growth: number, control: Float64Array): number {
  const forgets = (control[CONTROL.turnover] ?? 0) * (control[CONTROL.length] ?? 0)
  const damping = (1 + forgets) / (1 + growth * forgets)
  const local = (control[CONTROL.local] ?? 0) * growth * growth * damping
  if (growth * forgets >= 1) return local
  return Math.max(local, Math.min(local / (growth * forgets), (growth * (control[CONTROL.changed] ?? 0)) / 2))
}

const REFUSED = 2

function add(control: Float64Array, entry: number, value: number): void {
  control[entry] = (control[entry] ?? 0) + value
}

function follow(course: Course, tolerance: number): void {
  const { control, part } = course
  if (control[CONTROL.verdict] === REFUSED) {
    add(control, CONTROL.refused, 1)
    course.part = part / 2
    course.shortest = Math.min(course.shortest, course.part)
    return
  }
  const estimate = control[CONTROL.estimate] ?? 0
  const length = control[CONTROL.length] ?? 0
  add(control, CONTROL.substeps, 1)
  if (estimate > tolerance) add(control, CONTROL.above, 1)
  if ((control[CONTROL.turnover] ?? 0) * length > QUASI_STEADY) add(control, CONTROL.quasiSteady, 1)
  course.estimate = Math.max(course.estimate, estimate)
  course.changed += control[CONTROL.changed] ?? 0
  course.done += part
  const mayGrow = course.done % (2 * part) === 0 && course.done + 2 * part <= FINEST
  if (mayGrow && estimateAt(2, control) < PART_GROWTH * tolerance) course.part = 2 * part
}

/** Counts the step and chooses the length of the next. */
function conclude(course: Course, allowed: readonly number[], unit: number, tolerance: number): void {
  const { control, estimate, total } = course
  add(control, CONTROL.steps, 1)
  add(control, CONTROL.time, total)
  add(control, CONTROL.estimateSum, estimate)
  control[CONTROL.estimateMost] = Math.max(control[CONTROL.estimateMost] ?? 0, estimate)
  control[CONTROL.wanted] = nextLength(course, allowed, unit, tolerance)
}

/** The largest of the allowed lengths up to `limit`, or else 1. */
function largestUpTo(allowed: readonly number[], limit: number): number {
  let largest = 1
  // Plain loops here and below: closures would be garbage in every step.
  for (const d of allowed) if (d <= limit) largest = d
  return largest
}

/** The length of the next step, in bases of `unit` [min]. */
function nextLength(
  { control, plan, total, shortest, estimate, changed }: Course,
  allowed: readonly number[],
  unit: number,
  tolerance: number,
): number {
  const wanted = control[CONTROL.wanted] ?? 1
  if (shortest < FINEST) return largestUpTo(allowed, (wanted * shortest) / FINEST)
  // What reads the field between phenotypes sees one that is older by up to a step.
  const stale = plan.isReadBetween ? changed : 0
  if (estimate + stale > tolerance) return largestUpTo(allowed, wanted - 1)
  const limit = STEP_GROWTH * tolerance
  let next = wanted
  for (const d of allowed) {
    if (d <= wanted) continue
    const growth = (d * unit) / total
    if (growth > MOST_GROWTH || estimateAt(growth, control) + growth * stale >= limit) break
    // A field stands for the end of its step: what it changes within one must not be large either, whoever reads it.
    if (growth * changed >= 2 * limit) break
    next = d
  }
  return next
}
