import { expect, it } from 'vitest'
import { readNumbers } from './read-csv.ts'
import { startCluster, stepCluster } from './reference-search.ts'

/** Points [um] of a table. */
function read(file: string): readonly (readonly [number, number])[] {
  return readNumbers(file).map((row) => [row['x_um'] ?? NaN, row['y_um'] ?? NaN] as const)
}

it('ends where the reference ends when it overlooks the same neighbours, cell by cell', () => {
  let cluster = startCluster(read('mechanics_cluster2d_initial'))
  for (let step = 0; step < 6000; step++) cluster = stepCluster(cluster, 0.1)
  const final = read('mechanics_cluster2d_final')
  const shifts = cluster.bodies.map(({ position: [x, y] }, k) =>
    Math.hypot(x - (final[k]?.[0] ?? NaN), y - (final[k]?.[1] ?? NaN)),
  )
  // The start is known to eight decimals; whether a pair is overlooked in one step more or less moves cells by
  // dt times an adhesive velocity, 0.1 min x 0.4 um/min x (1 - d/S)^2 = 0.002 um or less.
  expect(Math.max(...shifts)).toBeLessThan(0.002)
})
