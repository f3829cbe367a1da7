import type { Model } from '../compile/model.ts'
import { type Amend, type ParsedModel, hasErrors, parseModel } from '../compile/parse-model.ts'
import { displaySection, recordSection, timeSection } from '../compile/core-sections.ts'
import { MilieuError } from '../engine/errors.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import {
  type DocumentFile,
  type LoadedDocument,
  type ReadFile,
  includeCandidates,
  loadDocument,
  mergeMaps,
} from '../model/include.ts'
import type { Issue, Position } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { emptyMap, notAMap } from '../model/messages-compile.ts'
import { expectedForm, unreadable, unknownKey } from '../model/messages.ts'
import { createReader, issueAt, locatedFrom, nodeAt } from '../model/reader.ts'
import { collectSourceKinds } from '../model/names.ts'
import { analysedMeasures } from './analysed-measures.ts'
import { type ExperimentData, experimentSchema } from './experiment-schema.ts'
import { type Design, overridesAt } from './design.ts'
import { type Override, type RunJob, type RunPlan, replicateSeed, runKey } from './run-plan.ts'

/** A checked experiment: its text, and the model of each arm. */
export interface Experiment {
  readonly file: string
  readonly text: string
  readonly data: ExperimentData
  /** In the author's order; the first is the control. */
  readonly arms: readonly { readonly name: string; readonly model: Model }[]
  /** Makes models again with further changes; absent where there is no experiment file (a single run, a branch). */
  readonly origin?: ExperimentOrigin
}

/** All that an experiment was read from; whoever has it can make every model of the experiment anywhere. */
export interface ExperimentOrigin {
  readonly root: LocatedMap
  readonly modelFile: string
  readonly loaded: LoadedDocument
  /** Every file that was read, by the name under which it was asked for. */
  readonly files: readonly DocumentFile[]
}

export interface ParsedExperiment {
  readonly experiment?: Experiment
  readonly issues: readonly Issue[]
}

/** Reads an experiment and the model of each of its arms; finds every mistake in all of them. */
export function parseExperiment(file: string, readFile: ReadFile): ParsedExperiment {
  const { read, files } = keepingReader(readFile)
  const result = read(file)
  if (!result.ok) {
    const position = { file, line: 1, column: 1, length: 1 }
    return { issues: [{ ...unreadable(file, result.reason), path: [], position }] }
  }
  const { root, issues } = parseDocument(result.text, file)
  if (root === undefined || root.kind !== 'map' || hasErrors(issues)) return { issues }
  const reader = createReader(namesOf(root), { sourceKinds: collectSourceKinds(root) })
  const data = inWrittenOrder(experimentSchema.read(root, [], reader), root)
  const arms = parseArms(root, file, read)
  // A source that an expectation refers to is used, though no arm's model refers to it.
  const isUsedHere = ({ code, path }: Issue): boolean =>
    code === 'unused' && path[0] === 'sources' && reader.used.has(`source/${String(path[1])}`)
  const found = [
    ...issues,
    ...reader.issues,
    ...checkParts(root),
    ...arms.issues.filter((issue) => !isUsedHere(issue)),
  ]
  if (data === undefined || hasErrors(found)) return { issues: found }
  const { modelFile, loaded } = arms
  const origin =
    modelFile === undefined || loaded === undefined ? {} : { origin: { root, modelFile, loaded, files } }
  return { experiment: { file, text: result.text, data, arms: arms.models, ...origin }, issues: found }
}

/** Reads files and keeps each of them once. */
function keepingReader(readFile: ReadFile): {
  readonly read: ReadFile
  readonly files: readonly DocumentFile[]
} {
  const files: DocumentFile[] = []
  const read: ReadFile = (path) => {
    const kept = files.find(({ file }) => file === path)
    if (kept !== undefined) return { ok: true, text: kept.text }
    const result = readFile(path)
    if (result.ok) files.push({ file: path, text: result.text })
    return result
  }
  return { read, files }
}

/** An experiment without arms or without endpoints asks nothing. */
function checkParts(root: LocatedMap): readonly Issue[] {
  return (['arms', 'endpoints'] as const).flatMap((key) => {
    const node = root.entries.get(key)?.node
    return node?.kind === 'map' && node.entries.size === 0 ? [issueAt(emptyMap(key), root, [key])] : []
  })
}

interface ParsedArms {
  readonly models: Experiment['arms']
  readonly issues: readonly Issue[]
  readonly modelFile?: string
  readonly loaded?: LoadedDocument
}

