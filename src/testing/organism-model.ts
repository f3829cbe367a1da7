import type { AnyProcess } from '../compile/any-process.ts'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { standardProcesses } from '../compile/order.ts'
import { parseModel } from '../compile/parse-model.ts'
import { carryCell } from '../engine/carried-cell.ts'
import { REQUEST_REMOVE } from '../engine/columns.ts'
import { createWorld } from '../engine/create-world.ts'
import { depart } from '../engine/organism.ts'
import { request } from '../engine/population.ts'
import { defineProcess } from '../engine/process.ts'
import type { Program } from '../engine/program.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { formatIssues } from '../model/format-issue.ts'
import { textReader } from '../model/include.ts'
import { testKernels } from './kernels.ts'

/**
 * A tiny organism: a tumour that sheds a cell at every step of the phenotype into the liver, which begins with two hepatocytes;
 * the lung stays without a tissue. For tests of what shows, measures and stores organisms, whatever makes cells travel.
 */
export const TINY_ORGANISM = `
format: 1
title: a tiny organism
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 2 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
substrates:
  oxygen: { unit: mmHg, diffusion: "1e5 um^2/min [assumed]", decay: "0.1 1/min [assumed]", initial: 38 mmHg, boundary: 38 mmHg }
cell types:
  tumour: { display: { lineage: tumour }, cycle: { model: live, rate: "0.002 1/min [assumed]" }, exchange: { oxygen: { uptake: "10 1/min [assumed]" } } }
  hepatocyte: { display: { lineage: stroma } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 30 um } }
record:
  series: [cell counts]
  series every: 12 min
  events: [division, arrival]
  snapshots: 1 h
sites:
  liver:
    domain: { size: [60 um, 60 um, 60 um], voxel: 20 um }
    initial: { hepatocyte: { points: [[10 um, 10 um, 0 um], [-10 um, 10 um, 0 um]] } }
  lung:
    domain: { size: [60 um, 60 um, 20 um], voxel: 20 um }
`

/** The first cell of the primary leaves at every step of the phenotype. */
const leaving = defineProcess<object>({
  name: 'leaving for tests',
  doc: 'for tests',
  sections: [],
  compile: () => ({}),
  activities: [
    {
      name: 'leave',
      phase: 'decisions',
      bind: (world) => () => {
        if (world.program.site === undefined && world.count > 0) request(world, 0, REQUEST_REMOVE)
      },
    },
  ],
  hooks: (world) => ({
    removed: (slot) => (world.program.site === undefined ? depart(world, slot, 'blood') : undefined),
  }),
})

/** Who left is in the blood for a step, then in the liver. */
const crossing = defineProcess<object>({
  name: 'crossing for tests',
  doc: 'for tests',
  sections: [],
  worksIn: 'blood',
  compile: () => ({}),
  activities: [],
  gather: ({ blood, takeDepartures }) => {
    for (let slot = 0; slot < blood.count; slot++) request(blood, slot, REQUEST_REMOVE)
    takeDepartures().forEach(({ cell }, source) =>
      blood.arrivals.push({ type: cell.type, x: 0, y: 0, z: 0, source, cause: 'departure', carried: cell }),
    )
  },
  deliver: ({ blood, layOut, settle }) => {
    if (blood.count === 0) return
    layOut('liver')
    settle('liver', [{ cell: carryCell(blood, blood.count - 1), x: 0, y: 0, z: 0, cause: 'colony' }])
  },
})

/** Processes that let cells of the tiny organism travel, whatever the model says. */
export const TRAVEL: readonly AnyProcess[] = [leaving, crossing]

/** A model of an organism with its program, where cells travel by `TRAVEL`. */
export interface TestOrganism {
  readonly model: Model
  readonly program: Program
}

/** Reads a model of an organism, with more processes than the standard ones. */
export function organismFrom(text = TINY_ORGANISM, more: readonly AnyProcess[] = TRAVEL): TestOrganism {
  const processes = [...standardProcesses, ...more]
  const { model, issues } = parseModel('organism.yaml', textReader({ 'organism.yaml': text }), { processes })
  if (model === undefined) throw new Error(formatIssues(issues, () => text.split('\n')))
  return { model, program: compile(model, processes) }
}

/** The tiny organism at tick `ticks`. */
export function runOrganism(ticks: number, text = TINY_ORGANISM, seed = 3): World {
  const { program } = organismFrom(text)
  const world = createWorld(program, { kernels: testKernels(), seed })
  runUntil(createStepper(world), ticks)
  return world
}
