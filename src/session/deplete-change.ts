import type { Model } from '../compile/model.ts'
import { printYaml, sectionOf } from '../model/assemble.ts'
import { BLOOD, PRIMARY } from '../engine/organism.ts'
import { poolsSection } from '../processes/pools/schema.ts'
import { depletionSection } from '../processes/therapy/schema.ts'
import { nextStep, plain } from './write-change.ts'

/** Cells of a type that are taken out. */
export interface Depleting {
  readonly cellType: string
  /** Of the living cells, above 0 and at most 1. */
  readonly share: number
  /** In an organism: tissues, or the blood; everywhere unless said. */
  readonly places?: readonly string[]
  /** Tick of the action. */
  readonly tick: number
}

/** A share of the living cells of a type taken out once, in the next step of the fields. */
export function depletionChange(model: Model, { cellType, share, places, tick }: Depleting): string {
  const before = sectionOf(model.data, depletionSection)[cellType]
  // What was written for this type before is over, or gives way: this is laid over it.
  const everywhere = [PRIMARY, ...(model.sites ?? []).map(({ name }) => name), BLOOD]
  const where = places ?? (before?.in === undefined ? undefined : everywhere)
  const once = {
    share: `${plain(100 * share)} %`,
    at: nextStep(model, tick),
    ...(before?.every === undefined ? {} : { count: 1 }),
    ...(where === undefined ? {} : { in: where }),
  }
  return printYaml({ depletion: { [cellType]: once } })
}

/** A pool of the blood that is taken out for a time. */
export interface PoolDepleting {
  readonly pool: string
  /** What is left in the long run, where all that drives it goes on; above 0 and at most 1. */
  readonly toShare: number
  readonly days: number
  /** Tick of the action. */
  readonly tick: number
}

/** Lowers a pool of the blood from the next step of the fields on, beside the times in which it is lowered already. */
export function poolDepletionChange(model: Model, { pool, toShare, days, tick }: PoolDepleting): string {
  const written = sectionOf(model.data, poolsSection)?.[pool]?.depletion ?? []
  const before = written.map(({ from, until, 'to share': share }) => ({
    from: minutes(from.value),
    ...(until === undefined ? {} : { until: minutes(until.value) }),
    'to share': plain(share.value),
  }))
  const from = nextStep(model, tick)
  const until = minutes(Number.parseFloat(from) + days * DAY)
  const depletion = [...before, { from, until, 'to share': plain(toShare) }]
  return printYaml({ set: { [`pools.${pool}.depletion`]: depletion } })
}

const DAY = 1440 // [min]

function minutes(value: number): string {
  return `${plain(value)} min`
}
