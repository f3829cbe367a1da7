/**
 * A model that reads, runs, and stops on its own in its second hour: a cell leaks so much that the concentration leaves the numbers that
 * a field can hold.
 */
export const LEAKING_MODEL = `format: 1
title: A leak without end
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 4 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  poison: { unit: nM, diffusion: 100 um^2/min, decay: 0 1/min }
cell types:
  leaking: { exchange: { poison: { export: 5e35 amol/min } } }
initial: { leaking: { points: [[0 um, 0 um, 0 um]] } }
`

/** The last hour before it stops: states are kept every hour. */
export const LAST_KEPT = 60
