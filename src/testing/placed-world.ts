import { compile } from '../compile/compile.ts'
import { createWorld } from '../engine/create-world.ts'
import type { InitialCell } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from './kernels.ts'
import { modelFrom } from './run-model.ts'

/** Where a cell stands: name of its type, x, y, z [um]. */
export type PlacedCell = readonly [type: string, x: number, y: number, z?: number]

export interface PlacedWorld {
  /** Edges of the domain [um]; two-dimensional when the last is one voxel. */
  readonly size?: readonly [number, number, number]
  /** [um] */
  readonly voxel?: number
  readonly boundary?: 'closed' | 'periodic'
  /** Lineages of the types; they are called after them, with a number from the second of a lineage on. */
  readonly lineages?: readonly string[]
  readonly cells: readonly PlacedCell[]
  /** Volume of every cell [um^3]; that of the type unless said. */
  readonly volume?: number
  /** More of the model file. */
  readonly more?: string
  /** Vessel points [um]. */
  readonly vessels?: readonly (readonly [number, number, number])[]
}

/** A world at tick 0 with cells exactly where a test wants them, and a substrate `oxygen`. */
export function placedWorld(options: PlacedWorld): World {
  const { size = [1000, 1000, 20], voxel = 20, boundary = 'closed', cells, volume, more = '' } = options
  const lineages = options.lineages ?? ['tumour', 'lymphoid', 'stroma']
  const names = lineages.map((lineage, index) => {
    const before = lineages.slice(0, index).filter((other) => other === lineage).length
    return before === 0 ? lineage : `${lineage} ${before + 1}`
  })
  const model = modelFrom(`format: 1
title: placed
domain: { size: [${size.map((edge) => `${edge} um`).join(', ')}], voxel: ${voxel} um, boundary: ${boundary} }
time: { stop: 1 day }
substrates: { oxygen: { unit: mmHg, diffusion: 1 um^2/min, initial: 20 mmHg } }
cell types:
${names.map((name, index) => `  ${name}: { display: { lineage: ${lineages[index]} }, cycle: { model: flow cytometry } }`).join('\n')}
${options.vessels === undefined ? '' : `vessels: { points: [${options.vessels.map((point) => `[${point.map((at) => `${at} um`).join(', ')}]`).join(', ')}] }`}
${more}
`)
  const program = compile(model)
  const initialCells = cells.map(([name, x, y, z = 0]): InitialCell => {
    const type = program.cellTypes.indexOf(name)
    if (type < 0) throw new Error(`there is no type '${name}'`)
    return { type, x, y, z, ...(volume === undefined ? {} : { volume }) }
  })
  return createWorld({ ...program, initialCells }, { kernels: testKernels(), seed: 1 })
}
