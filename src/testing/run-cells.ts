import { compile } from '../compile/compile.ts'
import type { AnyProcess } from '../compile/any-process.ts'
import { createWorld } from '../engine/create-world.ts'
import { createStepper } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from './kernels.ts'
import { modelFrom } from './run-model.ts'

export interface CellRun {
  /** Fields of the one cell type, as in a model file, for example `cycle: { model: live }` (one per line). */
  readonly cell: readonly string[]
  /** What runs; everything else (forces, motion, substrates) is left out. */
  readonly processes: readonly AnyProcess[]
  readonly cells: number
  readonly seed?: number
  /** [min] */
  readonly step?: number
  /** Any further lines of the domain, for example `boundary: periodic`. */
  readonly domain?: string
}

/** Cells of one type scattered in a square, with some of the processes only; one tick is one phenotype step. */
export function runCells(options: CellRun): { readonly world: World; readonly step: () => void } {
  const program = compile(modelFrom(cellModel(options)), options.processes)
  const world = createWorld(program, { kernels: testKernels(), seed: options.seed ?? 1 })
  const stepper = createStepper(world)
  return { world, step: () => stepper.step() }
}

function cellModel({ cell, cells, step = 6, domain }: CellRun): string {
  return [
    'format: 1',
    'title: cells on their own',
    `domain: ${domain ?? '{ size: [5000 um, 5000 um, 100 um], voxel: 100 um }'}`,
    `time: { stop: 60 day, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }`,
    'cell types:',
    '  cell:',
    ...cell.map((line) => `    ${line}`),
    'initial:',
    `  cell: { box: { low: [-900 um, -900 um, 0 um], high: [900 um, 900 um, 0 um], count: ${cells} } }`,
  ].join('\n')
}
