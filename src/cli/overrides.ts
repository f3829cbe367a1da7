import { parseDocument } from '../model/document.ts'
import type { Issue, Position } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { expectedForm, unknownName } from '../model/messages.ts'
import { type ReadFile, mergeMaps } from '../model/include.ts'

/** Changes to a model, as arms of a document that `amendFor` takes. */
export interface Overrides {
  /** A map with `arms` in it; absent when it could not be read. */
  readonly root?: LocatedMap
  readonly arms: readonly string[]
  readonly issues: readonly Issue[]
}

/** What the single arm of a branch is called. */
const ONE_ARM = 'branch'
/** Stands for a file in messages about options. */
const COMMAND_LINE = '--set'
const THERAPY = 'therapy'
/** Before a value, so that it reads as it does in a model. */
const VALUE = 'v: '
const NOWHERE: Position = { file: COMMAND_LINE, line: 1, column: 1, length: 1 }

/** How a branch differs from its run: options, and arms from a file. */
export interface ChangeOptions {
  readonly set?: readonly string[]
  readonly therapy?: string
  readonly arms?: string
  /** [min] */
  readonly until?: number
}

/** All that the options of `milieu branch` say; what is not in a file holds for every arm of it. */
export function branchChanges(
  options: ChangeOptions,
  model: LocatedMap | undefined,
  read: ReadFile,
): Overrides {
  const until = options.until === undefined ? [] : [`time.stop=${options.until} min`]
  const own = settings([...(options.set ?? []), ...until])
  const therapy = options.therapy === undefined ? [] : [therapyChange(options.therapy, model, read)]
  const common = joinOverrides([...therapy, own])
  if (options.arms === undefined) return common
  const { root, arms, issues } = armsFile(options.arms, read)
  const both = [...common.issues, ...issues]
  const [shared] = armOf(common.root)
  if (root === undefined || shared === undefined) return { arms, issues: both }
  const base = mapOf([['common', { key: NOWHERE, node: shared }]])
  return { root: mergeMaps(root, base), arms, issues: both }
}

/** `path=value` options as one arm; values are what one would write in a model. */
export function settings(texts: readonly string[]): Overrides {
  const issues: Issue[] = []
  const entries: [string, Entry][] = []
  for (const text of texts) {
    const at = text.indexOf('=')
    const document = at < 1 ? undefined : parseDocument(VALUE + text.slice(at + 1), COMMAND_LINE)
    const parsed = document?.root
    const [entry] = parsed?.kind === 'map' ? parsed.entries : []
    if (entry === undefined) {
      const message = expectedForm(
        'path=value',
        scalar(text),
        'for example --set "cell types.tumour.cycle.rate=0.001 1/min"',
      )
      issues.push({ ...message, path: [], position: { ...NOWHERE, length: text.length } })
    } else {
      // As if the author had written `path=value` on one line.
      const key = { ...NOWHERE, length: at }
      entries.push([text.slice(0, at), { key, node: moved(entry[1].node, at) }])
    }
    issues.push(...(document?.issues ?? []))
  }
  return { root: oneArm(mapOf(entries)), arms: [ONE_ARM], issues }
}

/** Arms from a file: a map from name to changes, by itself or under `arms`. */
function armsFile(file: string, read: ReadFile): Overrides {
  const result = read(file)
  if (!result.ok) return refused(`cannot read '${file}': ${result.reason}`)
  const { root, issues } = parseDocument(result.text, file)
  if (root?.kind !== 'map') return { arms: [], issues }
  const inner = root.entries.get('arms')?.node
  const arms = inner?.kind === 'map' ? inner : root
  const whole = inner?.kind === 'map' ? root : mapOf([['arms', { key: root.position, node: root }]])
  const wrong = [...arms.entries].flatMap(([, { node }]) =>
    node.kind === 'map' || (node.kind === 'scalar' && node.value === null)
      ? []
      : [
          {
            ...expectedForm('a map', node, 'write {} for an arm without changes'),
            path: [],
            position: node.position,
          },
        ],
  )
  if (arms.entries.size === 0)
    return refused(`'${file}' names no arms; write for example\n  untreated: { set: { therapy: {} } }`)
  return { root: whole, arms: [...arms.entries.keys()], issues: [...issues, ...wrong] }
}

