import type { CompiledBehaviour } from './program.ts'

/** What views are made from: a world, whose memory may move. */
interface Columns {
  readonly program: { readonly behaviours: ReadonlyMap<string, CompiledBehaviour> }
  f64(name: string): Float64Array
  u32(name: string): Uint32Array
  u16(name: string): Uint16Array
  u8(name: string): Uint8Array
}

/** A behaviour with a column of its own, and that column. */
export interface ModulatedBehaviour {
  readonly behaviour: CompiledBehaviour
  readonly values: Float64Array
}

/** The columns that every world has, as typed arrays: looked up once per layout, since births and deaths read them all. */
export interface CellViews {
  readonly tick: Uint32Array
  readonly count: Uint32Array
  readonly pending: Uint32Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly volume: Float64Array
  readonly radius: Float64Array
  readonly reach: Float64Array
  readonly lineageLow: Uint32Array
  readonly lineageHigh: Uint32Array
  readonly births: Uint32Array
  readonly type: Uint16Array
  readonly class: Uint16Array
  readonly requestedType: Uint16Array
  readonly state: Uint8Array
  readonly request: Uint8Array
  readonly modulated: readonly ModulatedBehaviour[]
}

/** Name of the column that holds a modulated behaviour. */
export function behaviourColumn(name: string): string {
  return `behaviour/${name}`
}

/** Makes the views for the memory as it lies now. */
export function viewCells(columns: Columns): CellViews {
  const behaviours = [...columns.program.behaviours.values()].filter(({ isPerCell }) => isPerCell)
  return {
    tick: columns.u32('world.tick'),
    count: columns.u32('world.count'),
    pending: columns.u32('world.pending'),
    x: columns.f64('cell.x'),
    y: columns.f64('cell.y'),
    z: columns.f64('cell.z'),
    volume: columns.f64('cell.volume'),
    radius: columns.f64('cell.radius'),
    reach: columns.f64('cell.reach'),
    lineageLow: columns.u32('cell.lineageLow'),
    lineageHigh: columns.u32('cell.lineageHigh'),
    births: columns.u32('cell.births'),
    type: columns.u16('cell.type'),
    class: columns.u16('cell.class'),
    requestedType: columns.u16('cell.requestedType'),
    state: columns.u8('cell.state'),
    request: columns.u8('cell.request'),
    modulated: behaviours.map((behaviour) => ({
      behaviour,
      values: columns.f64(behaviourColumn(behaviour.name)),
    })),
  }
}
