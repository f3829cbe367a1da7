import type { Model } from '../compile/model.ts'
import { displaySection, domainSection, timeSection } from '../compile/core-sections.ts'
import { compileSpace } from '../compile/space-time.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { contentHash } from '../math/hash.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import type { Design } from '../experiment/design.ts'
import type { Outcome } from '../experiment/executor.ts'
import { sectionOf } from '../model/assemble.ts'
import { mean } from '../math/statistics.ts'
import { doseTimes } from '../processes/therapy/schedule.ts'
import { armDescription } from './arm-description.ts'
import type { CloneSummary } from './clone-pictures.ts'
import { designSummary } from './design-summary.ts'
import { armStatistics, effectOf, expectationFor, withCorrections } from './effects.ts'
import {
  type EndpointValues,
  type RunsBySlot,
  endpointValues,
  overSettings,
  runsBySlot,
  samplesOf,
  unitWord,
} from './endpoint-values.ts'
import { interactionGraph } from './evidence/interaction-graph.ts'
import { mechanismsOf } from './mechanisms.ts'
import type {
  ArmSummary,
  EffectSummary,
  EndpointSummary,
  OrganismSummary,
  ProvenanceSummary,
  TissueSummary,
  TrialSummary,
} from './summary.ts'
import { parametersOf, sourcesOf } from './model-parameters.ts'
import { relationOutcomes } from './relations.ts'
import { responseSummaries } from './responses.ts'
import { type TrialShape, shapeOf } from './run-places.ts'
import { incompleteness, runsSummary } from './runs-summary.ts'
import { seriesSummaries } from './series-summary.ts'
import type { MaybeNumber } from './summary-results.ts'
import { type TrialEventTimes, survivalSummary, trialEventTimes } from './survival.ts'
import { biomarkerSummaries, sweepSummaries } from './sweep.ts'
import { combinationSynergy, gridSynergy } from './synergy.ts'
import type { AnalysedRun } from './trial-runs.ts'
import { twinSummaries } from './twin-efficiency.ts'
import { finite } from './finite.ts'

/** What a summary is made from, beside the experiment. */
export interface SummaryInput {
  readonly experiment: Experiment
  readonly replicates: number
  readonly seed: number
  readonly outcomes: readonly Outcome[]
  readonly runs: readonly AnalysedRun[]
  /** Runs whose files are not what they wrote: key -> what is wrong. */
  readonly broken?: ReadonlyMap<string, string> | undefined
  /** What varies beside arms and replicates. */
  readonly design?: Design | undefined
  /** Pictures, for those who show them. */
  readonly tissue?: readonly TissueSummary[]
  readonly clones?: readonly CloneSummary[]
  readonly organism?: OrganismSummary | undefined
  /** Mean divisions and deaths per replicate, by arm. */
  readonly events?: TrialSummary['events']
  /** What computes the same again. */
  readonly command: string
}

/** What was computed of a trial, run by run: what tables hold and summaries are made from. */
export interface TrialData {
  readonly shape: TrialShape
  readonly design?: Design | undefined
  readonly slots: RunsBySlot
  /** Measure -> unit, as the runs have it. */
  readonly units: Readonly<Record<string, string>>
  readonly endpoints: readonly EndpointValues[]
  readonly eventTimes: readonly TrialEventTimes[]
}

/** Reads endpoints and times to events off the runs of a trial. */
export function trialData({ experiment, replicates, runs, design }: SummaryInput): TrialData {
  const shape = shapeOf(design, replicates)
  const slots = runsBySlot(
    experiment.arms.map(({ name }) => name),
    runs,
    shape,
  )
  const units: Record<string, string> = {}
  for (const run of runs) Object.assign(units, run.units)
  return {
    shape,
    design,
    slots,
    units,
    endpoints: endpointValues(experiment, slots, units),
    eventTimes: trialEventTimes(experiment, slots, units),
  }
}

