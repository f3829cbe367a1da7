import { cadenceMinutes } from '../../engine/clock.ts'
import type { BehaviourDeclaration, CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import { type Chain, STATE, chainStep, eventual } from './chain.ts'
import { declareLeaving } from './columns.ts'
import { LYMPH_ENTRY, type LeavingTables, compileLeaving, isOfOrganism } from './leaving.ts'
import {
  type Organ,
  type Pool,
  circulationSection,
  intravasationSection,
  lymphEntrySection,
} from './schema.ts'

/** The behaviour: how often a cell leaves the tissue through a vessel that it reaches. */
export const INTRAVASATION = 'intravasation'

/** Entries of the column of a pool. */
export const BLOOD = { circulating: 0, cleared: 1, escaped: 2, width: 3 } as const

export interface CompiledOrgan {
  /** Column with the states of the chain, the circulating cells left out: entry k is state k + 1. */
  readonly column: string
  /** Column with the number of escaped cells of which chance makes a metastasis here. */
  readonly drawn: string
  readonly step: readonly number[]
  readonly firstPass: number
  /** Probability that an escaping cell becomes a metastasis here. */
  readonly fate: number
}

export interface CompiledPool {
  readonly column: string
  readonly isMember: readonly boolean[]
  /** Share of the circulating cells that is left after a step, and share that has died. */
  readonly stays: number
  readonly clears: number
  readonly organs: readonly CompiledOrgan[]
}

export interface CirculationTables {
  /** Empty in an organism, where the blood is a world. */
  readonly pools: readonly CompiledPool[]
  /** Only in an organism. */
  readonly leaving?: LeavingTables
}

/** Prefixes of columns: measures find pools and organs by them. */
export const POOL_PREFIX = 'circulation.blood/'
export const ORGAN_PREFIX = 'circulation.organ/'
export const DRAWN_PREFIX = 'circulation.drawn/'
export const WEIGHTS_PREFIX = 'circulation.eventual/'

/** Declares pools and organs, or in an organism who leaves; undefined without circulation and body. */
export function compileCirculation(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): CirculationTables | undefined {
  if (isOfOrganism(model)) {
    const leaving = compileLeaving(model, context, usage)
    return leaving && { pools: [], leaving }
  }
  const pools = Object.entries(sectionOf(model, circulationSection) ?? {})
  if (pools.length === 0) return undefined
  declareLeaving(context, { isFollowed: false })
  const radii = context.cellTypes.map((type) => {
    const pool = pools.find(([, { cells }]) => cells === undefined || cells.includes(type))
    return pool?.[1]['vessel radius'].value ?? -1
  })
  context.table('circulation.radii', 'f64', radii)
  return { pools: pools.map(([name, pool]) => compilePool(name, pool, context)) }
}

function compilePool(name: string, pool: Pool, context: CompileContext): CompiledPool {
  const organs = Object.entries(pool.organs)
  const clearance = pool.clearance.value
  const leaving = clearance + organs.reduce((sum, [, organ]) => sum + organ.arrest.value, 0)
  const passes = organs.reduce((sum, [, organ]) => sum + organ['first pass'].value, 0)
  const column = `${POOL_PREFIX}${name}`
  const doc = `${name}: circulating cells (expected), cleared from the blood (expected), escaped so far (counted)`
  context.column({ name: column, group: 'world', type: 'f64', unit: 'cells', doc, width: BLOOD.width })
  const dt = cadenceMinutes(context.clock, 'phenotype')
  const stays = chainStep({ ...STILL, leaving }, dt)[0] ?? 1
  return {
    column,
    isMember: context.cellTypes.map((type) => pool.cells?.includes(type) ?? true),
    stays,
    clears: leaving > 0 ? (clearance / leaving) * (1 - stays) : 0,
    organs: organs.map(([organ, written]) =>
      compileOrgan(`${name}/${organ}`, written, { leaving, passes, dt }, context),
    ),
  }
}

/** A chain in which nothing happens. */
const STILL: Chain = {
  leaving: 0,
  arrest: 0,
  extravasation: 0,
  survive: 0,
  initiation: 0,
  initiate: 0,
  dormant: 0,
  outgrowth: 0,
  grow: 0,
}

function compileOrgan(
  key: string,
  organ: Organ,
  { leaving, passes, dt }: { readonly leaving: number; readonly passes: number; readonly dt: number },
  context: CompileContext,
): CompiledOrgan {
  const chain: Chain = {
    leaving,
    arrest: organ.arrest.value,
    extravasation: organ.extravasation.value,
    survive: organ.survive.value,
    initiation: organ.initiation.value,
    initiate: organ.initiate.value,
    dormant: organ.dormant.value,
    outgrowth: organ.outgrowth.value,
    grow: organ.grow.value,
  }
  const column = `${ORGAN_PREFIX}${key}`
  const states = 'arrested, died there, single, dormant, died single, micrometastases, vanished, metastases'
  const cells = { group: 'world', type: 'f64', unit: 'cells' } as const
  context.column({ ...cells, name: column, doc: `${key}, expected: ${states}`, width: STATE.count - 1 })
  const drawn = `${DRAWN_PREFIX}${key}`
  context.column({
    ...cells,
    name: drawn,
    doc: `${key}: escaped cells that chance makes metastases in the end`,
  })
  const weights = eventual(chain)
  context.table(`${WEIGHTS_PREFIX}${key}`, 'f64', weights)
  const firstPass = organ['first pass'].value
  const fate = firstPass * (weights[STATE.arrested] ?? 0) + (1 - passes) * (weights[STATE.circulating] ?? 0)
  return { column, drawn, step: chainStep(chain, dt), firstPass, fate }
}

/** Intravasation, where there is a circulation to take cells up, and in an organism the entry into lymph; the dead stay. */
export function circulationBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const isOrganism = isOfOrganism(model)
  if (!isOrganism && Object.keys(sectionOf(model, circulationSection) ?? {}).length === 0) return []
  const declare = (
    name: string,
    doc: string,
    rate: (type: NamedSections) => number,
  ): BehaviourDeclaration => ({
    name,
    unit: '1/min',
    doc: `rate at which a cell leaves the tissue through a ${doc}`,
    base: model.cellTypes.map(rate),
    whenDead: 0,
  })
  const intravasation = declare(
    INTRAVASATION,
    'vessel that it reaches',
    (type) => sectionOf(type, intravasationSection)?.value ?? 0,
  )
  const lymph = declare(
    LYMPH_ENTRY,
    'lymphatic that it touches',
    (type) => sectionOf(type, lymphEntrySection)?.value ?? 0,
  )
  return isOrganism ? [intravasation, lymph] : [intravasation]
}
