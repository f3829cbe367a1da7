import { type Amend, allSections } from '../compile/parse-model.ts'
import { SITES } from '../compile/sites.ts'
import { assembleSchema } from '../model/assemble.ts'
import { loadInto, mergeMaps } from '../model/include.ts'
import type { Issue, Message, Position } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { noInclude, nothingLeftOut } from '../model/messages-experiment.ts'
import { expectedForm, unknownKey, unknownName } from '../model/messages.ts'
import { nodeAt } from '../model/reader.ts'
import type { ArmChange } from './arm.ts'
import { type AmendOptions, type Layer, mapAt } from './arm-layer.ts'
import { hostModel } from './host-model.ts'
import { numberAt } from './model-numbers.ts'
import type { Override } from './run-plan.ts'
import { applyScales } from './scale-numbers.ts'
import { setPath } from './set-path.ts'

/** An amended document, and what was done to it. */
export interface Amended {
  readonly root: LocatedMap
  readonly issues: readonly Issue[]
  readonly changes: readonly ArmChange[]
}

/**
 * What an arm of a document does to the model's: the experiment's sources, common changes, its own, the numbers of a design point,
 * and at last what it scales.
 */
export function amendFor(root: LocatedMap, arm: string, options: AmendOptions = {}): Amend {
  return (model) => amendedRoot(model, root, arm, options)
}

/** As `amendFor`, and says what was done. */
export function amendedRoot(
  model: LocatedMap,
  root: LocatedMap,
  arm: string,
  options: AmendOptions = {},
): Amended {
  const issues: Issue[] = []
  const layers = ([['common'], ['arms', arm]] as const).flatMap((at): readonly Layer[] => {
    const node = nodeAt(root, at)
    return node?.kind === 'map' ? [{ node, path: at, options, issues }] : []
  })
  const sources = root.entries.get('sources')
  const start =
    sources === undefined ? model : mergeMaps(model, mapOf([['sources', sources]], model.position))
  const merged = layers.reduce(applyLayer, start)
  const left = layers.flatMap((layer) => leftOut(layer, merged))
  const reduced = left.reduce(withoutCells, merged)
  const pointed = (options.overrides ?? []).reduce(applyOverride, reduced)
  const scaled = applyScales(pointed, layers)
  return {
    root: scaled.root,
    issues,
    changes: [...left.map((cellType) => ({ kind: 'without', cellType }) as const), ...scaled.changes],
  }
}

/** Keys of an arm that are no keys of a model. */
export const ARM_KEYS = ['set', 'scale', 'knock down', 'overexpress', 'without', 'include'] as const

const SET_HINT = 'write paths and values, for example { cell types.tumour.cycle.rate: 0.001 1/min }'

function applyLayer(model: LocatedMap, layer: Layer): LocatedMap {
  const { node } = layer
  const own = new Map([...node.entries].filter(([key]) => isModelKey(key, layer)))
  const merged = mergeMaps(withFragments(model, layer), { ...node, entries: own })
  return withPathsSet(merged, mapAt(layer, 'set', SET_HINT), layer)
}

/** Sets paths of the model: those of the document, and those that follow from it, such as nodes that only edges name. */
function withPathsSet(
  model: LocatedMap,
  paths: LocatedMap['entries'],
  { options, issues }: Layer,
): LocatedMap {
  return [...paths].reduce((result, [path, { key, node: value }]) => {
    const mistakes: Issue[] = []
    const report = (message: Message, position: Position): void =>
      void mistakes.push({ ...message, path: ['set', path], position })
    const changed = setPath(result, { path, value, place: key, report })
    if (mistakes.length === 0) return changed
    if (isImplied(result, path, options))
      return setPath(result, { path, value, place: key, creates: true, report })
    issues.push(...mistakes)
    return changed
  }, model)
}

/** True when the complete model has what a path ends in, though its document may not say so. */
function isImplied(root: LocatedMap, path: string, options: AmendOptions): boolean {
  const model = hostModel(root, options)
  const parent = path.split('.').slice(0, -1).join('.')
  return model !== undefined && numberAt(model, parent).kind === 'other'
}

