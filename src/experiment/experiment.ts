import type { Model } from '../compile/model.ts'
import { type Amend, hasErrors, parseModel } from '../compile/parse-model.ts'
import { displaySection, recordSection } from '../compile/core-sections.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import { type ReadFile, includeCandidates, loadDocument, mergeMaps } from '../model/include.ts'
import type { Issue, Position } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { emptyMap, notAMap } from '../model/messages-compile.ts'
import { expectedForm, unreadable, unknownKey } from '../model/messages.ts'
import { createReader, issueAt, nodeAt } from '../model/reader.ts'
import { collectSourceKinds } from '../model/names.ts'
import { type ExperimentData, experimentSchema } from './experiment-schema.ts'
import { type RunJob, type RunPlan, replicateSeed, runKey } from './run-plan.ts'

/** A checked experiment: its text, and the model of each arm. */
export interface Experiment {
  readonly file: string
  readonly text: string
  readonly data: ExperimentData
  /** In the author's order; the first is the control. */
  readonly arms: readonly { readonly name: string; readonly model: Model }[]
}

export interface ParsedExperiment {
  readonly experiment?: Experiment
  readonly issues: readonly Issue[]
}

/** Reads an experiment and the model of each of its arms; finds every mistake in all of them. */
export function parseExperiment(file: string, read: ReadFile): ParsedExperiment {
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
  return { experiment: { file, text: result.text, data, arms: arms.models }, issues: found }
}

/** An experiment without arms or without endpoints asks nothing. */
function checkParts(root: LocatedMap): readonly Issue[] {
  return (['arms', 'endpoints'] as const).flatMap((key) => {
    const node = root.entries.get(key)?.node
    return node?.kind === 'map' && node.entries.size === 0 ? [issueAt(emptyMap(key), root, [key])] : []
  })
}

/** The model of each arm. Reads them also when the experiment has mistakes, so that all mistakes are found at once. */
function parseArms(root: LocatedMap, file: string, read: ReadFile) {
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
  return { models, issues: commonIssues(arms.map((arm) => arm.issues)) }
}

/** The runs of an experiment, arm by arm; the same file gives the same list. */
export function planRuns(
  experiment: Experiment,
  overrides: { replicates?: number; seed?: number } = {},
): readonly RunJob[] {
  const { data, arms } = experiment
  const replicates = overrides.replicates ?? data.replicates
  const seed = overrides.seed ?? data.seed
  return arms.flatMap(({ name, model }) =>
    Array.from({ length: replicates }, (_, replicate) => {
      const plan = planRun(model, {
        arm: name,
        replicate,
        seed: replicateSeed(seed, replicate, name, data.pairing),
        measures: Object.values(data.endpoints).map((endpoint) => endpoint.measure),
      })
      return { plan, model }
    }),
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
  const record = sectionOf(model.data, recordSection)
  const plan = {
    arm,
    replicate,
    seed,
    modelHash: model.hash,
    series: [...new Set([...record.series, ...measures])],
    seriesEvery: record['series every'].every,
    snapshotEvery: record.snapshots.every,
    events: record.events,
    lineages: model.data.cellTypes.map((type) => sectionOf(type, displaySection).lineage),
  }
  return { key: runKey(plan), ...plan }
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
