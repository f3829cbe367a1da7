import { cadenceMinutes } from '../../engine/clock.ts'
import type { Ball } from '../../engine/place.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type Ablation, ablationsSection, injectionsSection } from './schema.ts'

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

export interface InterventionTables {
  readonly ablations: readonly CompiledAblation[]
  readonly injections: readonly CompiledInjection[]
}

/** Resolves types, times and places; undefined where a model has none of them. */
export function compileIntervention(
  model: ModelData,
  { cellTypes, clock }: CompileContext,
): InterventionTables | undefined {
  const cadence = cadenceMinutes(clock, 'fields')
  const stepOf = (minutes: number): number => Math.round(minutes / cadence)
  const ablations = Object.entries(sectionOf(model, ablationsSection) ?? {}).map(([name, ablation]) => ({
    name,
    isTaken: cellTypes.map((type) => ablation['cell types']?.includes(type) ?? true),
    share: ablation.share.value,
    step: stepOf(ablation.at.value),
    ...ballOf(ablation),
  }))
  const injections = Object.entries(sectionOf(model, injectionsSection) ?? {}).map(([name, injection]) => ({
    name,
    type: cellTypes.indexOf(injection['cell type']),
    count: injection.count,
    step: stepOf(injection.at.value),
    ...ballOf(injection),
    ...(injection.volume === undefined ? {} : { volume: injection.volume.value }),
  }))
  return ablations.length + injections.length === 0 ? undefined : { ablations, injections }
}

function ballOf({ centre: [x, y, z], radius }: Pick<Ablation, 'centre' | 'radius'>): Ball {
  return { centre: [x.value, y.value, z.value], radius: radius.value }
}
