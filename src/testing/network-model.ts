import { type TestRun, runModel } from './run-model.ts'

/** A model of one type of cell with a network; one tick is one phenotype step. */
export interface NetworkModel {
  readonly nodes?: readonly string[]
  readonly edges: readonly string[]
  readonly traits?: Readonly<Record<string, number>>
  /** Further lines of the cell type. */
  readonly cell?: readonly string[]
  /** [min] */
  readonly step?: number
  readonly cells?: number
  /** Further lines at the top of the model. */
  readonly top?: readonly string[]
}

/** Text of that model. */
export function networkModel({
  nodes = [],
  edges,
  traits = {},
  cell = [],
  step = 6,
  cells = 1,
  top = [],
}: NetworkModel): string {
  const places = Array.from(
    { length: cells },
    (_, k) => `[${(k % 40) * 20 - 390} um, ${Math.floor(k / 40) * 20 - 390} um, 0 um]`,
  )
  return [
    'format: 1',
    'title: a network',
    'domain: { size: [800 um, 800 um, 20 um], voxel: 20 um }',
    `time: { stop: 100 day, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }`,
    ...top,
    'cell types:',
    '  cell:',
    `    traits: {${Object.entries(traits)
      .map(([name, value]) => ` ${name}: { value: ${value} }`)
      .join(',')} }`,
    ...cell.map((line) => `    ${line}`),
    '    network:',
    ...(nodes.length === 0 ? [] : ['      nodes:', ...nodes.map((line) => `        ${line}`)]),
    '      edges:',
    ...edges.map((edge) => `        - ${edge} [assumed]`),
    'initial:',
    `  cell: { points: [${places.join(', ')}] }`,
  ].join('\n')
}

/** Runs such a model. */
export function runNetwork(model: NetworkModel, ticks = 0): TestRun {
  return runModel(networkModel(model), { ticks })
}

/** Level of a node in a cell. */
export function levelOf({ world }: TestRun, node: string, slot = 0): number {
  return world.f64(`network/${node}`)[slot] ?? Number.NaN
}
