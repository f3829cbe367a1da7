import { compile } from '../../src/compile/compile.ts'
import { branchWorld } from '../../src/engine/branch.ts'
import { createStepper } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { bloodOf, expectedParticles, inject, particles } from '../../src/testing/packets.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { startWorld } from '../../src/testing/start-run.ts'

/* Cells that all stop in one organ, from where a few become metastases. Shares do not depend on the step; rates are fast, so that little more than an hour says who grew out. */

const CHAIN = `
format: 1
title: rare metastases
domain: { size: [40 um, 40 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
cell types: { tumour: {} }
dissemination:
  ways: { portal: [liver] }
  organs:
    liver:
      arrest: 100
      extravasation: 0.24 1/min
      death of arrested cells: 0.06 1/min
      initiation: 0.012 1/min
      death of solitary cells: 0.288 1/min
      outgrowth: 0.003 1/min
      loss of micrometastases: 0.297 1/min
`
const program = compile(modelFrom(CHAIN))

/** Probability that an injected cell becomes a metastasis: shares of rates that compete. */
export const PER_CELL = (0.24 / 0.3) * (0.012 / 0.3) * (0.003 / 0.3)

/** Ticks after which cells have decided: each waits three times at 0.3 a minute, and 4e-8 wait longer. */
export const TICKS = 80

/** What a run came to. */
export interface RareRun {
  readonly hasMetastasis: boolean
  /** Expected number of metastases. */
  readonly expected: number
}

/** Injects `cells` into the portal vein in packets of a hundred, and waits until all have decided. */
export function injectionRun(seed: number, cells: number): RareRun {
  const host = startWorld(program, { seed })
  injectAll(bloodOf(host), cells)
  run(host, TICKS)
  const blood = bloodOf(host)
  return { hasMetastasis: particles(blood, 'macro') > 0, expected: expectedParticles(blood, 'macro') }
}

function injectAll(blood: World, cells: number): void {
  for (let source = 0; source * 100 < cells; source++)
    inject(blood, Math.min(100, cells - source * 100), 'portal', { source })
}

function run(host: World, ticks: number, until: (blood: World) => boolean = () => false): boolean {
  const stepper = createStepper(host)
  for (let k = 0; k < ticks; k++) {
    if (until(bloodOf(host))) return true
    stepper.step()
  }
  return until(bloodOf(host))
}

/** States that a cell passes on its way to a metastasis. */
export const LEVELS = ['solitary', 'micro', 'macro'] as const

/** One step of a splitting: `cells` cells, from the first that got as far as the level before to the first that passes this one; with luck of its own. */
export function advanceInjection(
  cells: number,
): (from: World | undefined, level: number, trial: number) => World | undefined {
  return (from, level, trial) => {
    const seed = trial + 1
    const host = from === undefined ? startWorld(program, { seed }) : branchOf(from, seed)
    if (from === undefined) injectAll(bloodOf(host), cells)
    const state = LEVELS[level] ?? 'macro'
    return run(host, TICKS - host.tick, (blood) => particles(blood, state) > 0) ? host : undefined
  }
}

function branchOf(from: World, seed: number): World {
  return branchWorld(from, program, { kernels: testKernels(), seed }).world
}
