import type { Design } from '../experiment/design.ts'
import { benjaminiHochberg } from '../math/comparison/many-comparisons.ts'
import { type Correlation, spearman } from '../math/association/correlation.ts'
import { mean } from '../math/statistics.ts'
import { variesBy } from './design-summary.ts'
import { armStatistics, effectOf } from './effects.ts'
import { type EndpointValues, ofSetting, samplesOf, unitWord } from './endpoint-values.ts'
import type { TrialShape } from './run-places.ts'
import type { BiomarkerSummary, MaybeNumber, SweepSummary } from './summary-results.ts'
import { finite } from './finite.ts'

const LEVEL = 0.95

/** Two arms to compare, and how their runs are related. */
export interface ComparedArms {
  readonly compare: readonly { readonly arm: string; readonly against: string }[]
  readonly pairing: 'twins' | 'independent'
}

/** Each endpoint over the settings of a sweep, setting by setting, and what it hangs on. */
export function sweepSummaries(
  endpoints: readonly EndpointValues[],
  design: Design,
  shape: TrialShape,
  asked: ComparedArms,
): readonly SweepSummary[] {
  const found = endpoints.map((endpoint) => ({
    endpoint,
    correlations: sweepCorrelations(endpoint, design, shape),
  }))
  const corrected = falseDiscoveries(found.flatMap(({ correlations }) => correlations.map(({ p }) => p)))
  let next = 0
  return found.map(({ endpoint, correlations }) => ({
    endpoint: endpoint.name,
    unit: endpoint.unit,
    arms: Object.fromEntries([...endpoint.values].map(([arm, values]) => [arm, bySetting(values, shape)])),
    effects: asked.compare.map(({ arm, against }) => ({
      arm,
      against,
      settings: effectsBySetting(endpoint, { arm, against }, shape, asked.pairing),
    })),
    correlations: correlations.map((own) => ({ ...own, falseDiscovery: corrected[next++] ?? null })),
  }))
}

function settingsOf({ settings }: TrialShape): readonly number[] {
  return Array.from({ length: settings }, (_, setting) => setting)
}

function bySetting(values: Float64Array, shape: TrialShape) {
  return settingsOf(shape).map((setting) =>
    armStatistics(Array.from(ofSetting(values, shape, setting), finite)),
  )
}

function effectsBySetting(
  endpoint: EndpointValues,
  { arm, against }: { readonly arm: string; readonly against: string },
  shape: TrialShape,
  pairing: 'twins' | 'independent',
): SweepSummary['effects'][number]['settings'] {
  const [a, b] = [endpoint.values.get(arm), endpoint.values.get(against)]
  if (a === undefined || b === undefined) return []
  const one = { ...shape, settings: 1 }
  return settingsOf(shape).map((setting) => {
    const samples = samplesOf(ofSetting(a, shape, setting), ofSetting(b, shape, setting), one, pairing)
    const units = unitWord(one, pairing, samples.a.length)
    const comparison = { endpoint: endpoint.name, arm, against, pairing, units }
    const { estimate, low, high } = effectOf(samples, comparison, undefined)
    return { estimate, low, high }
  })
}

type SweepCorrelation = Omit<SweepSummary['correlations'][number], 'falseDiscovery'>

/** Rank correlations of what the settings differ in with an endpoint's mean at each of them. */
function sweepCorrelations(
  { values }: EndpointValues,
  design: Design,
  shape: TrialShape,
): readonly SweepCorrelation[] {
  const settings = firstPoints(design, ({ setting }) => setting)
  return design.parameters.flatMap(({ name, arms }, k) => {
    if (variesBy(design, k) !== 'setting') return []
    const x = settings.map((own) => own[k] ?? Number.NaN)
    return [...values].flatMap(([arm, own]) => {
      if (arms !== undefined && !arms.includes(arm)) return []
      const y = settingsOf(shape).map((setting) => meanOf(ofSetting(own, shape, setting)))
      return [{ parameter: name, arm, ...rankCorrelation(x, y) }]
    })
  })
}

