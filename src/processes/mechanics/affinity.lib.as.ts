import { behaviour, u32At } from '../../kernels/as/columns.lib.as'

/** Affinity of a cell to type `toward`; `affinities` holds pointer and perCell of one behaviour per type. */
// @ts-ignore: decorator
@inline
export function affinity(affinities: usize, slot: u32, cls: u32, toward: u32): f64 {
  return behaviour(<usize>u32At(affinities, 2 * toward), u32At(affinities, 2 * toward + 1), slot, cls)
}
