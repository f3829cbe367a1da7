import type { World } from '../../engine/world.ts'
import { setPair } from '../../kernels/field-pair.ts'
import type { TransportTables } from './compile.ts'
import { bindLod } from './lod.ts'

/** Binds one step of all substrates. */
export function bindTransport(world: World, tables: TransportTables): () => void {
  return bindLod(world, tables)
}

/** Fills the fields with their initial values, and the fixed voxels with theirs. */
export function startTransport(world: World, tables: TransportTables): void {
  for (const plan of tables.substrates) {
    const pair = { field: world.f32(`field/${plan.name}`), remainder: world.f32(`remainder/${plan.name}`) }
    for (let v = 0; v < pair.field.length; v++) setPair(pair, v, plan.initial)
    if (plan.fixedCount === 0) continue
    const values = world.f64(`transport.fixedValues/${plan.name}`)
    world.u32(`transport.fixedVoxels/${plan.name}`).forEach((v, k) => setPair(pair, v, values[k] ?? 0))
  }
}