/** Everything that report, figures and terminal say about a trial, from its runs. */
export function summarise(input: SummaryInput, found: TrialData = trialData(input)): TrialSummary {
  const { experiment } = input
  const control = experiment.arms[0]
  if (control === undefined) throw new Error('an experiment has at least one arm')
  const { data } = control.model
  const { shape, slots, units } = found
  return {
    question: experiment.data.question,
    title: data.title,
    model: { title: data.title, hash: control.model.hash, file: experiment.data.model },
    arms: experiment.arms.map(({ name, model }, index) => armOf(experiment, name, model, index)),
    replicates: input.replicates,
    ...(shape.patients > 1 ? { subjects: shape.patients * shape.replicates } : {}),
    pairing: experiment.data.pairing,
    seed: input.seed,
    duration: sectionOf(data, timeSection).stop.value,
    domain: domainOf(control.model),
    initialCells: control.model.initialCells.length,
    cellTypes: data.cellTypes.map((type, index) => {
      const { lineage, colour } = sectionOf(type, displaySection)
      const initial = control.model.initialCells.filter((cell) => cell.type === index).length
      return { name: type.name, lineage, initial, ...(colour === undefined ? {} : { colour }) }
    }),
    series: seriesSummaries(slots, units),
    endpoints: found.endpoints.map((endpoint) => endpointSummary(endpoint, shape)),
    effects: effectsOf(experiment, found.endpoints, shape),
    tissue: input.tissue ?? [],
    ...(input.clones === undefined || input.clones.length === 0 ? {} : { clones: input.clones }),
    ...(input.organism === undefined ? {} : { organism: input.organism }),
    parameters: parametersOf(control.model),
    mechanisms: mechanismsOf(control.model),
    network: interactionGraph(control.model),
    sources: sourcesOf({ ...control.model.data.sources, ...experiment.data.sources }),
    ...furtherParts(experiment, found),
    runs: runsSummary(input.outcomes, input.broken),
    provenance: provenanceOf(input, control.model),
    limits: [...experiment.data.limits, ...incompleteness(input.outcomes, input.broken)],
    ...(input.events === undefined ? {} : { events: input.events }),
  }
}

/** The parts that a trial has only where its experiment asks for them. */
function furtherParts(experiment: Experiment, found: TrialData): Partial<TrialSummary> {
  const { design, shape, slots, units, endpoints, eventTimes } = found
  const { data } = experiment
  const relations = relationOutcomes(experiment, found)
  const responses = responseSummaries(experiment, slots, shape, units)
  const twins = twinSummaries(endpoints, shape, data)
  const synergy = [
    ...combinationSynergy(experiment, endpoints, shape),
    ...(design === undefined ? [] : gridSynergy(endpoints, design, shape)),
  ]
  const isSwept = design !== undefined && shape.settings > 1
  const isCohort = design !== undefined && shape.patients > 1
  return {
    ...(twins.length === 0 ? {} : { twins }),
    ...(synergy.length === 0 ? {} : { synergy }),
    ...(isSwept ? { sweep: sweepSummaries(endpoints, design, shape, data) } : {}),
    ...(isCohort ? { biomarkers: biomarkerSummaries(endpoints, design, shape, data) } : {}),
    ...(design === undefined ? {} : { design: designSummary(design, experiment.data.sweep?.layout) }),
    ...(eventTimes.length === 0
      ? {}
      : { survival: eventTimes.map((event) => survivalSummary(experiment, event, shape)) }),
    ...(responses.length === 0 ? {} : { responses }),
    ...(relations.length === 0 ? {} : { relations }),
  }
}

function armOf(experiment: Experiment, name: string, model: Model, index: number): ArmSummary {
  const control = experiment.arms[0]?.model ?? model
  const stop = sectionOf(model.data, timeSection).stop.value
  const doses = doseTimes(model.data, stop).map(({ time, label }) => ({ time, label }))
  return {
    name,
    role: index === 0 ? 'control' : 'treatment',
    description:
      index === 0
        ? ['the model as written']
        : armDescription(control, model, experiment.arms[index]?.changes),
    doses,
  }
}

