import { describe, expect, test } from 'vitest'
import { extractCells } from './extract-cells.ts'
import { inspectCellTable } from './inspect-cell-table.ts'
import { medianNeighbour, unitGuess } from './unit-guess.ts'

/** A lattice of cells `step` units apart under some names of columns. */
function guessOf(x: string, y: string, step: number) {
  const rows = Array.from(
    { length: 900 },
    (_, index) => `${(index % 30) * step},${Math.floor(index / 30) * step}`,
  )
  const text = `${x},${y}\n${rows.join('\n')}\n`
  const result = inspectCellTable(text)
  if (!result.ok) throw new Error(result.refusal.message)
  const points = extractCells(text, result.inspection.dialect, { x: 0, y: 1 })
  return unitGuess(points.x, points.y, result.inspection.guess.position)
}

describe('the unit of a table', () => {
  test('the distance to the nearest neighbour is exact on a lattice', () => {
    const [x, y] = [Float64Array.from([0, 3, 9, 100]), Float64Array.from([0, 4, 4, 100])]
    expect(medianNeighbour(x, y)).toBe(6) // 5, 5, 6 and far away: the upper median
    expect(medianNeighbour(Float64Array.of(1), Float64Array.of(1))).toBeUndefined()
  })
  test.each([
    ['x_um', 'y_um', 10, 1, 'named'],
    ['Centroid X µm', 'Centroid Y µm', 10, 1, 'named'],
    ['x_slide_mm', 'y_slide_mm', 0.01, 1000, 'named'],
    ['CenterX_global_px', 'CenterY_global_px', 90, 0.120280945, 'named'],
    ['x', 'y', 10, 1, 'likely'],
    ['x', 'y', 45, 0.25, 'unsure'],
    ['x_centroid', 'y_centroid', 35, 0.325, 'unsure'],
    ['Centroid X px', 'Centroid Y px', 22, 0.5, 'unsure'],
    ['Centroid X px', 'Centroid Y px', 12, 0.5, 'unsure'],
    ['Centroid X px', 'Centroid Y px', 7, 1, 'unsure'],
    ['x', 'y', 0.011, 1000, 'unsure'],
    ['x', 'y', 1e6, 1, 'unsure'],
  ])('%s, %s, %f apart: %f um per unit, %s', (x, y, step, factor, confidence) => {
    expect(guessOf(x, y, step)).toMatchObject({ factor, confidence })
  })
})
