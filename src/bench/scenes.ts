/**
 * Models for benchmarks and tests, as text. They are no biology: each loads one part of a step and leaves the others idle.
 */

/** Edge of a voxel [um]. */
const VOXEL = 20
/** Radius of a default cell [um]: sphere of 2494 um^3. */
const RADIUS = 8.413
/** Distance of neighbours in a packing [um]; chosen: a little below rest (1.9 radii), so that every cell pushes and moves. */
const SPACING = 15.5

/** How fields are stepped. */
export type Scheme = 'lod' | 'adaptive'

/** The line of a model that fixes its scheme. `more` are further keys of `transport`. */
export function schemeLine(scheme: Scheme, more: readonly string[] = []): string {
  const own = scheme === 'lod' ? ['scheme: lod'] : ['scheme: adaptive', 'tolerance: 1 %']
  return `transport: { ${[...own, ...more].join(', ')} }`
}

/**
 * A model's text with the scheme of its transport replaced, and the step of its fields: as often as cells move under the
 * adaptive scheme, as given or as it stands under the other.
 */
export function withScheme(written: string, scheme: Scheme, step?: string): string {
  const mechanics = /\bmechanics: ([^,}]*)/.exec(written)?.[1]
  const fields = scheme === 'lod' ? step : mechanics
  const text = fields === undefined ? written : written.replace(/\bfields: [^,}]*/, `fields: ${fields}`)
  const line = /^transport: \{(.*)\}.*$/m
  const keys = (line.exec(text)?.[1] ?? '').split(',').map((key) => key.trim())
  // What belongs to the other scheme goes with it.
  const kept = keys.filter((key) => /^\S/.test(key) && !/^(scheme|tolerance):/.test(key))
  const held = scheme === 'lod' ? kept : kept.filter((key) => !key.startsWith('held sides'))
  return `${text.replace(line, '').trimEnd()}\n${schemeLine(scheme, held)}\n`
}

export interface TransportScene {
  readonly dimensions: 2 | 3
  /** Voxels along each axis. */
  readonly edge: number
  readonly substrates: number
  readonly scheme: Scheme
}

/** A closed box of medium in which `substrates` spread and decay; no cells. */
export function transportScene({ dimensions, edge, substrates, scheme }: TransportScene): string {
  const lines = Array.from(
    { length: substrates },
    (_, k) =>
      `  s${k + 1}: { unit: nM, diffusion: ${1000 * (k + 1)} um^2/min, decay: 0.1 1/min, initial: 1 nM, boundary: 2 nM }`,
  )
  return [
    ...head('medium', [edge, edge, dimensions === 2 ? 1 : edge]),
    'time: { stop: 1 day, fields: 0.01 min, mechanics: 1 min, phenotype: 6 min }',
    schemeLine(scheme),
    'substrates:',
    ...lines,
    '',
  ].join('\n')
}

export interface ExchangeScene {
  /** Voxels along x and y. */
  readonly edge: number
  readonly cells: number
}

/** Cells that stand scattered in a plane and take up, secrete and export a substrate that does not spread by itself. */
export function exchangeScene({ edge, cells }: ExchangeScene): string {
  const half = (edge * VOXEL) / 2
  return [
    ...head('exchange', [edge, edge, 1]),
    schemeLine('lod'),
    'time: { stop: 1 day, fields: 0.01 min, mechanics: 1 min, phenotype: 6 min }',
    'substrates:',
    '  s: { unit: nM, diffusion: 0 um^2/min, initial: 1 nM }',
    'cell types:',
    '  cell: { mechanics: { movable: false }, exchange: { s: { uptake: 10 1/min, secretion: 2 1/min, saturation: 5 nM, export: 50 molecules/min } } }',
    'initial:',
    `  cell: { box: { low: [-${half} um, -${half} um, 0 um], high: [${half} um, ${half} um, 0 um], count: ${cells} } }`,
    '',
  ].join('\n')
}

export interface PackedScene {
  readonly dimensions: 2 | 3
  /** About so many cells. */
  readonly cells: number
}

/** A disc or ball of packed cells that push, pull and slowly spread; they neither divide nor die, and there is no medium. */
export function packedScene({ dimensions, cells }: PackedScene): string {
  const radius = packedRadius(dimensions, cells)
  const edge = Math.ceil((2.4 * radius) / VOXEL)
  return [
    ...head('packed cells', [edge, edge, dimensions === 2 ? 1 : edge]),
    'time: { stop: 1 day, fields: 6 min, mechanics: 0.1 min, phenotype: 6 min }',
    'cell types:',
    '  cell: {}',
    'initial:',
    `  cell: { disc: { centre: [0 um, 0 um, 0 um], radius: ${radius.toFixed(2)} um, spacing: ${SPACING} um } }`,
    '',
  ].join('\n')
}

/**
 * One cell in a large box, whose offspring divide every 35 min on average without limit, grow back fast enough for it and swim
 * apart, as in a suspension. No biology: what doubles that fast makes 10^5 cells within ten hours, and keeps births, growth
 * and the search for neighbours busy. Without swimming they would sit in one another's place, and pairs would be all there is.
 */
export function growthScene(): string {
  return [
    'format: 1',
    'title: growth',
    'domain: { size: [2000 um, 2000 um, 2000 um], voxel: 50 um }',
    'time: { stop: 2 day, fields: 6 min, mechanics: 0.2 min, phenotype: 6 min }',
    'cell types:',
    '  cell:',
    '    cycle: { model: live, rate: 0.02 1/min }',
    '    motility: { speed: 10 um/min, persistence: 10 min }',
    '    volume: { fluid change: 0.5 1/min, nuclear growth: 0.1 1/min, cytoplasmic growth: 0.1 1/min }',
    'initial:',
    '  cell: { points: [[0 um, 0 um, 0 um]] }',
    '',
  ].join('\n')
}

/** Radius [um] within which a hexagonal or close packing has `cells` places. */
function packedRadius(dimensions: 2 | 3, cells: number): number {
  const area = (SPACING * SPACING * Math.sqrt(3)) / 2
  if (dimensions === 2) return Math.max(Math.sqrt((cells * area) / Math.PI), RADIUS)
  const volume = SPACING ** 3 / Math.SQRT2
  return Math.max(Math.cbrt((3 * cells * volume) / (4 * Math.PI)), RADIUS)
}

/** The lines that all scenes begin with; `shape` in voxels. */
function head(title: string, shape: readonly number[]): string[] {
  const size = shape.map((voxels) => `${voxels * VOXEL} um`).join(', ')
  return ['format: 1', `title: ${title}`, `domain: { size: [${size}], voxel: ${VOXEL} um }`]
}
