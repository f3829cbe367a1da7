import { isDue, cadenceMinutes } from './clock.ts'
import { bindGuard } from './guard.ts'
import { createInnerStepper } from './meeting.ts'
import { rebuildBins, rebuildNeighbours } from './neighbours.ts'
import { isVacant } from './resected.ts'
import { bindHooks, commit } from './population.ts'
import { PHASE_CADENCE, type PopulationHooks, STEP_PHASES, type StepPhase } from './program.ts'
import type { World } from './world.ts'

/** Time spent in each phase of the step so far [ms], for `--profile` and the benchmark. */
export type Profile = Record<StepPhase | 'neighbours' | 'commit', number>

/** Advances a world tick by tick; holds what is bound to its memory. */
export interface Stepper {
  readonly world: World
  /** One tick. */
  step(): void
  readonly profile: Profile
}

/** Binds a world to its program. `now` [ms] times the phases into `profile`, those of worlds in it, too; without it nothing is timed. */
export function createStepper(
  world: World,
  now: () => number = () => 0,
  profile: Profile = emptyProfile(),
): Stepper {
  let bound = bindActivities(world)
  let ends = bindEnds(world)
  // All of these are made once, and loops count: a tick leaves nothing behind for the garbage collector.
  const currentEnds = (): BoundEnds => {
    if (ends.version !== world.layoutVersion) ends = bindEnds(world)
    return ends
  }
  const hooks = (): readonly PopulationHooks[] => currentEnds().hooks
  const run = (phase: StepPhase): void => {
    // Commit may have moved the columns: pointers are bound anew before they are used again.
    if (bound.version !== world.layoutVersion) bound = bindActivities(world)
    const activities = bound.phases[phase]
    if (activities.length === 0) return
    const started = now()
    for (let k = 0; k < activities.length; k++) activities[k]?.()
    profile[phase] += now() - started
  }
  const timed = (entry: 'neighbours' | 'commit', action: (world: World) => void): void => {
    const started = now()
    action(world)
    profile[entry] += now() - started
  }
  const phases: Phases = {
    run,
    timed,
    commit: () => commit(world, hooks),
    guard: () => currentEnds().guard(),
  }
  const inner = createInnerStepper(world, (within) => createStepper(within, now, profile))
  return {
    world,
    profile,
    step: () => {
      step(world, phases)
      inner?.follow()
    },
  }
}

/** What a step is made of. */
interface Phases {
  /** Runs the activities of a phase. */
  run(phase: StepPhase): void
  timed(entry: 'neighbours' | 'commit', action: (world: World) => void): void
  commit(): void
  guard(): void
}

/** Advances `world` to its next tick. Phases run in this order; nothing else changes state. */
function step(world: World, { run, timed, commit: commitAll, guard }: Phases): void {
  const { clock } = world.program
  const { tick } = world
  world.events.length = 0
  if (isVacant(world)) {
    // Nothing lives here: what the body is given goes on, and somebody may come.
    if (isDue(clock, 'fields', tick)) run('interventions')
    commitAll()
    world.tick = tick + 1
    return
  }
  if (isDue(clock, 'fields', tick)) {
    run('interventions') // doses, switches
    timed('neighbours', rebuildBins) // cells by voxel: exchange and sensing read it
    run('sources') // what cells and vessels will take and give in this step
    run('fields') // transport, then exchange with cells and vessels
  }
  if (isDue(clock, 'mechanics', tick)) {
    if (world.program.isSpaceless !== true) timed('neighbours', rebuildNeighbours) // once; every pair loop reads it
    run('forces')
    run('contacts') // requests between cells that touch: attacks, springs, ingestion
    run('motion') // positions change here only
    world.binsAreStale = true
  }
  if (isDue(clock, 'phenotype', tick)) {
    if (world.program.isSpaceless !== true) timed('neighbours', rebuildNeighbours)
    timed('neighbours', rebuildBins)
    run('sensing') // world -> signals, per cell
    run('response') // signals -> networks, rules -> behaviours
    run('growth') // volume, damage and other inner state follow behaviours
    run('decisions') // rates -> requests
  }
  timed('commit', commitAll) // deaths, divisions, transitions, arrivals
  if (isDue(clock, 'phenotype', tick)) guard() // numbers are finite
  world.tick = tick + 1
}

/** Runs to tick `until`, calling `between` after each tick; stops early when `between` returns false. */
export function runUntil(
  stepper: Stepper,
  until: number,
  between: (world: World) => boolean = () => true,
): void {
  while (stepper.world.tick < until) {
    stepper.step()
    if (!between(stepper.world)) return
  }
}

interface Bound {
  readonly version: number
  readonly phases: Readonly<Record<StepPhase, readonly (() => void)[]>>
}

function bindActivities(world: World): Bound {
  const { activities, clock } = world.program
  const bind = (phase: StepPhase): readonly (() => void)[] => {
    const dt = cadenceMinutes(clock, PHASE_CADENCE[phase])
    return activities[phase].map((activity) => activity.bind(world, dt))
  }
  const phases = Object.fromEntries(STEP_PHASES.map((phase) => [phase, bind(phase)]))
  // Every phase is a key: the list holds them all.
  return {
    version: world.layoutVersion,
    phases: phases as Bound['phases'],
  }
}

/** What the end of a tick needs: bound apart from the activities, since commit itself may move the columns. */
interface BoundEnds {
  readonly version: number
  readonly hooks: readonly PopulationHooks[]
  readonly guard: () => void
}

function bindEnds(world: World): BoundEnds {
  return { version: world.layoutVersion, hooks: bindHooks(world), guard: bindGuard(world) }
}

function emptyProfile(): Profile {
  const entries = [...STEP_PHASES, 'neighbours', 'commit'].map((phase) => [phase, 0] as const)
  return Object.fromEntries(entries) as Profile // same keys as the type: STEP_PHASES lists them
}
