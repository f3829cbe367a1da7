import { type Level, PLASMA_PREFIX, declareLevels, systemicColumn } from '../../engine/body-levels.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import { decayIntegral, expMinusOne, risingIntegral } from '../../math/relaxation.ts'
import { type Factor, factorsSection } from './schema.ts'

/** Entries of the column of a factor: bound and free in plasma, what tissues gave at the last meeting [1/min], and what came and went so far. */
export const FACTOR = { total: 0, source: 1, entered: 2, cleared: 3 } as const
const FACTOR_WIDTH = 4

/** A time in which a factor is given [min], per minute. */
export interface Given {
  readonly from: number
  readonly until: number
  readonly rate: number
}

export interface CompiledFactor {
  readonly name: string
  readonly column: string
  readonly isSubstrate: boolean
  readonly normal: number
  /** [1/min] */
  readonly clearance: number
  /** Of tissues [1/min]. */
  readonly leaves: number
  /** Change of the total over a step per total, per steady source and per source that rises from none. */
  readonly change: number
  readonly steady: number
  readonly rising: number
  readonly binders: readonly { readonly column: string; readonly half: number }[]
  readonly given: readonly Given[]
}

export interface FactorsTables {
  readonly factors: readonly CompiledFactor[]
  readonly signals: readonly string[]
  /** Between two meetings [min]. */
  readonly dt: number
  /** [um^3] */
  readonly plasma: number
  /** What the host's tissue stands for [um^3]. */
  readonly standsFor: number
}

/** The signal that says the free level. */
export function freeInPlasma(factor: string): string {
  return `${factor} in plasma`
}

/** Free levels in plasma. */
export function plasmaLevels(model: ModelData): readonly Level[] {
  return Object.entries(sectionOf(model, factorsSection) ?? {}).map(([name, { normal }]) => ({
    name: freeInPlasma(name),
    unit: 'nM',
    doc: `free ${name} in plasma`,
    initial: normal.value,
  }))
}

/** Declares levels in plasma; undefined without any. */
export function compileFactors(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): FactorsTables | undefined {
  const section = sectionOf(model, factorsSection)
  const body = sectionOf(model, bodySection)
  if (section === undefined || body === undefined) return undefined
  const dt = cadenceMinutes(context.clock, 'phenotype')
  const known = drugSubstrates(model)
  return {
    factors: Object.entries(section).map(([name, factor]) => compileFactor(name, factor, dt, known, context)),
    signals: declareLevels(plasmaLevels(model), context, usage),
    dt,
    plasma: body.blood.value * body.plasma.value,
    standsFor: body['tissue stands for'].value,
  }
}

function compileFactor(
  name: string,
  factor: Factor,
  dt: number,
  drugs: readonly string[],
  context: CompileContext,
): CompiledFactor {
  const column = `factors/${name}`
  const doc = `${name} in plasma, bound and free, what tissues give per minute, what came and what went`
  context.column({ name: column, group: 'world', type: 'f64', unit: 'nM', doc, width: FACTOR_WIDTH })
  const normal = factor.normal.value
  context.column(
    systemicColumn(PLASMA_PREFIX + name, { unit: 'nM', doc: `free ${name} in plasma`, initial: normal }),
  )
  const clearance = Math.LN2 / factor['half-life'].value
  return {
    name,
    column,
    isSubstrate: context.substrates.includes(name),
    normal,
    clearance,
    leaves: factor['enters blood']?.value ?? 0,
    change: expMinusOne(-clearance * dt),
    steady: decayIntegral(clearance, dt),
    rising: risingIntegral(clearance, dt),
    binders: Object.entries(factor['neutralised by'])
      .filter(([drug]) => drugs.includes(drug))
      .map(([drug, { value }]) => ({ column: PLASMA_PREFIX + drug, half: value })),
    given: factor.given.map(({ from, until, rate }) => ({
      from: from.value,
      until: until?.value ?? Infinity,
      rate: rate.value,
    })),
  }
}

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly drugs: Readonly<Record<string, { readonly substrate: string }>> | undefined
}

/** Substrates that drugs bring. */
export function drugSubstrates(model: ModelData): readonly string[] {
  // The cast states what the section of another process reads to; in a part of a model it may be missing.
  const { drugs } = model.sections as unknown as Surroundings
  return Object.values(drugs ?? {}).map(({ substrate }) => substrate)
}
