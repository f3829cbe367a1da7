import type { World } from '../engine/world.ts'
import type { timePair } from './measure.ts'
import { bytesPerRow } from './memory.ts'
import { type SceneResult, timeEach } from './result.ts'

/** Cells that the plain form of a scene advances [cells]; chosen: enough that one cell does not matter. */
export const SAMPLE = 200

/** What a scene was, beside its times. */
export interface CellStep {
  readonly scene: string
  readonly threads: number
  readonly title: string
  /** How the columns of the process begin, whose memory is counted. */
  readonly process: string
}

/** What a step costs per cell, against the plain form on `SAMPLE` cells, and what is stored for it. */
export function cellStepResult(
  world: World,
  timing: ReturnType<typeof timePair>,
  { scene, threads, title, process }: CellStep,
): SceneResult {
  return {
    scene,
    threads,
    title: `${world.count.toLocaleString('en-GB')} cells with ${title}`,
    phases: [],
    quantities: [
      {
        ...timeEach('cell and step', 'ns', timing.subject, world.count),
        ratio: (timing.ratio * world.count) / SAMPLE,
      },
      {
        name: 'stored per cell',
        unit: 'byte',
        median: bytesPerRow(world, 'cell', (name) => name.startsWith(process)),
      },
    ],
  }
}
