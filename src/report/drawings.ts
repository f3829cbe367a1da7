import type { DesignSummary, EndpointSummary, SensitivitySummary, TrialSummary } from '../analysis/summary.ts'
import type { SweepSummary } from '../analysis/summary-results.ts'
import { cloneFish } from '../figures/clone-fish.ts'
import { cloneTreeFigure } from '../figures/clone-tree.ts'
import { funnelFigure } from '../figures/funnel.ts'
import { placeMaps } from '../figures/place-maps.ts'
import { responseCurve } from '../figures/response-curve.ts'
import { seedingTree } from '../figures/seeding-tree.ts'
import { sensitivityFigure } from '../figures/sensitivity.ts'
import {
  biomarkerFigure,
  correlationFigure,
  settingGrid,
  sweepMaps,
  sweptParameters,
} from '../figures/sweep.ts'
import { doseGrid, synergyFigure } from '../figures/synergy.ts'
import type { FigureContext } from '../figures/theme.ts'
import { MOST_TRAITS } from './clone-section.ts'
import { kindIn, sensitivityGroups } from './sensitivity-groups.ts'

/** A figure with the name of its file, the same on the page and on paper. */
export interface Drawing {
  readonly name: string
  readonly svg: string
}

/** An endpoint as people call it. */
export function endpointOf(
  name: string,
  summary: Pick<TrialSummary, 'endpoints'>,
  unit = '',
): Pick<EndpointSummary, 'label' | 'unit' | 'interval'> {
  return summary.endpoints.find((endpoint) => endpoint.name === name) ?? { label: name, unit }
}

/** How far combinations go beyond what is expected: one figure per endpoint. */
export function excessDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  const synergies = summary.synergy ?? []
  return [...new Set(synergies.map(({ endpoint }) => endpoint))].map((endpoint) => {
    const own = synergies.filter((synergy) => synergy.endpoint === endpoint)
    const svg = synergyFigure(endpointOf(endpoint, summary).label, own, context)
    return { name: `synergy-${endpoint}`, svg }
  })
}

/** Two maps for each grid of doses. */
export function gridDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  return (summary.synergy ?? []).flatMap((synergy) => {
    const maps = doseGrid(endpointOf(synergy.endpoint, summary).label, synergy, context)
    if (maps === undefined) return []
    const end = `${synergy.endpoint}-${synergy.model}`
    return [
      { name: `inhibition-${end}`, svg: maps.inhibition },
      { name: `excess-${end}`, svg: maps.excess },
    ]
  })
}

/** Everything about synergy. */
export function synergyDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  return [...excessDrawings(summary, context), ...gridDrawings(summary, context)]
}

/** How a sweep is drawn: a curve over one parameter, maps over a grid of two, else correlations. */
export type SweepKind = 'curve' | 'maps' | 'correlations'

/** An endpoint over the settings of a sweep. */
export function sweepDrawings(
  sweep: SweepSummary,
  design: DesignSummary,
  summary: TrialSummary,
  context: FigureContext,
): { readonly kind: SweepKind; readonly drawings: readonly Drawing[] } {
  const endpoint = endpointOf(sweep.endpoint, summary, sweep.unit)
  const name = `sweep-${sweep.endpoint}`
  const [only, ...others] = sweptParameters(design)
  if (only !== undefined && others.length === 0 && Object.keys(sweep.arms).length > 0) {
    const svg = responseCurve(summary, endpoint, sweep, { design, parameter: only }, context)
    return { kind: 'curve', drawings: [{ name, svg }] }
  }
  const grid = settingGrid(design)
  if (grid !== undefined) {
    const maps = sweepMaps(endpoint, sweep, grid, context)
    return { kind: 'maps', drawings: maps.map((svg) => ({ name, svg })) }
  }
  if (sweep.correlations.length === 0) return { kind: 'correlations', drawings: [] }
  const svg = correlationFigure(summary, endpoint.label, sweep, context)
  return { kind: 'correlations', drawings: [{ name, svg }] }
}

/** What endpoints and benefits go with among what patients differ in: one figure per endpoint. */
export function biomarkerDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  const all = summary.biomarkers ?? []
  return [...new Set(all.map(({ endpoint }) => endpoint))].map((name) => {
    const own = all.filter(({ endpoint }) => endpoint === name)
    const svg = biomarkerFigure(summary, endpointOf(name, summary).label, own, context)
    return { name: `patients-${name}`, svg }
  })
}

/** Everything about sweep and cohort. */
export function designDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  const { design, sweep = [] } = summary
  const sweeps =
    design === undefined
      ? []
      : sweep.flatMap((each) => sweepDrawings(each, design, summary, context).drawings)
  return [...sweeps, ...biomarkerDrawings(summary, context)]
}

/** Clones over time and the trees of their descent, arm by arm. */
export function cloneDrawings({ clones = [], arms }: TrialSummary, context: FigureContext): Drawing[] {
  return clones.flatMap((each) => {
    const end = arms.length > 1 ? `-${each.arm}` : ''
    return [
      { name: `clones${end}`, svg: cloneFish(each, context) },
      ...each.traits.slice(0, MOST_TRAITS).map((trait) => ({
        name: `clone-tree-${trait}${end}`,
        svg: cloneTreeFigure(each, trait, context),
      })),
    ]
  })
}

/** What endpoints hang on: one figure for each endpoint of an arm or comparison. */
export function sensitivityDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  const kindOf = (entry: SensitivitySummary) => entry.kind ?? kindIn(entry.parameter, summary)
  return sensitivityGroups(summary).map(({ label, unit, entries }) => ({
    name: `sensitivity-${label}`,
    svg: sensitivityFigure(entries, { label, unit, kindOf }, context),
  }))
}

/** Everything about an organism: funnels by organ, the map of its places, and who seeded what by arm. */
export function organismDrawings(summary: TrialSummary, context: FigureContext): Drawing[] {
  const { organism, arms } = summary
  if (organism === undefined) return []
  const { cascades = [], maps, seedings } = organism
  const organs = [...new Set(cascades.flatMap((cascade) => cascade.organs.map(({ organ }) => organ)))]
  return [
    ...organs.map((organ) => ({ name: `funnel-${organ}`, svg: funnelFigure(cascades, organ, context) })),
    ...(maps.length === 0 ? [] : [{ name: 'places', svg: placeMaps(summary, organism, context) }]),
    ...seedings
      .filter(({ lesions }) => lesions.length > 0)
      .map((seeding) => ({
        name: arms.length > 1 ? `seeding-${seeding.arm}` : 'seeding',
        svg: seedingTree(seeding, context),
      })),
  ]
}
