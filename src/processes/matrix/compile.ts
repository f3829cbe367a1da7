import type { BehaviourDeclaration, CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { hindranceDeclaration, hindranceVersionDeclaration } from '../../engine/hindrance-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { substrateUnit } from '../../model/substrate-unit.ts'
import { boundDeclaration, changedColumn, matrixColumns, pointerColumn } from './columns.ts'
import { type CompiledSpread, compileSpread } from './places.ts'
import { type Maker, type MatrixSection, hindranceSection, makerSection, matrixSection } from './schema.ts'

/** A substrate that fibres hold. */
export interface CompiledBinding {
  readonly substrate: string
  /** Sites per volume fraction [nM]. */
  readonly sites: number
  /** [1/(nM min)] */
  readonly on: number
  /** [1/min] */
  readonly off: number
}

/** A substrate that fibres slow. */
export interface CompiledHindrance {
  readonly substrate: string
  /** [um] */
  readonly radius: number
}

export interface CompiledProtease {
  readonly substrate: string
  readonly blockers: readonly string[]
}

export interface MatrixTables {
  readonly density: CompiledSpread
  readonly links: CompiledSpread
  readonly membrane: CompiledSpread
  readonly alignment?: { readonly direction: readonly [number, number, number]; readonly degree: number }
  /** [1/min] */
  readonly turnover: number
  /** [um] */
  readonly fibreRadius: number
  /** [um] */
  readonly bundleRadius: number
  readonly proteases: readonly CompiledProtease[]
  readonly bindings: readonly CompiledBinding[]
  readonly hindrances: readonly CompiledHindrance[]
  /** Signals that somebody listens to. */
  readonly signals: readonly SignalDeclaration[]
}

/** Behaviours by the key of the section of a cell type that gives their base. */
export const MATRIX_BEHAVIOURS = {
  deposition: 'matrix deposition',
  linking: 'matrix linking',
  alignment: 'matrix alignment',
  membrane: 'membrane deposition',
} as const

const DOCS = {
  deposition: 'volume of fibres laid down per time, relative to the volume of the cell',
  linking: 'rate at which fibres in the volume of the cell are cross-linked',
  alignment: 'rate at which fibres in the volume of the cell turn towards its direction of motion',
  membrane: 'rate at which basement membrane is completed in the volume of the cell',
} as const

const MAKER_KEYS = ['deposition', 'linking', 'alignment', 'membrane'] as const

/** What cells do to matrix; nothing where a model has none. The dead do nothing. */
export function matrixBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  if (sectionOf(model, matrixSection) === undefined) return []
  const makers = model.cellTypes.map((type) => sectionOf(type, makerSection))
  return MAKER_KEYS.map((key) => ({
    name: MATRIX_BEHAVIOURS[key],
    unit: '1/min',
    doc: DOCS[key],
    base: makers.map((maker) => maker?.[key].value ?? 0),
    whenDead: 0,
  }))
}

/** What cells feel of the matrix in their voxel. */
export function matrixSignals(model: ModelData): readonly SignalDeclaration[] {
  if (sectionOf(model, matrixSection) === undefined) return []
  const signal = (name: string, unit: string, doc: string): SignalDeclaration => ({
    name,
    unit,
    doc: `${doc} in the voxel of the cell`,
    column: `signal/${name}`,
  })
  return [
    signal('matrix density', '1', 'volume fraction of fibres'),
    signal('matrix links', '1', 'share of the fibres that are cross-linked'),
    signal('basement membrane', '1', 'basement membrane, 0 to 1,'),
    signal('fibre alignment', '1', 'degree to which fibres lie in one direction, 0 to 1,'),
    signal('pore size', 'um', 'mean width of the pores between bundles of fibres'),
  ]
}

/** Lays out the matrix; undefined where a model has none. */
export function compileMatrix(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): MatrixTables | undefined {
  const section = sectionOf(model, matrixSection)
  if (section === undefined) return undefined
  for (const column of matrixColumns(context.space.dimensions)) context.column(column)
  const makers = model.cellTypes.map((type) => sectionOf(type, makerSection))
  const most = section.most.value
  context.table('matrix.most', 'f64', atLeastOne(makers.map((maker) => mostOf(maker, most))))
  context.table('matrix.bundleRadius', 'f64', [section['bundle radius'].value])
  const signals = matrixSignals(model).filter(({ name }) => usage.signals.has(name))
  for (const { column, unit, doc } of signals)
    context.column({ name: column, group: 'cell', type: 'f64', unit, doc })
  return {
    density: compileSpread(section.density),
    links: compileSpread(section.links),
    membrane: compileSpread(section.membrane),
    ...alignmentOf(section),
    turnover: section.turnover.value,
    fibreRadius: section['fibre radius'].value,
    bundleRadius: section['bundle radius'].value,
    proteases: compileProteases(section, context),
    bindings: compileBindings(model, section, context),
    hindrances: compileHindrances(model, context),
    signals,
  }
}

function mostOf(maker: Maker | undefined, most: number): number {
  return Math.min(maker?.most.value ?? most, most)
}

/** Tables have an element at least. */
function atLeastOne(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [0] : values
}

function alignmentOf({ alignment }: MatrixSection): Pick<MatrixTables, 'alignment'> {
  if (alignment === undefined) return {}
  const [x, y, z] = alignment.direction
  return { alignment: { direction: [x.value, y.value, z.value], degree: alignment.degree.value } }
}

/** Rates and inhibition constants into one table: three per protease, then one per blocker. */
function compileProteases(
  { proteases }: MatrixSection,
  context: CompileContext,
): readonly CompiledProtease[] {
  const entries = Object.entries(proteases)
  const rates = entries.flatMap(([, one]) => [
    one.density.value,
    one.membrane.value,
    one['links resist'].value,
  ])
  const constants = entries.flatMap(([, one]) => Object.values(one['blocked by']).map(({ value }) => value))
  context.table('matrix.rates', 'f64', atLeastOne([...rates, ...constants]))
  context.column(pointerColumn(3 * entries.length + constants.length))
  return entries.map(([substrate, one]) => ({ substrate, blockers: Object.keys(one['blocked by']) }))
}

function compileBindings(
  model: ModelData,
  { binds }: MatrixSection,
  context: CompileContext,
): readonly CompiledBinding[] {
  return Object.entries(binds).map(([substrate, { sites, 'at density': density, on, off }]) => {
    context.column(boundDeclaration(substrate, substrateUnit(model, substrate) ?? 'nM'))
    return { substrate, sites: sites.value / density.value, on: on.value, off: off.value }
  })
}

function compileHindrances(model: ModelData, context: CompileContext): readonly CompiledHindrance[] {
  const slowed = model.substrates.flatMap((substrate) => {
    const radius = sectionOf(substrate, hindranceSection)?.radius.value
    return radius === undefined ? [] : [{ substrate: substrate.name, radius }]
  })
  if (slowed.length === 0) return []
  context.column(changedColumn)
  for (const { substrate } of slowed) context.column(hindranceDeclaration(substrate))
  context.column(hindranceVersionDeclaration())
  return slowed
}
