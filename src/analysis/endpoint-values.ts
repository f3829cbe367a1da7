import { timeSection } from '../compile/core-sections.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { mean } from '../math/statistics.ts'
import { sectionOf } from '../model/assemble.ts'
import { type TrialShape, slotCount, slotOf } from './run-places.ts'
import { type AnalysedRun, valueAt } from './trial-runs.ts'

/** Runs of each arm by their slot; undefined where a run is missing. */
export type RunsBySlot = ReadonlyMap<string, readonly (AnalysedRun | undefined)[]>

/** One endpoint at one time, of every run. */
export interface EndpointValues {
  /** As tables call it; with its day where it is read at several times. */
  readonly name: string
  /** As the author calls it. */
  readonly label: string
  readonly measure: string
  readonly unit: string
  /** [min] */
  readonly at: number
  /** arm -> [slot], NaN where a run did not get there. */
  readonly values: ReadonlyMap<string, Float64Array>
}

/** Puts runs where they belong. */
export function runsBySlot(
  arms: readonly string[],
  runs: readonly AnalysedRun[],
  shape: TrialShape,
): RunsBySlot {
  const slots = new Map(
    arms.map((arm) => [arm, Array.from<AnalysedRun | undefined>({ length: slotCount(shape) })] as const),
  )
  for (const run of runs) {
    const own = slots.get(run.arm)
    if (own !== undefined) own[slotOf(run.place, shape)] = run
  }
  return slots
}

/** What the endpoints of an experiment were in every run, in the author's order. */
export function endpointValues(
  { data, arms }: Experiment,
  slots: RunsBySlot,
  units: Readonly<Record<string, string>>,
): readonly EndpointValues[] {
  const [first] = arms
  const stop = first === undefined ? 0 : sectionOf(first.model.data, timeSection).stop.value
  return Object.entries(data.endpoints).flatMap(([label, { measure, at }]) => {
    const instants = typeof at === 'object' && !('value' in at) ? at : [at]
    const times = instants.map((instant) => (instant === 'end' ? stop : instant.value))
    return times.map((time): EndpointValues => {
      const values = new Map([...slots].map(([arm, runs]) => [arm, valuesAt(runs, measure, time)]))
      const name = times.length > 1 ? `${label}, day ${time / 1440}` : label
      return { name, label, measure, unit: units[measure] ?? '1', at: time, values }
    })
  })
}

function valuesAt(runs: readonly (AnalysedRun | undefined)[], measure: string, time: number): Float64Array {
  return Float64Array.from(runs, (run) => (run === undefined ? Number.NaN : finiteAt(run, measure, time)))
}

function finiteAt(run: AnalysedRun, measure: string, time: number): number {
  const value = valueAt(run, measure, time)
  return value === undefined || !Number.isFinite(value) ? Number.NaN : value
}

/** Values [slot] of one setting, by subject: patient after patient, their replicates together. */
export function ofSetting(values: Float64Array, shape: TrialShape, setting: number): Float64Array {
  const subjects = shape.patients * shape.replicates
  return values.subarray(setting * subjects, (setting + 1) * subjects)
}

/** Values by subject, averaged over the settings of a sweep; NaN where one of them is missing. */
export function overSettings(values: Float64Array, shape: TrialShape): Float64Array {
  if (shape.settings === 1) return values
  const subjects = shape.patients * shape.replicates
  return Float64Array.from({ length: subjects }, (_, subject) =>
    mean(Array.from({ length: shape.settings }, (_each, k) => values[k * subjects + subject] ?? Number.NaN)),
  )
}

/** Two arms' values as a comparison takes them. */
export interface Samples {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** The values of two arms [patient x replicate] by which they are compared; see `alignedSamples`. */
export function samplesOf(
  a: Float64Array,
  b: Float64Array,
  shape: TrialShape,
  pairing: 'twins' | 'independent',
): Samples {
  const [own = [], other = []] = alignedSamples([a, b], shape, pairing)
  return { a: own, b: other }
}

/**
 * The values of several arms [patient x replicate] by which they are compared. The units are patients where there are several,
 * else replicates: a patient's replicates are averaged, since they are not as independent as patients are. Of twins only
 * those count that have a value in every arm.
 */
export function alignedSamples(
  arms: readonly Float64Array[],
  shape: TrialShape,
  pairing: 'twins' | 'independent',
): readonly (readonly number[])[] {
  const isWhole = (k: number): boolean => arms.every((values) => Number.isFinite(values[k]))
  const counts = pairing === 'twins' ? isWhole : () => true
  return arms.map((values) => perUnit(values, shape, counts))
}

function perUnit(
  values: Float64Array,
  { patients, replicates }: TrialShape,
  counts: (index: number) => boolean,
): readonly number[] {
  const size = patients === 1 ? 1 : replicates
  const units = values.length / size
  return Array.from({ length: units }, (_, unit) => {
    const own = Array.from({ length: size }, (_each, k) => unit * size + k)
    return own.filter((k) => counts(k) && Number.isFinite(values[k])).map((k) => values[k] ?? Number.NaN)
  }).flatMap((own) => (own.length === 0 ? [] : [own.length === 1 ? (own[0] ?? Number.NaN) : mean(own)]))
}

/** What a unit of a comparison is called. */
export function unitWord(
  { patients, settings }: TrialShape,
  pairing: 'twins' | 'independent',
  n: number,
): string {
  const what = patients > 1 ? 'patient' : pairing === 'twins' ? 'twin pair' : 'replicate'
  const words = `${n} ${what}${n === 1 ? '' : 's'}`
  return settings > 1 ? `${words}, mean over ${settings} settings` : words
}