/** How endpoints, and what a treatment does to them, hang on what differs between virtual patients. */
export function biomarkerSummaries(
  endpoints: readonly EndpointValues[],
  design: Design,
  shape: TrialShape,
  asked: ComparedArms,
): readonly BiomarkerSummary[] {
  const patients = firstPoints(design, ({ patient }) => patient)
  const outcomes = endpoints.flatMap((endpoint) => patientOutcomes(endpoint, shape, asked))
  const found = design.parameters.flatMap(({ name, arms }, k) => {
    if (variesBy(design, k) !== 'patient') return []
    const x = patients.map((own) => own[k] ?? Number.NaN)
    return outcomes
      .filter(({ arm, against }) => isChanged(arms, arm, against))
      .map(({ endpoint, arm, against, values }) => ({
        parameter: name,
        endpoint,
        arm,
        ...(against === undefined ? {} : { against }),
        ...rankCorrelation(x, values),
      }))
  })
  const corrected = falseDiscoveries(found.map(({ p }) => p))
  return found.map((own, index) => ({ ...own, falseDiscovery: corrected[index] ?? null }))
}

function isChanged(arms: readonly string[] | undefined, arm: string, against: string | undefined): boolean {
  return arms === undefined || arms.includes(arm) || (against !== undefined && arms.includes(against))
}

interface PatientOutcome {
  readonly endpoint: string
  readonly arm: string
  readonly against?: string
  /** [patient], NaN where it is not known. */
  readonly values: readonly number[]
}

/** An endpoint of each arm, and of each comparison its difference, by patient. */
function patientOutcomes(
  { name, values }: EndpointValues,
  shape: TrialShape,
  { compare }: ComparedArms,
): readonly PatientOutcome[] {
  const arms = [...values].map(([arm, own]) => ({ endpoint: name, arm, values: byPatient(own, shape) }))
  const differences = compare.flatMap(({ arm, against }) => {
    const [a, b] = [values.get(arm), values.get(against)]
    if (a === undefined || b === undefined) return []
    const difference = a.map((value, slot) => value - (b[slot] ?? Number.NaN))
    return [{ endpoint: name, arm, against, values: byPatient(difference, shape) }]
  })
  return [...arms, ...differences]
}

/** Means of values [slot] over the settings and replicates of each patient; missing ones are left out. */
export function byPatient(
  values: Float64Array,
  { settings, patients, replicates }: TrialShape,
): readonly number[] {
  return Array.from({ length: patients }, (_, patient) => {
    const own: number[] = []
    for (let setting = 0; setting < settings; setting++)
      for (let k = 0; k < replicates; k++)
        own.push(values[(setting * patients + patient) * replicates + k] ?? Number.NaN)
    return meanOf(own)
  })
}

/** Mean of the finite ones; NaN of none. */
export function meanOf(values: Iterable<number>): number {
  return mean([...values].filter(Number.isFinite))
}

/** Values of the first point of each setting, or of each patient: [number][parameter]. */
export function firstPoints(
  { points }: Design,
  numberOf: (point: Design['points'][number]) => number | undefined,
): readonly (readonly number[])[] {
  const first: (readonly number[])[] = []
  for (const point of points) {
    const number = numberOf(point)
    if (number !== undefined) first[number] ??= point.values
  }
  return first
}

/** A rank correlation with its 95 % interval. */
export interface RankCorrelation {
  readonly rho: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly p: MaybeNumber
  readonly n: number
}

/** Fewest pairs for which a correlation is told: through two points there is always a line. */
const FEWEST = 3

/** Spearman's correlation of the pairs that are known; nulls where there are too few, or where one of both does not vary. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): RankCorrelation {
  const known = [...x.keys()].filter((k) => Number.isFinite(x[k]) && Number.isFinite(y[k]))
  const n = known.length
  if (n < FEWEST) return { rho: null, low: null, high: null, p: null, n }
  const pick = (of: readonly number[]): readonly number[] => known.map((k) => of[k] ?? Number.NaN)
  const { interval, p }: Correlation = spearman(pick(x), pick(y), LEVEL)
  if (!Number.isFinite(interval.estimate)) return { rho: null, low: null, high: null, p: null, n }
  return {
    rho: interval.estimate,
    low: finite(interval.low),
    high: finite(interval.high),
    p: finite(p),
    n,
  }
}

function falseDiscoveries(p: readonly MaybeNumber[]): readonly MaybeNumber[] {
  return benjaminiHochberg(p.map((value) => value ?? Number.NaN)).map(finite)
}
