import { type Amend, type Model, hasErrors, parseModel } from '../compile/parse-model.ts'
import { recordSection } from '../compile/core-sections.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import { type ReadFile, includeCandidates, mergeMaps } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { unreadable, unknownKey } from '../model/messages.ts'
import { createReader, issueAt } from '../model/reader.ts'
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
  const data = experimentSchema.read(root, [], reader)
  if (data === undefined) return { issues: [...issues, ...reader.issues] }
  const modelFile = includeCandidates(data.model, file).find((path) => read(path).ok)
  if (modelFile === undefined) {
    const missing = issueAt(unreadable(data.model, 'no such file'), root, ['model'])
    return { issues: [...issues, ...reader.issues, missing] }
  }
  const arms = armNames(root).map((name) => ({
    name,
    ...parseModel(modelFile, read, { amend: amendFor(data, root, name) }),
  }))
  const found = distinct([...issues, ...reader.issues, ...arms.flatMap((arm) => arm.issues)])
  if (hasErrors(found)) return { issues: found }
  const models = arms.flatMap(({ name, model }) => (model === undefined ? [] : [{ name, model }]))
  return { experiment: { file, text: result.text, data, arms: models }, issues: found }
}

/** The runs of an experiment, arm by arm; the same file gives the same list. */
export function planRuns(experiment: Experiment, overrides: { replicates?: number; seed?: number } = {}): readonly RunJob[] {
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
  }
  return { key: runKey(plan), ...plan }
}

function armNames(root: LocatedMap): readonly string[] {
  const arms = root.entries.get('arms')?.node
  return arms?.kind === 'map' ? [...arms.entries.keys()] : []
}

function namesOf(root: LocatedMap): ReadonlyMap<string, readonly string[]> {
  const keys = (key: string): readonly string[] => {
    const node = root.entries.get(key)?.node
    return node?.kind === 'map' ? [...node.entries.keys()] : []
  }
  return new Map([
    ['arm', keys('arms')],
    ['endpoint', keys('endpoints')],
    ['source', keys('sources')],
  ])
}

/** What an arm does to the model's document: common changes, its own, its `set` paths, and the experiment's sources. */
function amendFor(data: ExperimentData, root: LocatedMap, arm: string): Amend {
  return (model) => {
    const issues: Issue[] = []
    const sources = root.entries.get('sources')
    const withSources =
      sources === undefined
        ? model
        : mergeMaps(model, { kind: 'map', entries: new Map([['sources', sources]]), position: model.position })
    const own = data.arms[arm]
    const layers = own === undefined ? [data.common] : [data.common, own]
    const amended = layers.reduce((result, layer) => applyLayer(result, layer, issues), withSources)
    return { root: amended, issues }
  }
}

const SET = 'set'

function applyLayer(model: LocatedMap, layer: LocatedMap, issues: Issue[]): LocatedMap {
  const set = layer.entries.get(SET)?.node
  const entries = new Map([...layer.entries].filter(([key]) => key !== SET))
  const merged = mergeMaps(model, { ...layer, entries })
  if (set?.kind !== 'map') return merged
  return [...set.entries].reduce((result, [path, entry]) => setPath(result, path, entry.node, set, issues), merged)
}

/** Replaces what stands at a dotted path, for example `cell types.tumour.cycle.rate`; the path must exist up to its last key. */
function setPath(root: LocatedMap, path: string, value: Located, set: LocatedMap, issues: Issue[]): LocatedMap {
  const [key = '', ...rest] = path.split('.')
  const place = set.entries.get(path)?.key ?? set.position
  if (rest.length === 0) return withEntry(root, key, value)
  const child = root.entries.get(key)?.node
  if (child?.kind !== 'map') {
    issues.push({ ...unknownKey(key, [...root.entries.keys()]), path: [SET, path], position: place })
    return root
  }
  const inner = setPath(child, rest.join('.'), value, { ...set, entries: new Map([[rest.join('.'), { key: place, node: value }]]) }, issues)
  return withEntry(root, key, inner)
}

function withEntry(map: LocatedMap, key: string, node: Located): LocatedMap {
  const entries = new Map(map.entries)
  entries.set(key, { key: map.entries.get(key)?.key ?? node.position, node })
  return { ...map, entries }
}

/** Arms share most of the model, and so most of what there is to say about it. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map(issues.map((issue) => [JSON.stringify([issue.code, issue.position, issue.message]), issue]))
  return [...seen.values()]
}
