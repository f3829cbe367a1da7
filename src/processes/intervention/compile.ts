import { cadenceMinutes } from '../../engine/clock.ts'
import type { Ball } from '../../engine/place.ts'
import { resectedColumn } from '../../engine/resected.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import {
  type Ablation,
  type Injection,
  type Resection,
  ablationsSection,
  injectionsSection,
  resectionSection,
} from './schema.ts'

export interface CompiledAblation extends Ball {
  readonly name: string
  /** By cell type: whether it is taken. */
  readonly isTaken: readonly boolean[]
  readonly share: number
  /** In steps of the fields. */
  readonly step: number
}

export interface CompiledInjection extends Ball {
  readonly name: string
  readonly type: number
  readonly count: number
  /** In steps of the fields. */
  readonly step: number
  /** [um^3] */
  readonly volume?: number
}

/** Cells that come with the blood. */
export interface CompiledWayInjection {
  readonly name: string
  readonly type: number
  readonly count: number
  readonly packets: number
  /** Cells per particle. */
  readonly size: number
  readonly way: string
  /** The tissue whose cells they are; new ones unless given. */
  readonly harvest?: string
  readonly tick: number
}

/** A tissue that is taken out. */
export interface CompiledResection {
  readonly name: string
  readonly site: string
  readonly isTaken: readonly boolean[]
  /** Only what lies there, where it is given. */
  readonly ball?: Ball
  /** True when nothing is left. */
  readonly isWhole: boolean
  /** In steps of the fields. */
  readonly step: number
}

export interface InterventionTables {
  readonly ablations: readonly CompiledAblation[]
  readonly injections: readonly CompiledInjection[]
  readonly wayInjections: readonly CompiledWayInjection[]
  readonly resections: readonly CompiledResection[]
  /** Sites to which something is brought, which must be there then. */
  readonly layOuts: readonly { readonly site: string; readonly tick: number }[]
}

/** Packets of an injection unless said. Chosen: traits of a hundred are a fair sample. */
const PACKETS = 100

/** Resolves types, times and places; undefined where a model has none of them. */
export function compileIntervention(
  model: ModelData,
  context: CompileContext,
): InterventionTables | undefined {
  const injected = Object.entries(sectionOf(model, injectionsSection) ?? {})
  const tables = {
    ablations: compileAblations(model, context),
    injections: injected.flatMap(([name, injection]) => compileInjection(name, injection, context)),
    wayInjections: injected.flatMap(([name, injection]) => compileWayInjection(name, injection, context)),
    resections: compileResections(model, context),
    layOuts: compileLayOuts(model, context),
  }
  return Object.values(tables).every((part) => part.length === 0) ? undefined : tables
}

function stepOf(minutes: number, { clock }: CompileContext): number {
  return Math.round(minutes / cadenceMinutes(clock, 'fields'))
}

function tickOf(minutes: number, context: CompileContext): number {
  return stepOf(minutes, context) * context.clock.every.fields
}

function compileAblations(model: ModelData, context: CompileContext): readonly CompiledAblation[] {
  return Object.entries(sectionOf(model, ablationsSection) ?? {}).map(([name, ablation]) => ({
    name,
    isTaken: takenTypes(ablation, context),
    share: ablation.share.value,
    step: stepOf(ablation.at.value, context),
    ...ballOf(ablation.centre, ablation.radius),
  }))
}

function takenTypes(
  { 'cell types': types }: Pick<Ablation, 'cell types'>,
  { cellTypes }: CompileContext,
): readonly boolean[] {
  return cellTypes.map((type) => types?.includes(type) ?? true)
}

function compileInjection(
  name: string,
  { centre, radius, volume, at, count, 'cell type': type }: Injection,
  context: CompileContext,
): readonly CompiledInjection[] {
  if (centre === undefined || radius === undefined) return []
  return [
    {
      name,
      type: context.cellTypes.indexOf(type),
      count,
      step: stepOf(at.value, context),
      ...ballOf(centre, radius),
      ...(volume === undefined ? {} : { volume: volume.value }),
    },
  ]
}

function compileWayInjection(
  name: string,
  injection: Injection,
  context: CompileContext,
): readonly CompiledWayInjection[] {
  const { into, at, count, harvest, 'cluster size': size = 1, 'cell type': type } = injection
  if (into === undefined) return []
  const packets = injection.packets ?? PACKETS
  return [
    {
      name,
      type: context.cellTypes.indexOf(type),
      count,
      packets: Math.min(packets, Math.floor(count / size)),
      size,
      way: into,
      ...(harvest === undefined ? {} : { harvest }),
      tick: tickOf(at.value, context),
    },
  ]
}

function compileResections(model: ModelData, context: CompileContext): readonly CompiledResection[] {
  const resections = Object.entries(sectionOf(model, resectionSection) ?? {})
  if (resections.length > 0) context.column(resectedColumn)
  return resections.map(([name, resection]) => compileResection(name, resection, context))
}

function compileResection(
  name: string,
  { at, site, centre, radius, ...types }: Resection,
  context: CompileContext,
): CompiledResection {
  const hasBall = centre !== undefined && radius !== undefined
  return {
    name,
    site,
    isTaken: takenTypes(types, context),
    ...(hasBall ? { ball: ballOf(centre, radius) } : {}),
    isWhole: !hasBall && types['cell types'] === undefined,
    step: stepOf(at.value, context),
  }
}

/** When sites must be there for what is brought to places in them; known where the whole organism is. */
function compileLayOuts(model: ModelData, context: CompileContext): InterventionTables['layOuts'] {
  return Object.entries(model.sites ?? {}).flatMap(([site, data]) =>
    Object.values(sectionOf(data, injectionsSection) ?? {}).map(({ at }) => ({
      site,
      tick: tickOf(at.value, context),
    })),
  )
}

function ballOf([x, y, z]: Ablation['centre'], radius: Ablation['radius']): Ball {
  return { centre: [x.value, y.value, z.value], radius: radius.value }
}
