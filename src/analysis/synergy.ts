import type { Design } from '../experiment/design.ts'
import type { SynergyQuestion } from '../experiment/synergy-schema.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { bootstrapGroups } from '../math/bootstrap-groups.ts'
import type { BootstrapInterval } from '../math/bootstrap.ts'
import { mean } from '../math/statistics.ts'
import {
  type EffectReference,
  effectExcess,
  expectedEffect,
  shareAffected,
} from '../math/synergy/effect-synergy.ts'
import { fitSeries } from '../math/synergy/loewe-synergy.ts'
import { additiveEffect } from '../math/synergy/loewe.ts'
import { variesBy } from './design-summary.ts'
import { type EndpointValues, alignedSamples, ofSetting, overSettings, unitWord } from './endpoint-values.ts'
import type { TrialShape } from './run-places.ts'
import type { SynergySummary } from './summary-results.ts'
import { finite } from './finite.ts'

const LEVEL = 0.95

/** Resamples; they put the ends of an interval within a few per cent of its width. */
const RESAMPLES = 2000
/** Resamples in which curves are fitted anew; chosen: a second or two per surface. */
const FITTED_RESAMPLES = 400

/** Fewest replicates that are resampled. */
const FEWEST = 3

type Asked = Pick<Experiment, 'data'>

const MODELS = [
  ['Bliss', 'bliss'],
  ['highest single agent', 'hsa'],
] as const satisfies readonly (readonly [string, EffectReference])[]

/** Answers to the questions of an experiment's key `synergy`, by Bliss and by the highest single agent. */
export function combinationSynergy(
  { data }: Asked,
  endpoints: readonly EndpointValues[],
  shape: TrialShape,
): readonly SynergySummary[] {
  return (data.synergy ?? []).flatMap(({ a, b, both, control, endpoint }) =>
    endpoints
      .filter(({ label }) => label === endpoint)
      .flatMap(({ name, values }) => {
        const arms = [a, b, both, control].map((arm) => values.get(arm))
        if (arms.some((own) => own === undefined)) return []
        const present = arms.flatMap((own) => (own === undefined ? [] : [overSettings(own, shape)]))
        const groups = alignedSamples(present, shape, data.pairing)
        return MODELS.map(([model, reference]): SynergySummary => {
          const base = { endpoint: name, control, a, b, both, model }
          const n = Math.min(...groups.map((group) => group.length))
          const units = unitWord(shape, data.pairing, n)
          return { ...base, n, ...excessOf(groups, reference, data.pairing, units) }
        })
      }),
  )
}

type Found = Pick<SynergySummary, 'excess' | 'low' | 'high' | 'verdict' | 'method' | 'note'>

/** groups: of a alone, b alone, both, and control [4][n]. */
function excessOf(
  groups: readonly (readonly number[])[],
  reference: EffectReference,
  pairing: 'twins' | 'independent',
  units: string,
): Found {
  const [a = [], b = [], both = [], control = []] = groups
  if (groups.some((group) => group.length < FEWEST))
    return nothing(`no interval: fewer than ${FEWEST} replicates in an arm`)
  if (!(mean(control) > 0)) return nothing('the endpoint of the control is not above zero')
  const options = { level: LEVEL, resamples: RESAMPLES, seed: 1 }
  const found = effectExcess({ control, a, b, both }, reference, pairing, options)
  const raising = [a, b].some((own) => shareAffected(own, control) < 0)
  const note = 'a treatment alone raises the endpoint: as inhibition it counts as negative'
  return {
    ...intervalOf(found),
    method: `BCa bootstrap over ${units}`,
    ...(raising ? { note } : {}),
  }
}

function nothing(note: string): Found {
  return { excess: null, low: null, high: null, verdict: 'unsettled', method: 'none', note }
}

function intervalOf({ estimate, low, high }: BootstrapInterval): Omit<Found, 'method' | 'note'> {
  const verdict = low > 0 ? 'synergy' : high < 0 ? 'antagonism' : 'unsettled'
  return { excess: finite(estimate), low: finite(low), high: finite(high), verdict }
}

/** What a combination does beyond Bliss, on one endpoint; undefined where an arm is missing. */
export function blissExcess(
  { a, b, both, control }: SynergyQuestion,
  { values }: EndpointValues,
  shape: TrialShape,
  pairing: 'twins' | 'independent',
): (Found & { readonly n: number }) | undefined {
  const arms = [a, b, both, control].flatMap((arm) => {
    const own = values.get(arm)
    return own === undefined ? [] : [overSettings(own, shape)]
  })
  if (arms.length < 4) return undefined
  const groups = alignedSamples(arms, shape, pairing)
  const n = Math.min(...groups.map((group) => group.length))
  return { n, ...excessOf(groups, 'bliss', pairing, unitWord(shape, pairing, n)) }
}

/** Two parameters of a sweep that are doses, on a full grid with all single doses and none. */
interface DoseGrid {
  readonly a: string
  readonly b: string
  readonly unitA: string
  readonly unitB: string
  /** Ascending, beginning with 0. */
  readonly dosesA: readonly number[]
  readonly dosesB: readonly number[]
  /** Setting with the doses [a][b]. */
  readonly settings: readonly (readonly number[])[]
}

