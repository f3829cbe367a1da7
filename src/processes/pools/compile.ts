import {
  type Level,
  PLASMA_PREFIX,
  SUPPLY_PREFIX,
  declareLevels,
  systemicColumn,
} from '../../engine/body-levels.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import type { FasterLoss } from '../../math/faster-loss.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Quantity } from '../../model/kit.ts'
import { POOL_WIDTH } from './balance.ts'
import type { CompiledBlocker, CompiledResponse, Modulation } from './response.ts'
import { type Pool, type PoolResponse, poolsSection } from './schema.ts'

export interface CompiledPool {
  readonly name: string
  readonly column: string
  readonly before: string
  /** At rest, relative to the blood; undefined where there is no marrow. */
  readonly reserve: number | undefined
  /** At rest [1/min]. */
  readonly production: number
  readonly release: number
  readonly loss: number
  readonly clearance: number
  readonly productionBy: Modulation
  readonly releaseBy: Modulation
  readonly clearanceBy: Modulation
  readonly depletions: readonly FasterLoss[]
  /** Columns of the types that enter tissues. */
  readonly supplies: readonly string[]
}

export interface PoolsTables {
  readonly pools: readonly CompiledPool[]
  /** Signals in use. */
  readonly signals: readonly string[]
  /** Between two meetings [min]. */
  readonly dt: number
}

/** The signal that says how many are in the blood. */
export function inBlood(pool: string): string {
  return `${pool} in blood`
}

/** The level that says how many are ready in the marrow. */
export function inMarrow(pool: string): string {
  return `${pool} in marrow`
}

/** Levels of pools: those of the blood are signals. */
export function bloodLevels(model: ModelData): readonly Level[] {
  return Object.keys(sectionOf(model, poolsSection) ?? {}).map((name) => ({
    name: inBlood(name),
    unit: '1',
    doc: `${name} in the blood, relative to a healthy body`,
    initial: 1,
  }))
}

function marrowLevels(model: ModelData): readonly Level[] {
  return Object.entries(sectionOf(model, poolsSection) ?? {}).flatMap(([name, { marrow }]) =>
    marrow === undefined
      ? []
      : [
          {
            name: inMarrow(name),
            unit: '1',
            doc: `${name} ready in the marrow, relative to those in the blood of a healthy body`,
            initial: marrow.reserve.value,
          },
        ],
  )
}

/** Declares pools; undefined without any. */
export function compilePools(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): PoolsTables | undefined {
  const section = sectionOf(model, poolsSection)
  if (section === undefined) return undefined
  declareLevels(marrowLevels(model), context, { ...usage, signals: new Set() })
  return {
    pools: Object.entries(section).map(([name, pool]) => compilePool(name, pool, model, context)),
    signals: declareLevels(bloodLevels(model), context, usage),
    dt: cadenceMinutes(context.clock, 'phenotype'),
  }
}

function compilePool(name: string, pool: Pool, model: ModelData, context: CompileContext): CompiledPool {
  const [column, before] = [`pools/${name}`, `pools.before/${name}`]
  const relative = { group: 'world', type: 'f64', unit: '1' } as const
  const doc = `${name}: in the blood, ready in the marrow, produced, lost there, released, cleared; relative to the blood of a healthy body`
  context.column({ ...relative, name: column, doc, width: POOL_WIDTH })
  const changes = `${name}: factors on production, release and clearance at the last meeting`
  context.column({ ...relative, name: before, doc: changes, width: 3, initial: 1 })
  for (const type of pool.enters)
    context.column(
      systemicColumn(SUPPLY_PREFIX + type, {
        unit: '1',
        doc: `${type} in the blood, relative to a healthy body: vessels let in as many times more`,
        initial: 1,
      }),
    )
  const clearance = Math.LN2 / pool['half-life'].value
  const loss = pool.marrow?.lives === undefined ? 0 : 1 / pool.marrow.lives.value
  const reserve = pool.marrow?.reserve.value
  return {
    name,
    column,
    before,
    reserve,
    production: clearance + loss * (reserve ?? 0),
    release: reserve === undefined ? 0 : clearance / reserve,
    loss,
    clearance,
    productionBy: modulation({ responses: pool['production raised by'] }, model),
    releaseBy: releaseOf(pool, model),
    clearanceBy: modulation({ responses: pool['cleared by'] }, model),
    depletions: pool.depletion.map(({ from, until, 'to share': share }) => ({
      from: from.value,
      until: until?.value ?? Infinity,
      times: 1 / share.value,
    })),
    supplies: pool.enters.map((type) => SUPPLY_PREFIX + type),
  }
}

function releaseOf(pool: Pool, model: ModelData): Modulation {
  const holds = Object.values(pool['held back by']).map(({ share, 'blocked by': blockers }) => ({
    share: share.value,
    blockers: blockersOf(blockers, model),
  }))
  const blockers = blockersOf(pool['blocked by'], model)
  return { ...modulation({ responses: pool['mobilised by'] }, model), holds, blockers }
}

function modulation(
  { responses }: { readonly responses: Readonly<Record<string, PoolResponse>> },
  model: ModelData,
): Modulation {
  const present = Object.entries(responses).filter(([name]) => inPlasma(model).has(name))
  return {
    responses: present.map(([name, response]) => responseOf(name, response, model)),
    holds: [],
    blockers: [],
  }
}

function responseOf(name: string, response: PoolResponse, model: ModelData): CompiledResponse {
  const { to, half, hill, 'blocked by': blockers } = response
  return {
    column: PLASMA_PREFIX + name,
    to: to.value,
    half: half.value,
    hill: hill.value,
    rest: inPlasma(model).get(name) ?? 0,
    blockers: blockersOf(blockers, model),
  }
}

function blockersOf(
  blockers: Readonly<Record<string, Quantity>>,
  model: ModelData,
): readonly CompiledBlocker[] {
  return Object.entries(blockers)
    .filter(([name]) => inPlasma(model).has(name))
    .map(([name, { value }]) => ({ column: PLASMA_PREFIX + name, half: value }))
}

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly drugs: Readonly<Record<string, { readonly substrate: string }>> | undefined
  readonly factors: Readonly<Record<string, { readonly normal: Quantity }>> | undefined
}

/** What plasma holds, with its level in a healthy body [nM]: factors, and substrates of drugs. */
export function inPlasma(model: ModelData): ReadonlyMap<string, number> {
  // The cast states what the sections of other processes read to; in a part of a model they may be missing.
  const { drugs, factors } = model.sections as unknown as Surroundings
  return new Map([
    ...Object.values(drugs ?? {}).map(({ substrate }) => [substrate, 0] as const),
    ...Object.entries(factors ?? {}).map(([name, { normal }]) => [name, normal.value] as const),
  ])
}
