import { branchWorld } from '../engine/branch.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Program } from '../engine/program.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { type Stepper, createStepper } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { soloTeam } from '../parallel/solo-team.ts'
import type { Team } from '../parallel/team.ts'

/** The worlds of a run, one after the other in the memory of one team, so that threads are started once. */
export class RunWorlds {
  readonly home: Team
  readonly #kernels: WebAssembly.Module
  readonly #seed: number
  /** A second memory: for states that are looked at, and for the one that an action takes into another model. */
  readonly #spare: Team
  #stepper: Stepper | undefined

  constructor(kernels: WebAssembly.Module, seed: number, home: Team) {
    this.#kernels = kernels
    this.#seed = seed
    this.home = home
    this.#spare = soloTeam(kernels)
  }

  get stepper(): Stepper {
    if (this.#stepper === undefined) throw new Error('a run has no world before it begins')
    return this.#stepper
  }

  /** A world at the first tick. */
  begin(program: Program): void {
    const [kernels, seed] = [this.#kernels, this.#seed]
    this.#enter((team) => createWorld(program, { kernels, seed, team }))
  }

  /** A world at the instant of a snapshot. */
  load(program: Program, bytes: Uint8Array<ArrayBuffer>): void {
    this.#enter((team) => loadSnapshot(program, bytes, this.#kernels, team))
  }

  /** A world of another program at the instant of a snapshot. What fails leaves none: load another one then. */
  change(before: Program, bytes: Uint8Array<ArrayBuffer>, program: Program): void {
    const [kernels, seed] = [this.#kernels, this.#seed]
    const from = this.look(before, bytes)
    try {
      this.#enter((team) => branchWorld(from, program, { kernels, seed, team }).world)
    } finally {
      this.#spare.leave()
    }
  }

  /** A world to look at, beside the one that runs; valid until the next call. */
  look(program: Program, bytes: Uint8Array<ArrayBuffer>): World {
    this.#spare.leave()
    // Bound, though it never steps: what follows from time and model alone, such as tied vessels, is worked out then.
    return createStepper(loadSnapshot(program, bytes, this.#kernels, this.#spare)).world
  }

  #enter(make: (team: Team) => World): void {
    this.home.leave()
    this.#stepper = createStepper(make(this.home))
  }
}
