import { innerPrograms } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import { voxelCount } from '../engine/space.ts'

/** Voxels of one substrate that cost as much as a cell. Measured: 160 ns per packed cell and step of mechanics, 3 ns per voxel and step of transport. */
const VOXELS_PER_CELL = 50

/**
 * Cells from which on two threads share them. Measured on two cores, speed of two threads relative to one: 1.0 with 300 cells,
 * 1.3 with 600, 1.4 with a thousand (packed or the shipped models), 1.6 with 4000, 1.7 with 10,000, 1.9 with 100,000; with a
 * thousand cells and another program on the second core 0.96.
 */
const CELLS_FOR_TWO = 800

/**
 * Work per thread, in voxels of one substrate, that makes a third and further thread worth its while: 4000 cells. Chosen: from
 * there on two threads came near to twice the speed; more than two cores were not at hand.
 */
const WORK_PER_THREAD = 4000 * VOXELS_PER_CELL

/**
 * How many of `cores` cores a single run of this program can use: one thread for what is small, since waiting for each other
 * would cost more than is won. It looks at how the run begins. Speed only; results do not depend on it.
 */
export function threadsFor(program: Program, cores: number): number {
  // One after the other: the largest of the worlds says what threads are worth.
  const useful = Math.max(...[program, ...innerPrograms(program)].map(usefulThreads))
  return Math.max(1, Math.min(Math.floor(cores), useful))
}

function usefulThreads(program: Program): number {
  const cells = program.initialCells.length
  const work = voxelCount(program.space) * program.substrates.length + VOXELS_PER_CELL * cells
  return Math.max(cells < CELLS_FOR_TWO ? 1 : 2, Math.floor(work / WORK_PER_THREAD))
}
