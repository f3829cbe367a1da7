// Sources of fields: what cells and vessels take and give, per voxel. Voxels are marked in runs; what is not marked is
// not read, and holds whatever it held before.

/** Voxels of a run, as a power of two. */
export const RUN: u32 = 6

/** Marks the run of voxel v; the first to do so sets its loss and gain to zero. One thread at a time may mark a run. */
// @ts-ignore: decorator
@inline
export function mark(loss: usize, gain: usize, marks: usize, voxels: u32, v: u32): void {
  const run: usize = v >> RUN
  if (load<u8>(marks + run)) return
  store<u8>(marks + run, 1)
  const bytes = min<usize>(1 << (RUN + 3), (<usize>voxels << 3) - (run << (RUN + 3)))
  memory.fill(loss + (run << (RUN + 3)), 0, bytes)
  memory.fill(gain + (run << (RUN + 3)), 0, bytes)
}

/** The first voxel of the first run that begins at or after `voxel`: a run belongs to the block that holds its first voxel. */
// @ts-ignore: decorator
@inline
export function runFrom(voxel: u32): u32 {
  return (voxel + (1 << RUN) - 1) & ~((1 << RUN) - 1)
}
