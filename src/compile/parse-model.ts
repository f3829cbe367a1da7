import { voxelCount } from '../engine/space.ts'
import { type ModelData, readModel, sectionOf } from '../model/assemble.ts'
import { type DocumentFile, type LoadedDocument, type ReadFile, loadDocument } from '../model/include.ts'
import { completeDocument } from '../model/derive.ts'
import type { Issue, IssueSink } from '../model/issue.ts'
import type { Section } from '../model/kit.ts'
import type { LocatedMap } from '../model/located.ts'
import { nameClash, tooManyVoxels } from '../model/messages-compile.ts'
import { unknownName } from '../model/messages.ts'
import { issueAt } from '../model/reader.ts'
import { modelHash } from '../model/model-hash.ts'
import { contentHash } from '../math/hash.ts'
import type { AnyProcess } from './any-process.ts'
import { collectDictionary } from './dictionary.ts'
import { checkKeptSignals } from './kept-signals.ts'
import type { Model } from './model.ts'
import { COSMETIC_KEYS, coreSections, tissueSection } from './core-sections.ts'
import { standardProcesses } from './order.ts'
import { checkBands, checkBoxes, outsideIssues } from './outside.ts'
import { loadNetworkFiles } from './network-files.ts'
import { pathInWhole, readPart } from './partial-model.ts'
import { placeInitial } from './placements.ts'
import { compileSpace, validateSpaceTime } from './space-time.ts'
import { warnOfCoarseSteps } from './step-size.ts'
import { warnOfHarmlessAttacks } from './harmless-attack.ts'
import { type Tissue, readTissue } from './tissue.ts'
import { restingVolumes } from './resting.ts'
import { SITE_MODELS, type SiteDocument, splitSites } from './sites.ts'

export interface ParsedModel {
  /** Absent when there is at least one error. */
  readonly model?: Model
  /** The merged document, for positions of later findings. */
  readonly root?: LocatedMap
  readonly issues: readonly Issue[]
}

/** Changes to a document before it is read: an experiment's arm overrides paths of the model. */
export type Amend = (root: LocatedMap) => { readonly root: LocatedMap; readonly issues: readonly Issue[] }

export interface ParseOptions {
  readonly processes?: readonly AnyProcess[]
  readonly amend?: Amend
  /** The document of the file when the caller has loaded it, to read it several times with different changes. */
  readonly loaded?: LoadedDocument
}

/** Voxels that a world may have: 2^26, half a gigabyte for two substrates. Chosen: beyond that a laptop runs out. */
const MOST_VOXELS = 67_108_864

/** All sections that an author may write, those of the processes and those of the model itself. */
export function allSections(processes: readonly AnyProcess[] = standardProcesses): readonly Section[] {
  return [...coreSections, ...processes.flatMap((process) => process.sections)]
}

/** Reads a model file with its includes and its cell table, and checks it; finds every mistake it can in one go. */
export function parseModel(file: string, read: ReadFile, options: ParseOptions = {}): ParsedModel {
  const processes = options.processes ?? standardProcesses
  const loaded = options.loaded ?? loadDocument(file, read)
  if (loaded.root === undefined || hasErrors(loaded.issues)) return { issues: loaded.issues }
  const amended = options.amend?.(loaded.root) ?? { root: loaded.root, issues: [] }
  const included = loaded.files.map(({ file: path }) => path)
  const { host, sites, issues } = splitSites(amended.root, read, included)
  const context = { file, read, processes, files: loaded.files }
  const before = [...loaded.issues, ...amended.issues, ...issues]
  const parsed = parseRoot(host, context, before)
  // Sites are the host's document with other places: what is wrong with it would be told of each.
  const checked = checkSites(parsed, sites, processes)
  if (sites.length === 0 || checked.model === undefined) return checked
  const organism = withSites(checked, sites, context)
  return amended.root.entries.has(SITE_MODELS) ? forgiveSources(organism) : organism
}

