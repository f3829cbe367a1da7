import { expect } from 'vitest'
import type { AnyProcess } from '../compile/any-process.ts'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { standardProcesses } from '../compile/order.ts'
import { parseModel } from '../compile/parse-model.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Departure, Settler } from '../engine/organism.ts'
import { defineProcess } from '../engine/process.ts'
import type { Program } from '../engine/program.ts'
import { type Stepper, createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import type { ReadFile } from '../model/include.ts'
import { readFile } from '../platform/node/read-file.ts'
import { testKernels } from './kernels.ts'

/** An organism of which a test sees who leaves, and may settle them. */
export interface WitnessedRun {
  readonly model: Model
  readonly program: Program
  readonly world: World
  readonly stepper: Stepper
  /** Who has left so far, in order. */
  readonly left: readonly Departure[]
  run(until: number): void
}

/** Who left goes at the next meeting to a site, in the middle of its tissue. */
export interface Settling {
  readonly site: string
}

/** A process of the blood that takes down who left, and settles them where a test wants it. */
function witness(left: Departure[], settling: Settling | undefined): AnyProcess {
  let waiting: readonly Departure[] = []
  return defineProcess<object>({
    name: 'witness',
    doc: 'for tests',
    sections: [],
    worksIn: 'blood',
    compile: () => ({}),
    activities: [],
    gather: ({ takeDepartures }) => {
      waiting = takeDepartures()
      left.push(...waiting)
    },
    deliver: ({ layOut, settle }) => {
      if (settling === undefined || waiting.length === 0) return
      layOut(settling.site)
      const settlers = waiting
        .filter(({ from }) => from !== settling.site)
        .map(({ cell }): Settler => ({ cell, x: 0, y: 0, z: 0, cause: 'colony' }))
      settle(settling.site, settlers)
    },
  })
}

/** Text of an organism -> its worlds at tick 0, with a witness in its blood; parts come from the library. */
export function witnessOrganism(
  yaml: string,
  options: { readonly seed?: number; readonly settling?: Settling } = {},
): WitnessedRun {
  const left: Departure[] = []
  const processes = [...standardProcesses, witness(left, options.settling)]
  const file = 'models/organism.yaml'
  const read: ReadFile = (path) => (path === file ? { ok: true, text: yaml } : readFile(path))
  const { model, issues } = parseModel(file, read, { processes })
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  if (model === undefined) throw new Error('no model')
  const program = compile(model, processes)
  const world = createWorld(program, { kernels: testKernels(), seed: options.seed ?? 1 })
  const stepper = createStepper(world)
  return { model, program, world, stepper, left, run: (until) => runUntil(stepper, until) }
}
