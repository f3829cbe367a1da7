import type { BehaviourDeclaration, CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import { canonicalUnit, multiplyDimension, dimensionOf } from '../../units/dimension.ts'
import { requireUnit } from '../../units/unit.ts'
import { meanDeclaration } from '../../engine/source-columns.ts'
import { type Exchanged, exchangeSection } from './schema.ts'

/** What cells do with one substrate. */
export interface SubstrateExchange {
  readonly name: string
  /** True when cells change it in every step. */
  readonly isActive: boolean
  /** True when the amount taken up is counted per cell. */
  readonly isTracked: boolean
  /** Amount that a cell of each type releases when it dies [ymol]. */
  readonly releaseAtDeath: readonly number[]
}

export interface ExchangeTables {
  /** True where cells are part of the equation that transport solves. */
  readonly isSolvedWithTransport: boolean
  readonly substrates: readonly SubstrateExchange[]
}

/** Behaviours of one substrate, in the order in which kernels take them, with their factors for dead cells. */
const BEHAVIOURS = [
  { what: 'secretion', whenDead: 0, doc: 'rate of secretion towards saturation' },
  { what: 'saturation', whenDead: 1, doc: 'concentration at which secretion stops' },
  // A tenth of the uptake remains while a dead cell decays: convention of the field (Ghaffarizadeh et al. 2018).
  { what: 'uptake', whenDead: 0.1, doc: 'rate of uptake' },
  { what: 'export', whenDead: 0, doc: 'net amount released per time' },
] as const

type Behaviour = (typeof BEHAVIOURS)[number]['what']

/** Names of the behaviours of a substrate, in the order in which kernels take them. */
export function exchangeBehaviours(substrate: string): readonly string[] {
  return BEHAVIOURS.map(({ what }) => `${substrate} ${what}`)
}

/** The cell column with the amount of a substrate that a cell has taken up. */
export function internalisedColumn(substrate: string): string {
  return `exchange.internalised/${substrate}`
}

/** The unit of a substrate as the author wrote it; the key belongs to the substrate's own section. */
export function unitOf(substrate: NamedSections): string {
  const { unit } = substrate.sections
  return typeof unit === 'string' ? unit : ''
}

/** Four behaviours per substrate. */
export function declareBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  return model.substrates.flatMap((substrate) =>
    BEHAVIOURS.map(({ what, whenDead, doc }) => ({
      name: `${substrate.name} ${what}`,
      unit: behaviourUnit(what, unitOf(substrate)),
      doc,
      base: model.cellTypes.map((type) => baseOf(type, substrate.name, what)),
      whenDead,
    })),
  )
}

function behaviourUnit(what: Behaviour, unit: string): string {
  if (what === 'saturation') return unit
  return what === 'export'
    ? canonicalUnit(multiplyDimension(amountOf(unit), dimensionOf({ time: -1 })))
    : '1/min'
}

/** Dimension of concentration x volume. */
function amountOf(unit: string) {
  return multiplyDimension(requireUnit(unit).dimension, dimensionOf({ length: 3 }))
}

function baseOf(type: NamedSections, substrate: string, what: Behaviour): number {
  return exchangedOf(type, substrate)?.[what]?.value ?? 0
}

function exchangedOf(type: NamedSections, substrate: string): Exchanged | undefined {
  return sectionOf(type, exchangeSection)[substrate]
}

/** One signal per substrate: what the cell has taken up so far. */
export function declareSignals(model: ModelData): readonly SignalDeclaration[] {
  return model.substrates.map((substrate) => ({
    name: `internalised ${substrate.name}`,
    unit: canonicalUnit(amountOf(unitOf(substrate))),
    doc: `net amount of ${substrate.name} that the cell has taken up; halved at division`,
    column: internalisedColumn(substrate.name),
    // Counting cell by cell rounds otherwise than gathering by voxel.
    needs: `track: true under exchange: ${substrate.name}`,
  }))
}

/** Finds the substrates that cells exchange; only those cost anything. */
export function compileExchange(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): ExchangeTables | undefined {
  const substrates = model.substrates
    .map((substrate) => compileSubstrate(model, substrate, usage))
    .filter(
      ({ isActive, isTracked, releaseAtDeath }) =>
        isActive || isTracked || releaseAtDeath.some((amount) => amount > 0),
    )
  if (substrates.length === 0) return undefined
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  const isSolvedWithTransport = transport?.scheme === 'adaptive'
  for (const substrate of substrates) addColumns(substrate, isSolvedWithTransport, model, context)
  return { isSolvedWithTransport, substrates }
}

function compileSubstrate(model: ModelData, substrate: NamedSections, usage: Usage): SubstrateExchange {
  const { name } = substrate
  const exchanged = model.cellTypes.map((type) => exchangedOf(type, name))
  const moves = (what: Behaviour): boolean =>
    usage.behaviours.has(`${name} ${what}`) || model.cellTypes.some((type) => baseOf(type, name, what) !== 0)
  return {
    name,
    isActive: moves('secretion') || moves('uptake') || moves('export'),
    isTracked:
      usage.signals.has(`internalised ${name}`) ||
      exchanged.some((entry) => entry?.track === true) ||
      isBound(model, name) ||
      isListed(model, name),
    releaseAtDeath: exchanged.map((entry) => entry?.['release at death'].value ?? 0),
  }
}

/** What binds to cells is internalised into the same account, so that it is whole; the key belongs to the process binding. */
function isBound(model: ModelData, substrate: string): boolean {
  return model.cellTypes.some(({ sections }) => Object.hasOwn(sections['binding'] ?? {}, substrate))
}

/** What a ledger lists is counted in all cells; the key belongs to the process ledger. */
function isListed(model: ModelData, substrate: string): boolean {
  const listed = model.sections['ledger']
  return Array.isArray(listed) && listed.includes(substrate)
}

function addColumns(
  { name, isActive, isTracked }: SubstrateExchange,
  isSolvedWithTransport: boolean,
  model: ModelData,
  context: CompileContext,
): void {
  const substrate = model.substrates.find((candidate) => candidate.name === name)
  const unit = substrate === undefined ? '' : unitOf(substrate)
  if (isTracked) {
    const doc = `net amount of ${name} taken up`
    const column = {
      name: internalisedColumn(name),
      group: 'cell',
      type: 'f64',
      doc,
      divide: 'half',
    } as const
    context.column({ ...column, unit: canonicalUnit(amountOf(unit)) })
    if (isActive && isSolvedWithTransport) context.column(meanDeclaration(name))
  } else if (isActive && !isSolvedWithTransport) {
    const column = { group: 'voxel', type: 'f64', isScratch: true } as const
    const doc = `what all cells of a voxel do to ${name}`
    context.column({ ...column, name: `exchange.factor/${name}`, unit: '1', doc: `${doc}: factor` })
    context.column({ ...column, name: `exchange.gain/${name}`, unit, doc: `${doc}: gain` })
    const marks = `exchange.marks/${name}`
    context.column({
      ...column,
      type: 'u8',
      name: marks,
      unit: '1',
      doc: `1 per four voxels with such cells`,
    })
  }
}
