import type { Model } from '../compile/model.ts'
import { allSections } from '../compile/parse-model.ts'
import { displaySection, domainSection, timeSection } from '../compile/core-sections.ts'
import { compileSpace } from '../compile/space-time.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { contentHash } from '../math/hash.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import type { Outcome } from '../experiment/executor.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Path } from '../model/issue.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { referenceOf } from '../model/schema-sources.ts'
import { mean } from '../math/statistics.ts'
import { rulesSection } from '../processes/rules/schema.ts'
import { doseTimes } from '../processes/therapy/schedule.ts'
import { armDescription } from './arm-description.ts'
import { armStatistics, effectOf, expectationFor } from './effects.ts'
import { mechanismsOf } from './mechanisms.ts'
import type {
  ArmSummary,
  EffectSummary,
  EndpointSummary,
  ParameterSummary,
  ProvenanceSummary,
  SeriesSummary,
  SourceSummary,
  TissueSummary,
  TrialSummary,
} from './summary.ts'
import type { MaybeNumber } from './summary-results.ts'
import { type AnalysedRun, valueAt } from './trial-runs.ts'

/** What a summary is made from, beside the experiment. */
export interface SummaryInput {
  readonly experiment: Experiment
  readonly replicates: number
  readonly seed: number
  readonly outcomes: readonly Outcome[]
  readonly runs: readonly AnalysedRun[]
  readonly tissue: readonly TissueSummary[]
  /** Mean divisions and deaths per replicate, by arm. */
  readonly events: TrialSummary['events']
  readonly command: string
}