function domainOf(model: Model): TrialSummary['domain'] {
  const space = compileSpace(model.data)
  return { size: space.size, voxel: sectionOf(model.data, domainSection).voxel.value, origin: space.corner }
}

/** From so many subjects on, arms are told by the middle 95 % of them; the range of fewer says more. */
const MANY_SUBJECTS = 40

function endpointSummary(endpoint: EndpointValues, shape: TrialShape): EndpointSummary {
  const { name, label, measure, unit, at } = endpoint
  const isMany = shape.patients * shape.replicates >= MANY_SUBJECTS
  const values = Object.fromEntries(
    [...endpoint.values].map(([arm, own]) => [arm, maybeNumbers(overSettings(own, shape))]),
  )
  const summary = Object.fromEntries(
    Object.entries(values).map(([arm, list]) => [arm, armStatistics(list, isMany)]),
  )
  const what = shape.patients > 1 ? 'patients' : 'replicates'
  return {
    name,
    measure,
    label,
    unit,
    at,
    values,
    summary,
    ...(isMany ? { interval: `middle 95 % of the ${what}` } : {}),
  }
}

function maybeNumbers(values: Float64Array): readonly MaybeNumber[] {
  return Array.from(values, finite)
}

function effectsOf(
  { data }: Experiment,
  endpoints: readonly EndpointValues[],
  shape: TrialShape,
): readonly EffectSummary[] {
  const effects = endpoints.flatMap((endpoint) =>
    data.compare.flatMap(({ arm, against }) => {
      const [a, b] = [endpoint.values.get(arm), endpoint.values.get(against)]
      if (a === undefined || b === undefined) return []
      const samples = samplesOf(overSettings(a, shape), overSettings(b, shape), shape, data.pairing)
      const units = unitWord(shape, data.pairing, Math.min(samples.a.length, samples.b.length))
      const { name, unit } = endpoint
      const comparison = { endpoint: name, arm, against, pairing: data.pairing, units, unit }
      return [effectOf(samples, comparison, expectationFor({ data }, endpoint.label, comparison))]
    }),
  )
  return withCorrections(effects)
}

/** Runs that the provenance names; chosen: of more than these nobody reads a list. */
const NAMED_RUNS = 256

function provenanceOf({ runs, outcomes, seed, command }: SummaryInput, model: Model): ProvenanceSummary {
  const name = ({ arm, replicate, point }: AnalysedRun): string =>
    point === undefined ? `${arm} ${replicate + 1}` : `${arm} ${point + 1}.${replicate + 1}`
  const host = runs[0]?.manifest.host
  const named = runs.slice(0, NAMED_RUNS)
  return {
    version: ENGINE_VERSION,
    modelHash: model.hash,
    planHash: contentHash(outcomes.map((outcome) => outcome.job.plan.key)),
    seed,
    stateHashes: Object.fromEntries(named.map((run) => [name(run), run.manifest.stateHash])),
    host: { cores: host?.cores ?? 0, node: host?.node ?? '' },
    wallTime: Object.fromEntries(named.map((run) => [name(run), run.manifest.wallSeconds])),
    peakMemory: runs.reduce((most, { manifest }) => Math.max(most, manifest.peakMegabytes), 0),
    command,
  }
}

/** Mean of divisions and deaths per replicate and arm, from counts per run. */
export function meanEvents(
  counts: readonly { arm: string; divisions: number; deaths: number }[],
): NonNullable<TrialSummary['events']> {
  const arms = [...new Set(counts.map((count) => count.arm))]
  return Object.fromEntries(
    arms.map((arm) => {
      const own = counts.filter((count) => count.arm === arm)
      return [arm, { divisions: mean(own.map((c) => c.divisions)), deaths: mean(own.map((c) => c.deaths)) }]
    }),
  )
}
