import type { ColumnDeclaration } from '../../engine/columns.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { Ball } from '../../engine/place.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Gate } from './gate.ts'
import { meanDeclaration } from '../../engine/source-columns.ts'
import { type VesselsSection, ligationsSection, vesselsSection } from './schema.ts'

/** Exchange of one substrate; entry `index` of table `vasculature.blood` holds a constant level. */
export interface CompiledExchange {
  readonly substrate: string
  readonly index: number
  /** True when column `plasma/<substrate>` holds the level. */
  readonly isPlasma: boolean
  /** [1/min] */
  readonly rate: number
  /** What blood can carry relative to plasma; where it is given, no more comes than flow brings. */
  readonly carried?: number
  /** True when the wall's leak counts. */
  readonly leaks: boolean
  /** Level in the blood that comes in at the start, where it falls along the way. */
  readonly falls?: number
}

/** Arrival of one type of cell. */
export interface CompiledEntry {
  readonly type: number
  readonly name: string
  /** [1/min] per vessel point with all gates open. */
  readonly rate: number
  readonly gates: readonly Gate[]
  /** [um^3] */
  readonly volume?: number
}

/** Vessels that carry nothing from a step of the fields on. */
export interface CompiledLigation extends Ball {
  readonly step: number
}

export interface VasculatureTables {
  /** True where vessels are nodes of a network. */
  readonly isLiving: boolean
  /** True where vessels are part of the equation that transport solves. */
  readonly isSolvedWithTransport: boolean
  readonly exchange: readonly CompiledExchange[]
  readonly entry: readonly CompiledEntry[]
  /** Empty where none is ever tied: then there are no columns that say which are open. */
  readonly ligations: readonly CompiledLigation[]
}

/** One more than the version of the network that sites are of, and than the revision that shares are of; 0 = none. */
export const SITED = 'vessel.sited'
export const SHARED = 'vessel.shared'

/** The level in the blood that meets the tissue at each node, where it falls along the way. */
export function levelColumn(substrate: string): string {
  return `vessel.level/${substrate}`
}

/** How much of its difference from the tissue blood keeps past each node. */
export function keepsColumn(substrate: string): string {
  return `vessel.keeps/${substrate}`
}

/** How much of the exchange of a point each node has. */
export function shareColumn(substrate: string): string {
  return `vessel.share/${substrate}`
}

const vessel = (
  name: string,
  type: ColumnDeclaration['type'],
  unit: string,
  doc: string,
  more = {},
): ColumnDeclaration => ({
  name,
  group: 'vessel',
  type,
  unit,
  doc,
  ...more,
})

const siteColumns: readonly ColumnDeclaration[] = [
  {
    name: 'vessel.sites',
    group: 'world',
    type: 'u32',
    unit: 'voxels',
    doc: 'voxels that hold a vessel point',
  },
  vessel('vessel.voxel', 'u32', '1', 'voxel of each vessel point'),
  vessel('vessel.order', 'u32', '1', 'vessel points, voxel by voxel in ascending order'),
  vessel('vessel.siteFirst', 'u32', '1', 'first entry of each site in vessel.order'),
  vessel('vessel.siteCount', 'u32', '1', 'vessel points of each site'),
]

/** What vessels that live have beside that: none of it is state, since it follows from the network. */
const livingColumns = (exchange: readonly CompiledExchange[]): readonly ColumnDeclaration[] => [
  ...siteColumns.map((declaration) => ({ ...declaration, isScratch: true })),
  ...[SITED, SHARED].map((name): ColumnDeclaration => ({
    name,
    group: 'world',
    type: 'u32',
    unit: '1',
    doc: 'which network the lists of vessels are of',
    isScratch: true,
  })),
  ...exchange.map(({ substrate }) =>
    vessel(shareColumn(substrate), 'f64', '1', `exchange of ${substrate} at each node, relative to a point`, {
      isScratch: true,
    }),
  ),
]

/** What blood holds along its way, for substrates whose level falls. */
const fallingColumns = (exchange: readonly CompiledExchange[]): readonly ColumnDeclaration[] =>
  exchange.flatMap(({ substrate, falls }) =>
    falls === undefined
      ? []
      : [
          vessel(
            levelColumn(substrate),
            'f64',
            'of the substrate',
            `${substrate} in the blood that comes to each node`,
            {
              initial: falls,
            },
          ),
          vessel(
            keepsColumn(substrate),
            'f64',
            '1',
            `share of its difference from tissue that blood keeps past each node`,
            {
              isScratch: true,
            },
          ),
        ],
  )

