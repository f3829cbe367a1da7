import type { AnyProcess } from '../compile/any-process.ts'
import { compile } from '../compile/compile.ts'
import { standardProcesses } from '../compile/order.ts'
import { parseModel } from '../compile/parse-model.ts'
import { carryCell } from '../engine/carried-cell.ts'
import { LIVE, REQUEST_REMOVE } from '../engine/columns.ts'
import { type Settler, depart } from '../engine/organism.ts'
import { request } from '../engine/population.ts'
import { defineProcess } from '../engine/process.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { textReader } from '../model/include.ts'

/*
 * An organism in which cells travel without any biology of travelling: for tests of the engine. At each step of the phenotype a cell of the
 * primary goes into the blood, at every fourth one of the liver, too; a step later they come out in the liver or in the lung.
 */

/** Two types that divide, die and attack each other in the primary and in what becomes of the sites. */
export const TRAVELLING = `format: 1
title: cells that travel
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 38 mmHg, boundary: 38 mmHg }
cell types:
  tumour:
    exchange: { oxygen: { uptake: 5 1/min } }
    traits: { grit: { value: "1 [assumed]", spread: "0.3 [assumed]" } }
    cycle: { model: live, rate: 0.02 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 60 min } }
    rules: ["damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]", "oxygen increases cycle entry to 0.01 1/min, half at 30 mmHg, hill 4 [assumed]"]
  hunter:
    motility: { speed: 3 um/min, persistence: 5 min }
    interaction: { attack: { tumour: 0.3 1/min } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 70 um } }
  hunter: { box: { low: [-90 um, -90 um, 0 um], high: [90 um, 90 um, 0 um], count: 20 } }
sites:
  liver:
    domain: { size: [120 um, 120 um, 20 um], voxel: 20 um }
    initial: { hunter: { box: { low: [-50 um, -50 um, 0 um], high: [50 um, 50 um, 0 um], count: 10 } } }
  lung:
    domain: { size: [80 um, 80 um, 40 um], voxel: 20 um }
`

/** Names of the tissues that cells leave, the primary among them. */
const LEFT: readonly (string | undefined)[] = [undefined, 'liver']

const leaving = defineProcess<object>({
  name: 'leaving',
  doc: 'for tests',
  sections: [],
  compile: () => ({}),
  activities: [
    {
      name: 'leave',
      phase: 'decisions',
      bind: (world) => () => {
        const first = firstOf(world)
        if (first !== undefined && mayLeave(world)) request(world, first, REQUEST_REMOVE)
      },
    },
  ],
  hooks: (world) => ({
    removed: (slot) => (isTraveller(world, slot) ? depart(world, slot, 'blood') : undefined),
  }),
})

const crossing = defineProcess<object>({
  name: 'crossing',
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
    for (let slot = 0; slot < blood.count; slot++) {
      const site = (blood.tick / blood.program.clock.every.phenotype + slot) % 3 < 1 ? 'lung' : 'liver'
      layOut(site)
      settle(site, [settler(blood, slot)])
    }
  },
})

const travelling: readonly AnyProcess[] = [...standardProcesses, leaving, crossing]

/** The program of an organism whose cells travel, or, with other processes, stay. */
export function travellingProgram(text = TRAVELLING, processes: readonly AnyProcess[] = travelling): Program {
  const { model, issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }), { processes })
  if (model === undefined) throw new Error(issues.map(({ message }) => message).join('\n'))
  return compile(model, processes)
}

function mayLeave({ program, tick }: World): boolean {
  return program.site === undefined || tick % (4 * program.clock.every.phenotype) === 0
}

/** The first tumour cell of a tissue that lives. */
function firstOf(world: World): number | undefined {
  for (let slot = 0; slot < world.count; slot++) if (isTraveller(world, slot)) return slot
  return undefined
}

function isTraveller({ cells, program }: World, slot: number): boolean {
  return (
    LEFT.includes(program.site) &&
    program.cellTypes[cells.type[slot] ?? 0] === 'tumour' &&
    cells.state[slot] === LIVE
  )
}

/** A cell of the blood on its way out, at a place of its own. */
function settler(blood: World, slot: number): Settler {
  const cell = carryCell(blood, slot)
  const [low, high] = cell.lineage
  return { cell, x: (low % 40) - 20, y: (high % 40) - 20, z: 0, cause: 'colony' }
}
