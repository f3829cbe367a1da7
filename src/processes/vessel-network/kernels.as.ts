// What cells feel of vessels. README.md says what it means.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'

/** How near to a vessel that carries blood each cell [begin, end) is, into `signal`: what `nearness` [voxels] says of its voxel. */
export function vessel_network_nearby(signal: usize, nearness: usize, voxel: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(signal, i, f64At(nearness, u32At(voxel, i)))
}