/** The model of each arm. Reads them also when the experiment has mistakes, so that all mistakes are found at once. */
function parseArms(root: LocatedMap, file: string, read: ReadFile): ParsedArms {
  const written = root.entries.get('model')?.node
  if (written?.kind !== 'scalar' || typeof written.value !== 'string') return { models: [], issues: [] }
  const candidates = includeCandidates(written.text, file)
  const modelFile = candidates.find((path) => read(path).ok)
  if (modelFile === undefined) {
    const first = read(candidates[0] ?? file)
    const message = unreadable(written.text, first.ok ? 'no such file' : first.reason)
    return { models: [], issues: [{ ...message, path: ['model'], position: written.position }] }
  }
  // One document for all arms: they differ only in what they change of it.
  const loaded = loadDocument(modelFile, read)
  const names = keysAt(root, 'arms')
  const arms = names.map((name) => ({
    name,
    ...parseModel(modelFile, read, { amend: amendFor(root, name), loaded }),
  }))
  const models = arms.flatMap(({ name, model }) => (model === undefined ? [] : [{ name, model }]))
  return { models, issues: commonIssues(arms.map((arm) => arm.issues)), modelFile, loaded }
}

/** The model of an arm with further numbers replaced, and what there is to say about it. */
export function amendedModel(
  { origin, file }: Experiment,
  arm: string,
  overrides: readonly Override[],
): ParsedModel {
  if (origin === undefined)
    throw new MilieuError('NoExperimentFile', `${file} is no experiment: its models are what they are`)
  const { root, modelFile, loaded, files } = origin
  const ofArm = amendFor(root, arm)
  const amend: Amend = (model) => {
    const base = ofArm(model)
    const issues = [...base.issues]
    const set = locatedFrom(Object.fromEntries(overrides.map(({ path, value }) => [path, value])), file)
    const layer = locatedFrom({}, file)
    if (set.kind !== 'map' || layer.kind !== 'map') return base
    const entries = new Map([[SET, { key: set.position, node: set }]])
    return { root: applyLayer(base.root, { ...layer, entries }, issues), issues }
  }
  return parseModel(modelFile, readerOf(files), { amend, loaded })
}

/** Reads files that are kept in memory. */
export function readerOf(files: readonly DocumentFile[]): ReadFile {
  return (path) => {
    const found = files.find(({ file }) => file === path)
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found.text }
  }
}

/** The runs of an experiment, arm by arm; the same file gives the same list. */
export function planRuns(experiment: Experiment, options: PlanOptions = {}): readonly RunPlan[] {
  const { data, arms } = experiment
  const replicates = options.replicates ?? data.replicates
  const seed = options.seed ?? data.seed
  const { design } = options
  const points = design?.points ?? [undefined]
  const measures = analysedMeasures(data)
  return arms.flatMap(({ name: arm, model }) => {
    const base = planBase(model, arm, measures)
    return points.flatMap((point) => {
      const at =
        design === undefined || point === undefined
          ? {}
          : { point: point.index, overrides: overridesAt(design, point, arm) }
      return Array.from({ length: replicates }, (_, replicate): RunPlan => {
        const own = replicateSeed(seed, replicate, arm, data.pairing, point?.patient)
        const plan = { ...base, ...at, replicate, seed: own }
        return { key: runKey(plan), ...plan }
      })
    })
  })
}

export interface PlanOptions {
  readonly replicates?: number
  readonly seed?: number
  /** What varies beside arms and replicates. */
  readonly design?: Design
}

/** Plans with their models; those of a design are made when somebody asks for them, since there may be thousands. */
export function jobsOf(experiment: Experiment, plans: readonly RunPlan[]): readonly RunJob[] {
  const models = new Map(experiment.arms.map(({ name, model }) => [name, model]))
  return plans.map((plan): RunJob => {
    const model = models.get(plan.arm)
    if (model === undefined) throw new MilieuError('UnknownArm', `the experiment has no arm '${plan.arm}'`)
    return plan.overrides === undefined || plan.overrides.length === 0
      ? { plan, model }
      : {
          plan,
          get model() {
            return modelOf(experiment, plan)
          },
        }
  })
}

/** The model that a plan runs. */
function modelOf(experiment: Experiment, plan: RunPlan): Model {
  const { model, issues } = amendedModel(experiment, plan.arm, plan.overrides ?? [])
  if (model !== undefined) return model
  const [first] = issues.filter(({ severity }) => severity === 'error')
  const changes = (plan.overrides ?? []).map(({ path, value }) => `${path}: ${value}`).join(', ')
  throw new MilieuError(
    'BadPoint',
    `arm ${plan.arm} has no valid model with ${changes}: ${first?.message ?? ''}`,
  )
}

export interface RunOptions {
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  /** Measures beside those that the model records. */
  readonly measures: readonly string[]
}

/** The plan of a single run of a model. */
export function planRun(model: Model, { arm, replicate, seed, measures }: RunOptions): RunPlan {
  const plan = { ...planBase(model, arm, measures), replicate, seed }
  return { key: runKey(plan), ...plan }
}

