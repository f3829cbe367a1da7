import { LEVEL_PREFIX } from '../../engine/body-levels.ts'
import type { BehaviourDeclaration, CompileContext, SignalDeclaration } from '../../engine/process.ts'
import { PACKET, packetColumns } from '../../engine/packets.ts'
import { stream } from '../../engine/random.ts'
import { fnv1a32 } from '../../math/hash.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import {
  CAUSES,
  COLONIES_PREFIX,
  DIED_PREFIX,
  ELSEWHERE,
  EXPECTED,
  FUNNEL,
  FUNNEL_PREFIX,
  HOME,
  LEFT,
  REMOVED,
  SOURCES,
  VOLUME,
  WAYS,
} from './columns.ts'
import {
  ARREST,
  BREAK_UP,
  CLUSTER_SHARE,
  type Dissemination,
  ORGAN_RATES,
  type Organ,
  disseminationSection,
  typeSection,
} from './schema.ts'

/** What is the same for all rows of an organ. */
export interface CompiledOrgan {
  readonly name: string
  readonly isHome: boolean
  readonly shareOfOutput: number
  readonly largestMicro: number
  readonly largestMacro: number
  /** Metastases that begin in its tissue; 0 where it has none. */
  readonly lesions: number
}

export interface DisseminationTables {
  readonly organs: readonly CompiledOrgan[]
  readonly passes: number
  /** Places (1 for the first organ) that each way passes first, in the order of the ways; none for the last. */
  readonly beds: readonly (readonly number[])[]
  /** Sources x ways. */
  readonly pairs: number
  readonly types: number
  /** Cells of a cluster; 0 where none leave. */
  readonly clusterSize: number
  readonly cloaking: { readonly binding: number; readonly loss: number } | undefined
  /** Share of the cells for which one of the first tissue stands that are alive. */
  readonly alive: number
}

/** The level that says how many platelets there are, where the model has a pool of them; 1 is their usual number. */
export const PLATELETS = `${LEVEL_PREFIX}platelets in blood`

/** Declares rows and sums; undefined without dissemination. */
export function compileDissemination(
  model: ModelData,
  context: CompileContext,
): DisseminationTables | undefined {
  const section = sectionOf(model, disseminationSection)
  if (section === undefined) return undefined
  const organs = Object.entries(section.organs)
  const names = organs.map(([name]) => name)
  for (const column of packetColumns(organs.length)) context.column(column)
  const ways = [...Object.keys(section.ways), ELSEWHERE]
  const sources = [HOME, ...names.filter((name) => name !== HOME), ELSEWHERE]
  context.table(SOURCES, 'u32', sources.map(fnv1a32))
  context.table(WAYS, 'u32', ways.map(fnv1a32))
  const body = sectionOf(model, bodySection)
  context.table(VOLUME, 'f64', [body?.blood.value ?? 0])
  const pairs = sources.length * ways.length
  declareSums(names, pairs, context)
  const { cloaking } = section
  return {
    organs: organs.map(([name, organ]) => compileOrgan(name, organ, model)),
    passes: section.passes.value,
    beds: [...Object.values(section.ways).map((beds) => beds.map((bed) => names.indexOf(bed) + 1)), []],
    pairs,
    types: context.cellTypes.length,
    clusterSize: section.clusters?.size ?? 0,
    cloaking: cloaking && { binding: cloaking.binding.value, loss: cloaking.loss.value },
    alive: section.alive.value,
  }
}

function compileOrgan(name: string, organ: Organ, model: ModelData): CompiledOrgan {
  const hasTissue = Object.hasOwn(model.sites ?? {}, name)
  return {
    name,
    isHome: name === HOME,
    shareOfOutput: organ['share of output'].value,
    largestMicro: organ['largest micrometastasis'].value,
    largestMacro: organ['largest metastasis'].value,
    lesions: hasTissue ? (organ.field?.lesions ?? 0) : 0,
  }
}