/** What `--therapy` says: `none`, the name of a therapy of the model, or a file that has one. */
function therapyChange(what: string, model: LocatedMap | undefined, read: ReadFile): Overrides {
  const known = model?.entries.get(THERAPY)?.node
  const names = known?.kind === 'map' ? [...known.entries.keys()] : []
  if (what === 'none') return asTherapy(mapOf([]), [])
  const own = known?.kind === 'map' ? known.entries.get(what) : undefined
  if (own !== undefined) return asTherapy(mapOf([[what, own]]), [])
  const result = read(what)
  if (!result.ok) {
    const message = unknownName('therapy', what, ['none', ...names])
    return refused(message.message, `${message.hint}; nor is it a file`)
  }
  const { root, issues } = parseDocument(result.text, what)
  if (root?.kind !== 'map') return { arms: [], issues }
  const given = root.entries.get(THERAPY)?.node
  if (given === undefined) return refused(`'${what}' has no ${THERAPY}`)
  const others = [...root.entries].filter(([key]) => key !== THERAPY)
  return asTherapy(given, others, issues)
}

/** Puts several changes of one arm together; later ones win. */
function joinOverrides(parts: readonly Overrides[]): Overrides {
  const layers = parts.flatMap(({ root }) => armOf(root))
  const set = layers.flatMap((layer) => {
    const node = layer.entries.get('set')?.node
    return node?.kind === 'map' ? [...node.entries] : []
  })
  const others = layers.flatMap((layer) => [...layer.entries].filter(([key]) => key !== 'set'))
  const arm = mapOf([...others, ['set', { key: NOWHERE, node: mapOf(set) }]])
  return { root: oneArm(arm), arms: [ONE_ARM], issues: parts.flatMap(({ issues }) => issues) }
}

interface Entry {
  readonly key: Position
  readonly node: Located
}

function asTherapy(
  therapy: Located,
  others: readonly [string, Entry][],
  issues: readonly Issue[] = [],
): Overrides {
  const set = mapOf([[THERAPY, { key: therapy.position, node: therapy }]])
  const arm = mapOf([...others, ['set', { key: NOWHERE, node: set }]])
  return { root: oneArm(arm), arms: [ONE_ARM], issues }
}

function armOf(root: LocatedMap | undefined): readonly LocatedMap[] {
  const arms = root?.entries.get('arms')?.node
  const arm = arms?.kind === 'map' ? arms.entries.get(ONE_ARM)?.node : undefined
  return arm?.kind === 'map' ? [arm] : []
}

function oneArm(arm: LocatedMap): LocatedMap {
  const withSet = arm.entries.has('set') ? arm : mapOf([['set', { key: NOWHERE, node: arm }]])
  const arms = mapOf([[ONE_ARM, { key: NOWHERE, node: withSet }]])
  return mapOf([['arms', { key: NOWHERE, node: arms }]])
}

function mapOf(entries: readonly (readonly [string, Entry])[]): LocatedMap {
  return { kind: 'map', entries: new Map(entries), position: entries[0]?.[1].key ?? NOWHERE }
}

function scalar(text: string): Located {
  return { kind: 'scalar', value: text, text, position: NOWHERE }
}

/** Positions in a value as they are on the command line: after the path and the sign. */
function moved(node: Located, path: number): Located {
  const place = (position: Position): Position => ({
    ...position,
    column: position.column - VALUE.length + path + 1,
  })
  if (node.kind === 'list')
    return { ...node, position: place(node.position), items: node.items.map((item) => moved(item, path)) }
  if (node.kind === 'scalar') return { ...node, position: place(node.position) }
  const entries = [...node.entries].map(
    ([name, { key, node: child }]) => [name, { key: place(key), node: moved(child, path) }] as const,
  )
  return { ...node, position: place(node.position), entries: new Map(entries) }
}

function refused(message: string, hint?: string): Overrides {
  const issue: Issue = {
    code: 'override',
    severity: 'error',
    message,
    path: [],
    position: { ...NOWHERE, file: 'command line' },
    ...(hint === undefined ? {} : { hint }),
  }
  return { arms: [], issues: [issue] }
}