/** Which vessel points carry something; what time and model say, so that it is no state. */
const openColumns: readonly ColumnDeclaration[] = [
  vessel('vessel.open', 'u8', '1', '1 where a vessel point carries something, 0 where it is tied', {
    isScratch: true,
    initial: 1,
  }),
  vessel('vessel.openOrder', 'u32', '1', 'vessel.order, with the tied points of each site last', {
    isScratch: true,
  }),
  vessel('vessel.openCount', 'u32', '1', 'open vessel points of each site', { isScratch: true }),
]

/** Resolves substrates and types and lays out what is kept per vessel; undefined when vessels do nothing. */
export function compileVasculature(model: ModelData, context: CompileContext): VasculatureTables | undefined {
  const section = sectionOf(model, vesselsSection)
  if (section === undefined) return undefined
  const exchange = compileExchange(section)
  const entry = compileEntry(section, context)
  if (exchange.length + entry.length === 0) return undefined
  const isLiving = model.sections['vessel network'] !== undefined
  for (const declaration of isLiving ? livingColumns(exchange) : siteColumns) context.column(declaration)
  for (const { substrate } of exchange) context.column(deliveredDeclaration(substrate))
  for (const declaration of isLiving ? fallingColumns(exchange) : []) context.column(declaration)
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  const isSolvedWithTransport = transport?.scheme === 'adaptive'
  if (isSolvedWithTransport) for (const { substrate } of exchange) context.column(meanDeclaration(substrate))
  if (entry.length > 0) {
    const scratch = { isScratch: true }
    context.column(vessel('vessel.hazard', 'f64', '1/min', 'rate of arrival', scratch))
    if (entry.some(({ gates }) => gates.length > 0)) {
      context.column(vessel('vessel.felt', 'f64', 'of the substrate', 'what a gate feels', scratch))
    }
    context.column(
      vessel('vessel.arriving', 'u8', '1', 'a cell arrives, by type', { ...scratch, width: entry.length }),
    )
  }
  const levels = Object.values(section.exchange).map(({ blood }) => (blood === 'plasma' ? 0 : blood.value))
  context.table('vasculature.blood', 'f64', levels)
  const ligations = compileLigations(model, context)
  // Nodes that are tied have no share: lists of those that are open are for points that stay.
  const kept = isLiving ? openColumns.slice(0, 1) : openColumns
  if (ligations.length > 0) for (const declaration of kept) context.column(declaration)
  return { isLiving, isSolvedWithTransport, exchange, entry, ligations }
}

function compileLigations(model: ModelData, { clock }: CompileContext): readonly CompiledLigation[] {
  const cadence = cadenceMinutes(clock, 'fields')
  return Object.values(sectionOf(model, ligationsSection) ?? {}).map(({ at, centre: [x, y, z], radius }) => ({
    step: Math.round(at.value / cadence),
    centre: [x.value, y.value, z.value],
    radius: radius.value,
  }))
}

function deliveredDeclaration(substrate: string): ColumnDeclaration {
  const doc = `${substrate} that each vessel point gave to the tissue so far, in units of the field times um^3`
  return vessel(`vessel.delivered/${substrate}`, 'f64', 'um^3', doc)
}

function compileExchange(section: VesselsSection): readonly CompiledExchange[] {
  return Object.entries(section.exchange).map(
    ([substrate, { blood, rate, carried, leaks, falls }], index) => ({
      substrate,
      index,
      isPlasma: blood === 'plasma',
      rate: rate.value,
      ...(carried === undefined ? {} : { carried: carried.value }),
      leaks: leaks === true,
      ...(falls === true ? { falls: blood === 'plasma' ? 0 : blood.value } : {}),
    }),
  )
}

function compileEntry(section: VesselsSection, context: CompileContext): readonly CompiledEntry[] {
  return Object.entries(section.entry).map(([name, { rate, gates, volume }]) => ({
    type: context.cellTypes.indexOf(name),
    name,
    rate: rate.value,
    gates,
    ...(volume === undefined ? {} : { volume: volume.value }),
  }))
}
