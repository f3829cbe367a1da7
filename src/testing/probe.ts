import type { AnyProcess } from '../compile/any-process.ts'
import { compile } from '../compile/compile.ts'
import { standardProcesses } from '../compile/order.ts'
import { createWorld } from '../engine/create-world.ts'
import { rebuildNeighbours } from '../engine/neighbours.ts'
import { defineProcess, type Usage } from '../engine/process.ts'
import { PHASE_CADENCE, type StepPhase } from '../engine/program.ts'
import { cadenceMinutes } from '../engine/clock.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from './kernels.ts'
import { modelFrom } from './run-model.ts'

/** A process that does nothing but listen to signals and modulate behaviours, so that their columns exist. */
export function probe(usage: Partial<Record<keyof Usage, readonly string[]>>): AnyProcess {
  return defineProcess({
    name: 'probe',
    doc: 'listens',
    sections: [],
    uses: () => ({ signals: usage.signals ?? [], behaviours: usage.behaviours ?? [] }),
    compile: () => ({}),
    activities: [],
  })
}

/** A world of the model at tick 0, with signals and behaviours in use as a probe says. */
export function probedWorld(yaml: string, usage: Parameters<typeof probe>[0] = {}, seed = 1): World {
  const program = compile(modelFrom(yaml), [...standardProcesses, probe(usage)])
  return createWorld(program, { kernels: testKernels(), seed })
}

/** Runs the activities of one process in one phase, after the neighbour lists were made. */
export function runPhase(world: World, process: string, phase: StepPhase): void {
  rebuildNeighbours(world)
  const dt = cadenceMinutes(world.program.clock, PHASE_CADENCE[phase])
  for (const activity of world.program.activities[phase]) {
    if (activity.process === process) activity.bind(world, dt)()
  }
}
