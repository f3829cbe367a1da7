import type { World } from '../../engine/world.ts'
import { setPair } from '../../kernels/field-pair.ts'
import { CONTROL, FIRST_RATE } from './adaptive-plan.ts'
import { bindAdvance, bindDecisions } from './adaptive.ts'
import type { TransportTables } from './compile.ts'
import { bindLod } from './lod.ts'
import { forEachVoxelIn } from './regions.ts'

/** Binds what comes before cells and vessels state what they take and give; nothing where the scheme has fixed steps. */
export function bindSources(world: World, { adaptive }: TransportTables): () => void {
  return adaptive === undefined ? () => undefined : bindDecisions(world, adaptive)
}

/** Binds one step of all substrates, or of those that are due. */
export function bindTransport(world: World, tables: TransportTables): () => void {
  return tables.adaptive === undefined ? bindLod(world, tables) : bindAdvance(world, tables.adaptive)
}

/** Fills the fields with their initial values, region by region, and the fixed voxels with theirs. */
export function startTransport(world: World, { substrates, adaptive }: TransportTables): void {
  for (const plan of adaptive?.plans ?? substrates) {
    const pair = { field: world.f32(`field/${plan.name}`), remainder: world.f32(`remainder/${plan.name}`) }
    for (let v = 0; v < pair.field.length; v++) setPair(pair, v, plan.initial)
    for (const region of plan.regions)
      forEachVoxelIn(world.program.space, region, (v) => setPair(pair, v, region.value))
    if (plan.fixedCount === 0) continue
    const values = world.f64(`transport.fixedValues/${plan.name}`)
    world.u32(`transport.fixedVoxels/${plan.name}`).forEach((v, k) => setPair(pair, v, values[k] ?? 0))
  }
  for (const { name } of adaptive?.plans ?? []) {
    const control = world.f64(`transport.control/${name}`)
    control[CONTROL.wanted] = 1
    control[CONTROL.rate] = FIRST_RATE
  }
}
