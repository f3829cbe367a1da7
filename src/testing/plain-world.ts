import { compile } from '../compile/compile.ts'
import { standardProcesses } from '../compile/order.ts'
import { createWorld } from '../engine/create-world.ts'
import type { ColumnDeclaration } from '../engine/columns.ts'
import { defineProcess } from '../engine/process.ts'
import type { PopulationHooks, Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from './kernels.ts'
import { modelFrom } from './run-model.ts'

export interface PlainWorld {
  /** Cells of the first of the two types, `a` and `b`, 30 um apart from x = -900 um on, rows of 60. */
  readonly cells?: number
  /** Columns of a process that does nothing else. */
  readonly columns?: readonly ColumnDeclaration[]
  /** Hooks of processes that do nothing else, in their order. */
  readonly hooks?: readonly ((world: World) => PopulationHooks)[]
  readonly capacity?: number
  /** All built-in processes, too; none of them unless said. */
  readonly withProcesses?: boolean
}

/** A program with columns and hooks of its own, to test the engine without any biology. */
export function plainProgram({
  cells = 3,
  columns = [],
  hooks = [],
  withProcesses = false,
}: PlainWorld): Program {
  const points = Array.from(
    { length: cells },
    (_, k) => `[${30 * (k % 60) - 900} um, ${10 * Math.floor(k / 60)} um, 0 um]`,
  )
  const model = modelFrom(`format: 1
title: plain
domain: { size: [2000 um, 200 um, 20 um] }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
cell types: { a: {}, b: {} }
initial: { a: { points: [${points.join(', ')}] } }
`)
  const owner = defineProcess({
    name: 'owner',
    doc: 'owns columns',
    sections: [],
    compile: (_model, context) => {
      for (const column of columns) context.column(column)
      return {}
    },
    activities: [],
  })
  const hooked = hooks.map((bind, index) =>
    defineProcess({
      name: `hooked ${index}`,
      doc: 'listens to the population',
      sections: [],
      compile: () => ({}),
      activities: [],
      hooks: (world) => bind(world),
    }),
  )
  return compile(model, [...(withProcesses ? standardProcesses : []), owner, ...hooked])
}

/** A world of such a program at tick 0. */
export function plainWorld(options: PlainWorld = {}): World {
  const { capacity } = options
  const program = plainProgram(options)
  return createWorld(program, {
    kernels: testKernels(),
    seed: 1,
    ...(capacity === undefined ? {} : { capacity }),
  })
}
