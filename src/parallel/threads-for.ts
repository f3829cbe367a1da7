import type { Program } from '../engine/program.ts'
import { voxelCount } from '../engine/space.ts'

/** Voxels of one substrate that cost as much as a cell. Measured: 160 ns per packed cell and step of mechanics, 3 ns per voxel and step of transport. */
const VOXELS_PER_CELL = 50

/**
 * Work per thread, in voxels of one substrate, that makes a further thread worth its while: 4000 cells. Measured on packed cells
 * in three dimensions, in the few steps of a busy machine in which two threads kept their cores: 1.8 times as fast with
 * 16,000, 1.6 with 8000, from 0.7 to 1.5 with 4000, slower below.
 */
const WORK_PER_THREAD = 4000 * VOXELS_PER_CELL

/**
 * How many of `cores` cores a single run of this program can use: one thread for what is small, since waiting for each other
 * would cost more than is won. It looks at how the run begins. Speed only; results do not depend on it.
 */
export function threadsFor(program: Program, cores: number): number {
  const work =
    voxelCount(program.space) * program.substrates.length + VOXELS_PER_CELL * program.initialCells.length
  return Math.max(1, Math.min(Math.floor(cores), Math.floor(work / WORK_PER_THREAD)))
}
