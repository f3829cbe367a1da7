/** What a cell feels of vessels: what `nearness` [voxels] says of its voxel. The plain reference of `vessel_network_nearby`. */
export function feelNearby(signal: Float64Array, nearness: Float64Array, voxel: Uint32Array): void {
  for (let cell = 0; cell < voxel.length; cell++) signal[cell] = nearness[voxel[cell] ?? 0] ?? 0
}