/** What the plans of an arm share. */
function planBase(model: Model, arm: string, measures: readonly string[]) {
  const record = sectionOf(model.data, recordSection)
  return {
    arm,
    modelHash: model.hash,
    duration: sectionOf(model.data, timeSection).stop.value,
    series: [...new Set([...record.series, ...measures])],
    seriesEvery: record['series every'].every,
    snapshotEvery: record.snapshots.every,
    events: record.events,
    lineages: model.data.cellTypes.map((type) => sectionOf(type, displaySection).lineage),
  }
}

/** Maps are read sorted by name; the first endpoint that an author writes is the primary one. */
function inWrittenOrder(data: ExperimentData | undefined, root: LocatedMap): ExperimentData | undefined {
  if (data === undefined) return undefined
  const endpoints = keysAt(root, 'endpoints').flatMap((name) => {
    const endpoint = data.endpoints[name]
    return endpoint === undefined ? [] : [[name, endpoint] as const]
  })
  return { ...data, endpoints: Object.fromEntries(endpoints) }
}

/** Keys of the map at a key of a document; none when there is no map. */
export function keysAt(root: LocatedMap, key: string): readonly string[] {
  const node = root.entries.get(key)?.node
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}

function namesOf(root: LocatedMap): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ['arm', keysAt(root, 'arms')],
    ['endpoint', keysAt(root, 'endpoints')],
    ['event', keysAt(root, 'times to event')],
    ['source', keysAt(root, 'sources')],
  ])
}

/** What an arm of a document does to the model's: common changes, its own, its `set` paths, and the experiment's sources. */
export function amendFor(root: LocatedMap, arm: string): Amend {
  return (model) => {
    const issues: Issue[] = []
    const sources = root.entries.get('sources')
    const withSources =
      sources === undefined
        ? model
        : mergeMaps(model, {
            kind: 'map',
            entries: new Map([['sources', sources]]),
            position: model.position,
          })
    const amended = [nodeAt(root, ['common']), nodeAt(root, ['arms', arm])]
      .filter((layer) => layer?.kind === 'map')
      .reduce((result, layer) => applyLayer(result, layer, issues), withSources)
    return { root: amended, issues }
  }
}

const SET = 'set'
const SET_HINT = 'write paths and values, for example { cell types.tumour.cycle.rate: 0.001 1/min }'

function applyLayer(model: LocatedMap, layer: LocatedMap, issues: Issue[]): LocatedMap {
  const set = layer.entries.get(SET)?.node
  const entries = new Map([...layer.entries].filter(([key]) => key !== SET))
  const merged = mergeMaps(model, { ...layer, entries })
  if (set === undefined) return merged
  if (set.kind !== 'map') {
    issues.push({ ...expectedForm('a map', set, SET_HINT), path: [SET], position: set.position })
    return merged
  }
  return [...set.entries].reduce(
    (result, [path, entry]) => setPath(result, path, entry.node, set, issues),
    merged,
  )
}

/** Replaces what stands at a dotted path, for example `cell types.tumour.cycle.rate`; the path must exist up to its last key. */
function setPath(
  root: LocatedMap,
  path: string,
  value: Located,
  set: LocatedMap,
  issues: Issue[],
): LocatedMap {
  const keys = path.split('.')
  const place = set.entries.get(path)?.key ?? set.position
  const partAt = (depth: number): Position => {
    const before = keys.slice(0, depth).join('.').length
    const offset = depth === 0 ? 0 : before + 1
    return { ...place, column: place.column + offset, length: Math.max(1, keys[depth]?.length ?? 1) }
  }
  const replace = (map: LocatedMap, depth: number): LocatedMap => {
    const key = keys[depth] ?? ''
    if (depth === keys.length - 1) return withEntry(map, key, value, partAt(depth))
    const child = map.entries.get(key)?.node
    if (child?.kind === 'map') return withEntry(map, key, replace(child, depth + 1), partAt(depth))
    const message =
      child === undefined ? unknownKey(key, [...map.entries.keys()]) : notAMap(key, keys[depth + 1] ?? '')
    issues.push({ ...message, path: [SET, path], position: partAt(depth) })
    return map
  }
  return replace(root, 0)
}

/** A map with one entry replaced; an entry that is new stands at `place`. */
function withEntry(map: LocatedMap, key: string, node: Located, place: Position): LocatedMap {
  const entries = new Map(map.entries)
  entries.set(key, { key: map.entries.get(key)?.key ?? place, node })
  return { ...map, entries }
}

/** Arms share most of the model, and so most of what there is to say about it. What one arm leaves unused is not unused. */
export function commonIssues(arms: readonly (readonly Issue[])[]): readonly Issue[] {
  const identity = (issue: Issue): string => JSON.stringify([issue.code, issue.position, issue.message])
  const seen = new Map(arms.flat().map((issue) => [identity(issue), issue]))
  const isEverywhere = (id: string): boolean =>
    arms.every((issues) => issues.some((issue) => identity(issue) === id))
  return [...seen]
    .filter(([id, issue]) => issue.code !== 'unused' || isEverywhere(id))
    .map(([, issue]) => issue)
}
