import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

/*
 * The contract of those who know the tissue with transport: diffusion of a substrate relative to the one that is written
 * for it, voxel by voxel (docs/adr/0025-hindered-diffusion.md). Whoever fills them does so at the
 * start of a run as well, and says when values have changed. The substrate has a section `hindrance`, by which transport
 * knows when a model is compiled; both sides declare the columns, in the same words.
 */

const VERSION = 'transport.hindranceVersion'

/** Name of the column of a substrate. */
export function hindranceColumn(substrate: string): string {
  return `transport.hindrance/${substrate}`
}

/** Diffusion relative to that without hindrance, in (0, 1]. */
export function hindranceDeclaration(substrate: string): ColumnDeclaration {
  return {
    name: hindranceColumn(substrate),
    group: 'voxel',
    type: 'f32',
    unit: '1',
    initial: 1,
    doc: `diffusion of ${substrate} relative to the diffusion that is written`,
  }
}

/** How often hindrances have changed. */
export function hindranceVersionDeclaration(): ColumnDeclaration {
  return { name: VERSION, group: 'world', type: 'u32', unit: '1', doc: 'how often a hindrance has changed' }
}

/** Says that hindrances have changed. */
export function bumpHindrance(world: World): void {
  const version = world.u32(VERSION)
  version[0] = (version[0] ?? 0) + 1
}

/** The number of changes so far, as it stands in memory. */
export function hindranceVersion(world: World): Uint32Array {
  return world.u32(VERSION)
}
