import type { Program } from '../engine/program.ts'
import { voxelCount } from '../engine/space.ts'

/**
 * Items (cells at the start, and voxels times substrates) per thread that make a further thread worth its while. THREADS_NOTE
 */
const ITEMS_PER_THREAD = 4000

/**
 * How many of `cores` cores a single run of this program can use: one thread for what is small, since waiting for each other
 * would cost more than is won. Speed only; results do not depend on it.
 */
export function threadsFor(program: Program, cores: number): number {
  const items = voxelCount(program.space) * program.substrates.length + program.initialCells.length
  return Math.max(1, Math.min(Math.floor(cores), Math.floor(items / ITEMS_PER_THREAD)))
}
