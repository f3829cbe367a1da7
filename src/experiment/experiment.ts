import { keepingSignals } from '../compile/kept-signals.ts'
import { type Amend, type ParsedModel, hasErrors, parseModel } from '../compile/parse-model.ts'
import { MilieuError } from '../engine/errors.ts'
import { parseDocument } from '../model/document.ts'
import {
  type DocumentFile,
  type LoadedDocument,
  type ReadFile,
  includeCandidates,
  loadDocument,
} from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import { emptyMap } from '../model/messages-compile.ts'
import { unreadable } from '../model/messages.ts'
import { createReader, issueAt, nodeAt } from '../model/reader.ts'
import { collectSourceKinds } from '../model/names.ts'
import { cohortSchema, sweepSchema } from './design-schema.ts'
import { type ExperimentData, experimentSchema } from './experiment-schema.ts'
import type { Arm, ArmChange } from './arm.ts'
import { namedMeasures } from './analysed-measures.ts'
import { amendFor, amendedRoot } from './arm-changes.ts'
import { type Calibration, type ParsedCalibration, parseCalibration } from './calibration.ts'
import { checkDesign } from './check-design.ts'
import type { DesignContext } from './check-varied.ts'
import { type Override } from './run-plan.ts'

/** A checked experiment: its text, and the model of each arm. */
export interface Experiment {
  readonly file: string
  readonly text: string
  readonly data: ExperimentData
  /** In the author's order; the first is the control. */
  readonly arms: readonly Arm[]
  /** What is fitted to what, where the experiment says so. */
  readonly calibration?: Calibration
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
  const arms = parseArms(root, file, read, data === undefined ? [] : namedMeasures(data))
  const fit = calibrated(root, file, data, arms)
  // A source that an expectation refers to is used, though no arm's model refers to it.
  const isUsedHere = ({ code, path }: Issue): boolean =>
    code === 'unused' && path[0] === 'sources' && reader.used.has(`source/${String(path[1])}`)
  const found = [
    ...issues,
    ...reader.issues,
    ...checkParts(root),
    ...varied(root, data, arms),
    ...fit.issues,
    ...arms.issues.filter((issue) => !isUsedHere(issue)),
  ]
  if (data === undefined || hasErrors(found)) return { issues: found }
  const { modelFile, loaded } = arms
  const origin =
    modelFile === undefined || loaded === undefined ? {} : { origin: { root, modelFile, loaded, files } }
  const { calibration } = fit
  return {
    experiment: {
      file,
      text: result.text,
      data,
      arms: arms.models,
      ...(calibration === undefined ? {} : { calibration }),
      ...origin,
    },
    issues: found,
  }
}

/** What is wrong with `sweep` and `cohort`, also where the rest of the experiment has mistakes. */
function varied(root: LocatedMap, data: ExperimentData | undefined, arms: ParsedArms): readonly Issue[] {
  const context = designContext(root, arms)
  return context === undefined ? [] : checkDesign({ ...(data ?? partsOf(root)), ...context })
}

/** What an experiment fits to what, and what is wrong with that. */
function calibrated(
  root: LocatedMap,
  file: string,
  data: ExperimentData | undefined,
  arms: ParsedArms,
): ParsedCalibration {
  const context = designContext(root, arms)
  const { read } = arms
  if (data?.calibration === undefined || context === undefined || read === undefined) return { issues: [] }
  return parseCalibration(data.calibration, { ...context, file, read, replicates: data.replicates })
}

/** Makes models of arms with other numbers; undefined where there is no model. */
function designContext(root: LocatedMap, arms: ParsedArms): DesignContext | undefined {
  const { modelFile, loaded, read } = arms
  if (modelFile === undefined || loaded === undefined || read === undefined) return undefined
  return {
    root,
    arms: arms.models,
    modelWith: (arm, overrides) => {
      const amend = amendFor(root, arm, { read, included: filesOf(loaded), overrides })
      return parseModel(modelFile, read, { amend, loaded })
    },
  }
}

/** What can be read of the design of an experiment that has mistakes elsewhere. */
function partsOf(root: LocatedMap): Pick<ExperimentData, 'replicates' | 'sweep' | 'cohort'> {
  const reader = createReader(namesOf(root), { sourceKinds: collectSourceKinds(root) })
  const [sweepNode, cohortNode] = [nodeAt(root, ['sweep']), nodeAt(root, ['cohort'])]
  const sweep = sweepNode && sweepSchema.read(sweepNode, ['sweep'], reader)
  const cohort = cohortNode && cohortSchema.read(cohortNode, ['cohort'], reader)
  return {
    replicates: 1,
    ...(sweep === undefined ? {} : { sweep }),
    ...(cohort === undefined ? {} : { cohort }),
  }
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
  readonly read?: ReadFile
}

/** The model of each arm. Reads them also when the experiment has mistakes, so that all mistakes are found at once. */
function parseArms(root: LocatedMap, file: string, read: ReadFile, measures: readonly string[]): ParsedArms {
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
  const arms = names.map((name) => parseArm(name, root, modelFile, loaded, read))
  const models = arms.flatMap(({ name, model, changes }) =>
    model === undefined
      ? []
      : [{ name, model: keepingSignals(model, measures), ...(changes.length === 0 ? {} : { changes }) }],
  )
  return { models, issues: commonIssues(arms.map((arm) => arm.issues)), modelFile, loaded, read }
}

function parseArm(
  name: string,
  root: LocatedMap,
  modelFile: string,
  loaded: LoadedDocument,
  read: ReadFile,
): ParsedModel & { readonly name: string; readonly changes: readonly ArmChange[] } {
  let changes: readonly ArmChange[] = []
  const amend: Amend = (model) => {
    const amended = amendedRoot(model, root, name, { read, included: filesOf(loaded) })
    changes = amended.changes
    return amended
  }
  const parsed = parseModel(modelFile, read, { amend, loaded })
  return { ...parsed, name, changes }
}

/** The model of an arm with further numbers replaced, and what there is to say about it. */
export function amendedModel(
  { origin, file, data }: Experiment,
  arm: string,
  overrides: readonly Override[],
): ParsedModel {
  if (origin === undefined)
    throw new MilieuError('NoExperimentFile', `${file} is no experiment: its models are what they are`)
  const { root, modelFile, loaded, files } = origin
  const read = readerOf(files)
  const amend = amendFor(root, arm, { read, included: filesOf(loaded), overrides })
  const parsed = parseModel(modelFile, read, { amend, loaded })
  if (parsed.model === undefined) return parsed
  return { ...parsed, model: keepingSignals(parsed.model, namedMeasures(data)) }
}

function filesOf({ files }: LoadedDocument): readonly string[] {
  return files.map(({ file }) => file)
}

/** Reads files that are kept in memory. */
export function readerOf(files: readonly DocumentFile[]): ReadFile {
  return (path) => {
    const found = files.find(({ file }) => file === path)
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found.text }
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
    ['parameter', [...parametersAt(root, 'sweep'), ...parametersAt(root, 'cohort')]],
    ['source', keysAt(root, 'sources')],
  ])
}

/** Names of the numbers that a sweep or a cohort varies. */
function parametersAt(root: LocatedMap, key: 'sweep' | 'cohort'): readonly string[] {
  const node = nodeAt(root, [key, 'parameters'])
  return node?.kind === 'map' ? [...node.entries.keys()] : []
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