/** A stored organism has all sources in each of its tissues: what one of them does not refer to is no mistake. */
function forgiveSources(parsed: ParsedModel): ParsedModel {
  const issues = parsed.issues.filter(({ code, path }) => code !== 'unused' || !path.includes('sources'))
  return { ...parsed, issues }
}

/** What the model says of its sites, against those that there are. */
function checkSites(
  parsed: ParsedModel,
  sites: readonly SiteDocument[],
  processes: readonly AnyProcess[],
): ParsedModel {
  const { model, root } = parsed
  if (model === undefined || root === undefined) return parsed
  const found: Issue[] = []
  const names = sites.map(({ name }) => name)
  const sink: IssueSink = {
    report: (message, path, within) => void found.push(issueAt(message, root, path, within)),
  }
  for (const process of processes) process.validateSites?.(model.data, names, sink)
  if (found.length === 0) return parsed
  return { root, issues: [...parsed.issues, ...found] }
}

/** What reading a document takes beside it. */
interface ParseContext {
  readonly file: string
  readonly read: ReadFile
  readonly processes: readonly AnyProcess[]
  readonly files: readonly DocumentFile[]
}

/** The model with its sites, unless one of them has mistakes. */
function withSites(
  { model, root, issues }: ParsedModel,
  sites: readonly SiteDocument[],
  context: ParseContext,
): ParsedModel {
  const parsed = sites.map((site) => ({ ...site, ...parseRoot(site.root, context, []) }))
  const known = new Set(issues.map(({ message, position }) => JSON.stringify([message, position])))
  const found = parsed.flatMap((site) =>
    site.issues
      .filter(({ message, position }) => !known.has(JSON.stringify([message, position])))
      .map((issue) => ({ ...issue, path: [...site.path, ...issue.path] })),
  )
  const all = [...issues, ...found]
  const models = parsed.flatMap(({ name, model: site }) =>
    site === undefined ? [] : [{ name, model: site }],
  )
  const more = root === undefined ? {} : { root }
  if (model === undefined || hasErrors(all)) return { ...more, issues: all }
  const hash = contentHash([model.hash, ...models.map(({ name, model: site }) => [name, site.hash])])
  const data = {
    ...model.data,
    sites: Object.fromEntries(models.map((site) => [site.name, site.model.data])),
  }
  return { ...more, issues: all, model: { ...model, data, hash, sites: models } }
}

function parseRoot(
  document: LocatedMap,
  { file, read, processes, files }: ParseContext,
  before: readonly Issue[],
): ParsedModel {
  // Derived parts stand in the root too, so that later findings about them have a place.
  const root = completeDocument(document, allSections(processes))
  const reading = readModel(root, allSections(processes))
  const found = [...before, ...reading.issues]
  if (reading.model === undefined)
    return {
      root,
      issues: [
        ...found,
        ...checkPart(root, reading.issues, processes, (data) => loadNetworkFiles(data, file, read).data),
      ],
    }
  const networks = loadNetworkFiles(reading.model, file, read)
  const unread = networks.issues.map((issue) =>
    issue.position === undefined ? issueAt(issue, root, issue.path) : issue,
  )
  if (unread.length > 0) return { root, issues: [...found, ...unread] }
  const checked = [...found, ...checkModel(networks.data, root, processes)]
  if (hasErrors(checked)) return { root, issues: checked }
  return finish(networks.data, root, file, read, [...networks.files, ...files], checked)
}

