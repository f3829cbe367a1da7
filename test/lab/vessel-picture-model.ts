/** A small tissue with vessels that sprout, a matrix with directions and clones: for pictures. */
export function vesselModel(dimensions: 2 | 3): string {
  const height = dimensions === 2 ? 20 : 200
  const [edge, tumour] = dimensions === 2 ? [600, 130] : [400, 70]
  const half = edge / 2
  return [
    'format: 1',
    'title: A carcinoma among vessels',
    'include:',
    ...PARTS.map((part) => `  - library/${part}`),
    `domain: { size: [${edge} um, ${edge} um, ${height} um], voxel: 20 um, boundary: closed }`,
    'cell types:',
    '  tumour: { motility: { speed: 0.005 um/min } }',
    '  CAF: { matrix: { deposition: 0.05 1/day } }',
    'time: { stop: 10 day, fields: 4 min, mechanics: 4 min, phenotype: 12 min }',
    'vessel network:',
    '  lines:',
    ...vesselLines(half - 20, dimensions === 2 ? [0] : [-60, 40]),
    'initial:',
    `  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: ${tumour} um } }`,
    `  CAF: { scatter: { density: ${dimensions === 2 ? 60_000 : 15_000} 1/mm^3, outside: { centre: [0 um, 0 um, 0 um], radius: ${tumour} um } } }`,
    'record: { series: [cell counts, mean oxygen], series every: every 12 h }',
    '',
  ].join('\n')
}

const PARTS = [
  'tumour-vegf-a',
  'vessels',
  'angiogenesis',
  'pericytes',
  'collagen',
  'cancer-stem-cells',
  'instability',
]

/** An arteriole on the left, a venule on the right, and wavy capillaries between them at some heights [um]. */
function vesselLines(reach: number, heights: readonly number[]): readonly string[] {
  const rows = [-0.85, -0.5, 0.1, 0.55, 0.85].map((share) => share * reach)
  return heights.flatMap((z) => [
    line(
      rows.map((y) => [-reach, y, z]),
      9,
      '[25 mmHg, free]',
    ),
    line(
      rows.map((y) => [reach, y, z]),
      11,
      '[15 mmHg, free]',
    ),
    ...rows.map((y, row) => line(capillary(reach, y, z, row), 4 + (row % 3), '[free, free]')),
  ])
}

/** Points of a capillary from the arteriole to the venule, with a wave that differs from row to row. */
function capillary(reach: number, y: number, z: number, row: number): readonly (readonly number[])[] {
  const steps = 8
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = (2 * step) / steps - 1
    const wave = (1 - share * share) * [26, -22, 30, -16, 24, -20][row % 6]! * Math.sin(step * 1.7 + row)
    return [share * reach, Math.round(y + wave), z]
  })
}

function line(points: readonly (readonly number[])[], radius: number, pressures: string): string {
  const written = points.map(([x, y, z]) => `[${x} um, ${y} um, ${z} um]`).join(', ')
  return `    - { points: [${written}], radius: ${radius} um, pressures: ${pressures} }`
}
