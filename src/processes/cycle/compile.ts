import type { BehaviourDeclaration, CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { CYCLE_MODELS, MOST_PHASES, type PhaseData } from './models.ts'
import { type PhaseExit, cycleSection, exitsOf } from './schema.ts'

/** Bits of `cycle.flags`: how a phase ends. The kernel knows them by the same numbers. */
export const FIXED = 1
export const DIVIDES = 2
/** The phase that follows doubles the target of the nuclear solids. */
export const GROWS_NEXT = 4

export interface CycleTables {
  /** Phases of the longest cycle in the model: behaviours exist for each of them. */
  readonly phases: number
}

/** Name of the behaviour that holds the rate of leaving a phase [1/min]. */
export function exitBehaviour(phase: number): string {
  return phase === 0 ? 'cycle entry' : `exit from cycle phase ${phase}`
}

/** Phases of every type, in the order of the types. */
function cyclesOf(model: ModelData): readonly (readonly PhaseExit[])[] {
  return model.cellTypes.map((type) => {
    const section = sectionOf(type, cycleSection)
    return section === undefined ? atRest : exitsOf(section)
  })
}

/** A type without a cycle: live cells that only divide when something raises their 'cycle entry' from zero. */
const atRest: readonly PhaseExit[] = CYCLE_MODELS.live.map((data: PhaseData) => ({ data, isFixed: false }))

/** One behaviour per phase: the rate of leaving it; a type that does not have the phase has rate 0. */
export function cycleBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const cycles = cyclesOf(model)
  const phases = Math.max(1, ...cycles.map((cycle) => cycle.length))
  return Array.from({ length: phases }, (_, phase) => ({
    name: exitBehaviour(phase),
    unit: '1/min',
    doc:
      phase === 0
        ? 'rate of leaving the first phase of the cycle'
        : `rate of leaving phase ${phase} of the cycle`,
    base: cycles.map((cycle) => exitRate(cycle[phase])),
    whenDead: 0,
  }))
}

/** [1/min]; a duration is its inverse. */
function exitRate(exit: PhaseExit | undefined): number {
  if (exit?.duration !== undefined) return 1 / exit.duration.value
  return exit?.rate?.value ?? 0
}

/** Puts the graph of each type into tables of type x MOST_PHASES; undefined when no cell can ever cycle. */
export function compileCycle(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): CycleTables | undefined {
  const cycles = cyclesOf(model)
  const phases = Math.max(1, ...cycles.map((cycle) => cycle.length))
  const isCycling = model.cellTypes.some((type) => sectionOf(type, cycleSection) !== undefined)
  if (!isCycling && !usage.behaviours.has(exitBehaviour(0))) return undefined
  const rows = cycles.flatMap((cycle) =>
    Array.from({ length: MOST_PHASES }, (_, phase) => linkOf(cycle, phase)),
  )
  context.table(
    'cycle.next',
    'u8',
    rows.map((row) => row.next),
  )
  context.table(
    'cycle.flags',
    'u8',
    rows.map((row) => row.flags),
  )
  return { phases }
}

function linkOf(
  cycle: readonly PhaseExit[],
  phase: number,
): { readonly next: number; readonly flags: number } {
  const exit = cycle[phase]
  if (exit === undefined) return { next: 0, flags: 0 }
  const next = (phase + 1) % cycle.length
  const grows = cycle[next]?.data.growsAtEntry === true
  const divides = exit.data.dividesAtExit === true
  return { next, flags: (exit.isFixed ? FIXED : 0) | (divides ? DIVIDES : 0) | (grows ? GROWS_NEXT : 0) }
}