/** Everything that report, figures and terminal say about a trial, from its runs. */
export function summarise(input: SummaryInput): TrialSummary {
  const { experiment, runs } = input
  const control = experiment.arms[0]
  if (control === undefined) throw new Error('an experiment has at least one arm')
  const { data } = control.model
  const endpoints = endpointsOf(input)
  return {
    question: experiment.data.question,
    title: data.title,
    model: { title: data.title, hash: control.model.hash, file: experiment.data.model },
    arms: experiment.arms.map(({ name, model }, index) => armOf(experiment, name, model, index)),
    replicates: input.replicates,
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
    series: seriesOf(experiment, runs, input.replicates),
    endpoints,
    effects: effectsOf(experiment, endpoints),
    tissue: input.tissue,
    parameters: parametersOf(control.model),
    mechanisms: mechanismsOf(control.model),
    sources: sourcesOf(experiment, control.model),
    provenance: provenanceOf(input, control.model),
    limits: limitsOf(input),
    ...(input.events === undefined ? {} : { events: input.events }),
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

function seriesOf(
  experiment: Experiment,
  runs: readonly AnalysedRun[],
  replicates: number,
): readonly SeriesSummary[] {
  const longest = runs.reduce<AnalysedRun | undefined>(
    (best, run) => (best === undefined || run.times.length > best.times.length ? run : best),
    undefined,
  )
  if (longest === undefined) return []
  const measures = [...new Set(runs.flatMap((run) => [...run.values.keys()]))]
  return measures.map((measure) => ({
    measure,
    // "plasma cell cells" is a measure, not English.
    label: measure,
    unit: longest.manifest.units[measure] ?? '1',
    times: longest.times,
    values: Object.fromEntries(
      experiment.arms.map(({ name }) => [
        name,
        byReplicate(runs, name, replicates, (run) =>
          longest.times.map((time) => maybe(valueAt(run, measure, time))),
        ),
      ]),
    ),
  }))
}

/** One entry per replicate that ran, in their order. */
function byReplicate<T>(
  runs: readonly AnalysedRun[],
  arm: string,
  replicates: number,
  read: (run: AnalysedRun) => T,
): readonly T[] {
  return Array.from({ length: replicates }, (_, k) =>
    runs.find((run) => run.arm === arm && run.replicate === k),
  )
    .filter((run) => run !== undefined)
    .map(read)
}

function maybe(value: number | undefined): MaybeNumber {
  return value === undefined || !Number.isFinite(value) ? null : value
}

function endpointsOf({ experiment, runs, replicates }: SummaryInput): readonly EndpointSummary[] {
  const { arms, data } = experiment
  const stop = sectionOf(arms[0]?.model.data ?? { sections: {} }, timeSection).stop.value
  return Object.entries(data.endpoints).flatMap(([name, { measure, at }]) => {
    const instants = typeof at === 'object' && !('value' in at) ? at : [at]
    const times = instants.map((instant) => (instant === 'end' ? stop : instant.value))
    return times.map((time): EndpointSummary => {
      const values = Object.fromEntries(
        arms.map((arm) => [
          arm.name,
          // A replicate that did not get there counts as missing, so that twins stay aligned.
          Array.from({ length: replicates }, (_, k) => {
            const run = runs.find((candidate) => candidate.arm === arm.name && candidate.replicate === k)
            return run === undefined ? null : maybe(valueAt(run, measure, time))
          }),
        ]),
      )
      const summary = Object.fromEntries(
        Object.entries(values).map(([arm, list]) => [arm, armStatistics(list)]),
      )
      const unit = runs[0]?.manifest.units[measure] ?? '1'
      const isOneOfSeveral = times.length > 1
      return {
        name: isOneOfSeveral ? `${name}, day ${time / 1440}` : name,
        measure,
        label: name,
        unit,
        at: time,
        values,
        summary,
      }
    })
  })
}

function effectsOf(experiment: Experiment, endpoints: readonly EndpointSummary[]): readonly EffectSummary[] {
  return endpoints.flatMap((endpoint) =>
    experiment.data.compare.map(({ arm, against }) =>
      effectOf(
        endpoint,
        arm,
        against,
        experiment.data.pairing,
        expectationFor(experiment, endpoint.label, arm, against),
      ),
    ),
  )
}

/** Numbers that describe the run itself are settings, not claims about biology: they carry no evidence. */
function parametersOf(model: Model): readonly ParameterSummary[] {
  return parameterRows(model.data, allSections())
    .filter(({ provenance }) => provenance.isSetting !== true)
    .map(({ path, name, value, unit, provenance }) => ({
      path: readablePath(model, path.slice(0, -1)).join('.'),
      name: String(path.at(-1) ?? name),
      value,
      unit,
      kind: provenance.kind,
      ...(provenance.key === undefined ? {} : { source: provenance.key }),
      ...(provenance.note === undefined ? {} : { note: provenance.note }),
      ...(provenance.isDefault === true ? { isDefault: true } : {}),
    }))
}

/** A rule by what it says instead of its place in the list. */
function readablePath(model: Model, path: Path): Path {
  const [top, name, section, index] = path
  if (top !== 'cell types' || section !== 'rules' || typeof index !== 'number') return path
  const type = model.data.cellTypes.find((candidate) => candidate.name === name)
  const rule = type === undefined ? undefined : sectionOf(type, rulesSection)[index]
  return rule === undefined
    ? path
    : [...path.slice(0, 3), `${rule.signal} ${rule.direction} ${rule.behaviour}`]
}

function sourcesOf(experiment: Experiment, model: Model): readonly SourceSummary[] {
  const all = { ...model.data.sources, ...experiment.data.sources }
  return Object.entries(all).map(([key, source]) => {
    const note = typeof source === 'string' ? undefined : source.note
    return { key, text: referenceOf(source), ...(note === undefined ? {} : { note }) }
  })
}

function provenanceOf({ runs, outcomes, seed, command }: SummaryInput, model: Model): ProvenanceSummary {
  const name = (run: AnalysedRun): string => `${run.arm} ${run.replicate + 1}`
  const host = runs[0]?.manifest.host
  return {
    version: ENGINE_VERSION,
    modelHash: model.hash,
    planHash: contentHash(outcomes.map((outcome) => outcome.job.plan.key)),
    seed,
    stateHashes: Object.fromEntries(runs.map((run) => [name(run), run.manifest.stateHash])),
    host: { cores: host?.cores ?? 0, node: host?.node ?? '' },
    wallTime: Object.fromEntries(runs.map((run) => [name(run), run.manifest.wallSeconds])),
    peakMemory: Math.max(0, ...runs.map((run) => run.manifest.peakMegabytes)),
    command,
  }
}

/** What the experiment says it cannot say, and what went wrong in running it. */
function limitsOf({ experiment, outcomes }: SummaryInput): readonly string[] {
  const failed = outcomes.filter((outcome) => outcome.manifest?.status !== 'finished')
  const notes = failed.map(({ job, manifest, error }) => {
    const why =
      error ??
      manifest?.error ??
      (manifest === undefined ? 'it did not start' : `it stopped at ${manifest.time} min`)
    return `Run ${job.plan.replicate + 1} of arm ${job.plan.arm} is not complete: ${why}.`
  })
  return [...experiment.data.limits, ...notes]
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