function declareSums(organs: readonly string[], pairs: number, context: CompileContext): void {
  const sum = (name: string, doc: string, width: number): void => {
    const column = { group: 'world', type: 'f64', unit: 'cells', width } as const
    context.column({ ...column, name, doc })
    context.column({ ...column, name: EXPECTED + name, doc: `${doc}: expected number` })
  }
  sum(LEFT, 'cells that came into the blood, by source and way', pairs)
  sum(REMOVED, 'cells that an intervention took out of the blood or an organ', pairs)
  for (const cause of CAUSES) sum(DIED_PREFIX + cause, `circulating cells that died of ${cause}`, pairs)
  for (const organ of organs)
    sum(FUNNEL_PREFIX + organ, `${organ}: ${FUNNEL.join(', ')}`, FUNNEL.length * pairs)
  for (const organ of organs) {
    const doc = `metastases that began in the tissue of ${organ}`
    context.column({ name: COLONIES_PREFIX + organ, group: 'world', type: 'f64', unit: '1', doc })
  }
}

/** Streams of the draws of a fork: who leaves a state, and where each of the others goes. */
export function forkStreams(name: string, outcomes: readonly string[]): readonly number[] {
  return [
    stream(`dissemination.${name}`),
    ...outcomes.map((outcome) => stream(`dissemination.${name}/${outcome}`)),
  ]
}

/** What cells in the blood and at organs do at some rate. */
export function disseminationBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const section = sectionOf(model, disseminationSection)
  if (section === undefined) return []
  return [
    ...inBlood(model, section),
    ...Object.entries(section.organs).flatMap(([name, organ]) => atOrgan(model, name, organ)),
  ]
}

function inBlood(model: ModelData, section: Dissemination): readonly BehaviourDeclaration[] {
  const { clusters } = section
  const rates = CAUSES.map((cause) => [cause, section[cause].value] as const)
  const all = clusters === undefined ? rates : [...rates, [BREAK_UP, clusters['break-up'].value] as const]
  const behaviours = all.map(([name, value]): BehaviourDeclaration => ({
    name,
    unit: '1/min',
    doc:
      name === BREAK_UP
        ? 'rate at which a circulating cluster falls apart'
        : `rate at which a circulating cell dies: ${name}`,
    base: model.cellTypes.map((type) => sectionOf(type, typeSection)?.[name]?.value ?? value),
    whenDead: 0,
  }))
  if (clusters === undefined) return behaviours
  const base = model.cellTypes.map(
    (type) => sectionOf(type, typeSection)?.[CLUSTER_SHARE]?.value ?? clusters.share.value,
  )
  const doc = 'share of cells that leave a tissue as clusters'
  // What a cell is when it leaves its tissue decides.
  return [...behaviours, { name: CLUSTER_SHARE, unit: '1', doc, base, whenDead: 0, actsIn: 'tissue' }]
}

function atOrgan(model: ModelData, name: string, organ: Organ): readonly BehaviourDeclaration[] {
  const own = model.cellTypes.map((type) => sectionOf(type, typeSection)?.organs[name])
  const rates = Object.entries(ORGAN_RATES) as [keyof typeof ORGAN_RATES, string][] // the keys of that literal
  return [
    {
      name: `${ARREST} in ${name}`,
      unit: '1',
      doc: 'adhesion a to the vessels: a pass ends there with probability 1 - exp(-a)',
      base: own.map((written) => written?.[ARREST]?.value ?? organ[ARREST].value),
      whenDead: 0,
    },
    ...rates.map(([key, doc]): BehaviourDeclaration => ({
      name: `${key} in ${name}`,
      unit: '1/min',
      doc,
      base: own.map((written) => written?.[key]?.value ?? organ[key].value),
      whenDead: 0,
    })),
  ]
}

/** What cells in the blood sense of themselves. */
export function disseminationSignals(model: ModelData): readonly SignalDeclaration[] {
  if (sectionOf(model, disseminationSection) === undefined) return []
  return [
    {
      name: 'platelet cloak',
      unit: '1',
      doc: 'share of the surface that platelets cover',
      column: PACKET.cloak,
    },
    {
      name: 'cluster size',
      unit: '1',
      doc: 'cells of the cluster that it circulates in',
      column: PACKET.size,
    },
    {
      name: 'time in blood',
      unit: 'min',
      doc: 'time since the cell came into the blood',
      column: PACKET.minutes,
    },
  ]
}