/** True when something among the issues keeps the model from running. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error')
}

function checkModel(data: ModelData, root: LocatedMap, processes: readonly AnyProcess[]): readonly Issue[] {
  const issues: Issue[] = []
  const sink: IssueSink = {
    report: (message, path, within) => void issues.push(issueAt(message, root, path, within)),
  }
  validateSpaceTime(data, sink)
  const voxels = voxelCount(compileSpace(data))
  if (voxels > MOST_VOXELS) sink.report(tooManyVoxels(voxels, MOST_VOXELS), ['domain', 'voxel'])
  checkLabels(data, sink)
  checkBoxes(data, sink)
  checkBands(data, sink)
  const dictionary = collectDictionary({ data }, processes)
  for (const { name, place } of dictionary.clashes) {
    const isSubstrate = data.substrates.some((substrate) => substrate.name === name)
    sink.report(nameClash(name), place ?? (isSubstrate ? ['substrates', name] : []))
  }
  checkKeptSignals(data, sink, dictionary)
  for (const process of processes) process.validate?.(data, sink, dictionary)
  warnOfCoarseSteps(data, sink)
  warnOfHarmlessAttacks(data, sink)
  return issues
}

/** What can be said about the rest of a model of which some parts did not read, so that an author need not ask twice. */
function checkPart(
  root: LocatedMap,
  mistakes: readonly Issue[],
  processes: readonly AnyProcess[],
  withFiles: (data: ModelData) => ModelData,
): readonly Issue[] {
  const read = readPart(root, allSections(processes), mistakes)
  if (read === undefined) return []
  const part = { ...read, data: withFiles(read.data) }
  const issues: Issue[] = []
  const sink: IssueSink = {
    report: (message, path, within) => {
      const issue = issueAt(message, part.root, path, within)
      issues.push({ ...issue, path: pathInWhole(root, part.root, path) })
    },
  }
  const dictionary = collectDictionary(part, processes)
  for (const process of processes) process.validatePart?.(part.data, sink, dictionary, part.isLost)
  return issues
}

function checkLabels(data: ModelData, sink: IssueSink): void {
  const table = sectionOf(data, tissueSection)
  const names = [...data.cellTypes.map((type) => type.name), 'vessel', 'ignore']
  for (const [label, becomes] of Object.entries(table?.labels ?? {})) {
    const all = (text: string) => ({ offset: 0, length: text.length })
    if (!names.includes(becomes))
      sink.report(unknownName('cell type', becomes, names), ['tissue', 'labels', label], all)
  }
  for (const name of Object.keys(table?.spacing ?? {})) {
    if (!names.includes(name)) sink.report(unknownName('cell type', name, names), ['tissue', 'spacing', name])
  }
}

function finish(
  data: ModelData,
  root: LocatedMap,
  file: string,
  read: ReadFile,
  files: readonly DocumentFile[],
  issues: readonly Issue[],
): ParsedModel {
  const space = compileSpace(data)
  const table = sectionOf(data, tissueSection)
  const types = data.cellTypes.map((type) => type.name)
  const reading = table === undefined ? { issues: [] } : readTissue(table, file, space, types, read)
  // Absent when there is no table or when it has mistakes.
  const { tissue, file: tableFile } = reading as { tissue?: Tissue; file?: DocumentFile }
  const initialCells = [...(tissue?.cells ?? []), ...placeInitial(data, space, restingVolumes(data))]
  const found = [
    ...issues,
    ...reading.issues.map((issue) =>
      issue.position === undefined ? issueAt(issue, root, issue.path) : issue,
    ),
    ...outsideIssues(data, space, initialCells, root),
  ]
  if (hasErrors(found)) return { root, issues: found }
  const vessels = tissue?.vessels ?? []
  const hash = contentHash([
    modelHash(withoutCosmetics(data)),
    initialCells.map((c) => [c.type, c.x, c.y, c.z]),
    vessels,
  ])
  const tissueCounts = tissue?.counts ?? {}
  const documents = tableFile === undefined ? files : [tableFile, ...files]
  const model: Model = { data, initialCells, vessels, tissueCounts, hash, files: documents }
  return { model, root, issues: found }
}

/** The model without what changes no result. */
function withoutCosmetics(data: ModelData): ModelData {
  const strip = (sections: ModelData['sections']): ModelData['sections'] =>
    Object.fromEntries(Object.entries(sections).filter(([key]) => !COSMETIC_KEYS.has(key)))
  const cellTypes = data.cellTypes.map(({ name, sections }) => ({ name, sections: strip(sections) }))
  return { ...data, cellTypes, sections: strip(data.sections) }
}