/** True for a key of a model, false for one of an arm; anything else is reported. */
function isModelKey(key: string, { node, path, issues }: Layer): boolean {
  const known = Object.keys(assembleSchema(allSections()).children ?? {})
  if (known.includes(key) || key === SITES) return true
  if (ARM_KEYS.some((own) => own === key)) return false
  const position = node.entries.get(key)?.key ?? node.position
  issues.push({ ...unknownKey(key, [...known, ...ARM_KEYS]), path: [...path, key], position })
  return false
}

/** Lays the fragments of `include` over the model; they are looked for as a model's parts are. */
function withFragments(model: LocatedMap, layer: Layer): LocatedMap {
  const { node, path, options, issues } = layer
  const list = node.entries.get('include')
  if (list === undefined) return model
  if (options.read === undefined) {
    issues.push({ ...noInclude(), path: [...path, 'include'], position: list.key })
    return model
  }
  const loaded = loadInto(node, options.read, options.included ?? [])
  issues.push(...loaded.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })))
  return loaded.parts.reduce((base, part) => withFragment(base, part, layer), model)
}

/** Lays a fragment over the model; what it has under `set`, as `milieu calibrate` writes it, comes last. */
function withFragment(model: LocatedMap, part: LocatedMap, layer: Layer): LocatedMap {
  const set = part.entries.get('set')?.node
  if (set?.kind !== 'map') return mergeMaps(model, part)
  const rest = new Map([...part.entries].filter(([key]) => key !== 'set'))
  return withPathsSet(mergeMaps(model, { ...part, entries: rest }), set.entries, layer)
}

/** Cell types that an arm leaves out. */
function leftOut({ node, path, issues }: Layer, model: LocatedMap): readonly string[] {
  const list = node.entries.get('without')?.node
  if (list === undefined) return []
  const report = (message: Message, at: Located): void =>
    void issues.push({ ...message, path: [...path, 'without'], position: at.position })
  if (list.kind !== 'list') {
    report(expectedForm('a list', list, 'for example without: [CD8, macrophage]'), list)
    return []
  }
  const types = keysOf(model.entries.get('cell types')?.node)
  return list.items.flatMap((item) => {
    const name = item.kind === 'scalar' ? item.text : ''
    if (!types.includes(name)) report(unknownName('cell type', name, types), item)
    else if (withoutCells(model, name) === model) report(nothingLeftOut(name), item)
    else return [name]
    return []
  })
}

/** The model without the initial cells of a type, and without those that vessels let in; the same one when there are none. */
function withoutCells(model: LocatedMap, type: string): LocatedMap {
  const labels = nodeAt(model, ['tissue', 'labels'])
  const names =
    labels?.kind === 'map'
      ? [...labels.entries].filter(([, { node }]) => node.kind === 'scalar' && node.text === type)
      : []
  const unlabelled = names.reduce(
    (result, [label, { node }]) =>
      replaced(result, ['tissue', 'labels', label], {
        ...node,
        kind: 'scalar',
        value: 'ignore',
        text: 'ignore',
      }),
    model,
  )
  return [
    ['initial', type],
    ['vessels', 'entry', type],
  ].reduce((result, at) => (nodeAt(result, at) === undefined ? result : replaced(result, at)), unlabelled)
}

/** The map with what stands at a path replaced, or taken out. */
function replaced(map: LocatedMap, [key = '', ...rest]: readonly string[], value?: Located): LocatedMap {
  const entries = new Map(map.entries)
  const entry = entries.get(key)
  if (entry === undefined) return map
  if (rest.length > 0 && entry.node.kind === 'map')
    entries.set(key, { ...entry, node: replaced(entry.node, rest, value) })
  else if (value === undefined) entries.delete(key)
  else entries.set(key, { ...entry, node: value })
  return { ...map, entries }
}

function applyOverride(model: LocatedMap, { path, value: text }: Override): LocatedMap {
  const position: Position = { ...model.position, line: 1, column: 1, length: 1 }
  const value = /^-?\d+$/.test(text) ? Number(text) : text
  return setPath(model, {
    path,
    value: { kind: 'scalar', value, text, position },
    place: position,
    creates: true,
    report: () => {},
  })
}

function keysOf(node: Located | undefined): readonly string[] {
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}

function mapOf(
  entries: readonly (readonly [string, { readonly key: Position; readonly node: Located }])[],
  position: Position,
): LocatedMap {
  return { kind: 'map', entries: new Map(entries), position }
}