/** The dose grid of a design, if it is one: two parameters vary by setting, both are doses, and every pair of doses is there. */
export function doseGrid(design: Design): DoseGrid | undefined {
  const varied = design.parameters.flatMap((parameter, k) =>
    variesBy(design, k) === 'setting' ? [{ parameter, k }] : [],
  )
  const [first, second, ...others] = varied
  if (first === undefined || second === undefined || others.length > 0) return undefined
  const isDose = (paths: readonly string[]): boolean => paths.every((path) => path.endsWith('.dose'))
  if (!isDose(first.parameter.paths) || !isDose(second.parameter.paths)) return undefined
  const place = (x: number, y: number): string => `${x} ${y}`
  const at = new Map(
    design.points.map(({ values, setting = 0 }) => [
      place(values[first.k] ?? Number.NaN, values[second.k] ?? Number.NaN),
      setting,
    ]),
  )
  const doses = (k: number): readonly number[] =>
    [...new Set(design.points.map(({ values }) => values[k] ?? Number.NaN))].toSorted((x, y) => x - y)
  const [dosesA, dosesB] = [doses(first.k), doses(second.k)]
  if (dosesA[0] !== 0 || dosesB[0] !== 0 || dosesA.length < 2 || dosesB.length < 2) return undefined
  const settings = dosesA.map((x) => dosesB.flatMap((y) => at.get(place(x, y)) ?? []))
  if (settings.some((row) => row.length !== dosesB.length)) return undefined
  const [a, b] = [first.parameter.name, second.parameter.name]
  return { a, b, unitA: first.parameter.unit, unitB: second.parameter.unit, dosesA, dosesB, settings }
}

type SurfaceModel = EffectReference | 'loewe'

const SURFACES = [...MODELS, ['Loewe', 'loewe']] as const satisfies readonly (readonly [
  string,
  SurfaceModel,
])[]

/** Surfaces of a dose grid for each endpoint and arm: inhibition, and what is beyond the expected one. */
export function gridSynergy(
  endpoints: readonly EndpointValues[],
  design: Design,
  shape: TrialShape,
): readonly SynergySummary[] {
  const grid = doseGrid(design)
  if (grid === undefined) return []
  const one = { ...shape, settings: 1 }
  return endpoints.flatMap(({ name, values }) =>
    [...values].flatMap(([arm, own]) => {
      const cells = grid.settings.flat().map((setting) => ofSetting(own, shape, setting))
      // Settings share their luck, whatever the pairing of arms.
      const groups = alignedSamples(cells, one, 'twins')
      return SURFACES.map(([model, kind]) =>
        surface(grid, { endpoint: name, control: arm, model, kind }, groups),
      )
    }),
  )
}

function surface(
  grid: DoseGrid,
  { kind, ...names }: { endpoint: string; control: string; model: string; kind: SurfaceModel },
  groups: readonly (readonly number[])[],
): SynergySummary {
  const { a, b, dosesA, dosesB, unitA, unitB } = grid
  const n = groups[0]?.length ?? 0
  const base = { ...names, a, b, n }
  const control = groups[0] ?? []
  if (n === 0 || !(mean(control) > 0))
    return {
      ...base,
      ...nothing(n === 0 ? 'runs of the grid are missing' : 'the undosed endpoint is not above zero'),
    }
  const effects = surfaceEffects(grid, groups)
  const shown = {
    grid: {
      dosesA,
      dosesB,
      unitA,
      unitB,
      inhibition: effects.map((row) => row.map(finite)),
      excess: surfaceExcess(grid, effects, kind).map((row) => row.map(finite)),
    },
  }
  if (n < FEWEST) {
    const estimate = meanExcess(grid, groups, kind)
    const note = `no interval: fewer than ${FEWEST} replicates`
    return { ...base, ...nothing(note), excess: finite(estimate), ...shown }
  }
  const resamples = kind === 'loewe' ? FITTED_RESAMPLES : RESAMPLES
  const statistic = (drawn: readonly (readonly number[])[]): number => meanExcess(grid, drawn, kind)
  const found = bootstrapGroups(groups, 'twins', statistic, { level: LEVEL, resamples, seed: 1 })
  const method = `mean over all pairs of doses, BCa bootstrap over ${n} replicates`
  return { ...base, ...intervalOf(found), method, ...shown }
}

/** Inhibition [a][b] relative to no dose of either. */
function surfaceEffects(
  { dosesA, dosesB }: DoseGrid,
  groups: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const control = groups[0] ?? []
  return dosesA.map((_, i) =>
    dosesB.map((_dose, j) => shareAffected(groups[i * dosesB.length + j] ?? [], control)),
  )
}

/** Inhibition beyond the expected one [a][b]; 0 where a drug is alone: there is nothing to combine. */
function surfaceExcess(
  { dosesA, dosesB }: DoseGrid,
  effects: readonly (readonly number[])[],
  kind: SurfaceModel,
): readonly (readonly number[])[] {
  const at = (i: number, j: number): number => effects[i]?.[j] ?? Number.NaN
  const expected = expectation({ dosesA, dosesB }, at, kind)
  return dosesA.map((_, i) => dosesB.map((_dose, j) => (i === 0 || j === 0 ? 0 : at(i, j) - expected(i, j))))
}

function expectation(
  { dosesA, dosesB }: Pick<DoseGrid, 'dosesA' | 'dosesB'>,
  at: (i: number, j: number) => number,
  kind: SurfaceModel,
): (i: number, j: number) => number {
  if (kind !== 'loewe') return (i, j) => expectedEffect(at(i, 0), at(0, j), kind)
  const alone = (doses: readonly number[], effect: (k: number) => number) =>
    fitSeries({ doses: doses.slice(1), effects: doses.slice(1).map((_, k) => [effect(k + 1)]) }).curve
  const curves = [alone(dosesA, (k) => at(k, 0)), alone(dosesB, (k) => at(0, k))] as const
  return (i, j) => additiveEffect(curves, [dosesA[i] ?? 0, dosesB[j] ?? 0])
}

function meanExcess(grid: DoseGrid, groups: readonly (readonly number[])[], kind: SurfaceModel): number {
  const excess = surfaceExcess(grid, surfaceEffects(grid, groups), kind)
  return mean(excess.slice(1).flatMap((row) => row.slice(1)))
}
