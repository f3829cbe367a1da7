import { printYaml } from '../model/assemble.ts'
import type { LocatedMap } from '../model/located.ts'
import { nodeAt } from '../model/reader.ts'
import type { Calibration } from './calibration.ts'
import { parameterOverrides } from './design.ts'
import type { Experiment } from './experiment.ts'
import type { Override } from './run-plan.ts'

/** What a fragment says about where its numbers come from. */
export interface FittedSource {
  readonly reference: string
  readonly note: string
}

/** Key under which fitted numbers name their source. */
const KEY = 'calibration'

/** Digits of a fitted number; chosen: no calibration knows more. */
const DIGITS = 4

/**
 * A fragment of a model with fitted values [n], in the order of the parameters, for `include` in an experiment. Numbers inside of
 * sentences stand under `set`, which models do not know; without them the fragment can be included in a model, too.
 */
export function fittedFragment(
  experiment: Experiment,
  calibration: Calibration,
  values: readonly number[],
  source: FittedSource,
): string {
  const root = experiment.origin?.loaded.root
  const overrides = calibration.parameters.flatMap((parameter, k) => {
    const arm = experiment.arms.find(({ name }) => parameter.arms?.includes(name) ?? true)?.name ?? ''
    const value = Number((values[k] ?? Number.NaN).toPrecision(DIGITS))
    return parameterOverrides({ ...parameter, provenance: { kind: 'fitted', key: KEY } }, value, arm)
  })
  const isWritten = ({ value }: Override): string | number => (/^-?\d+$/.test(value) ? Number(value) : value)
  const [set, content] = [true, false].map((isInList) =>
    overrides.filter(({ path }) => leadsIntoList(root, path) === isInList),
  )
  const tree = (content ?? []).reduce<Tree>(
    (made, override) => withValue(made, override.path.split('.'), isWritten(override)),
    {},
  )
  const sentences = Object.fromEntries((set ?? []).map((override) => [override.path, isWritten(override)]))
  const sources = { [KEY]: { reference: source.reference, kind: 'fitted', note: source.note } }
  const partial = calibration.parameters.filter(({ arms }) => arms !== undefined).map(({ name }) => name)
  const remarks = [
    '# Fitted values. In an experiment: common: { include: [this file] }',
    ...(partial.length === 0 ? [] : [`# Fitted in some arms only: ${partial.join(', ')}.`]),
  ]
  return `${remarks.join('\n')}\n${printYaml({ ...tree, ...(Object.keys(sentences).length === 0 ? {} : { set: sentences }), sources })}`
}

/** True for a path into a list, whose sentences no fragment can name: they need `set`. */
function leadsIntoList(root: LocatedMap | undefined, path: string): boolean {
  const keys = path.split('.')
  return root !== undefined && keys.some((_, at) => nodeAt(root, keys.slice(0, at))?.kind === 'list')
}

type Tree = Readonly<Record<string, unknown>>

function withValue(tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
  if (rest.length === 0) return { ...tree, [key]: value }
  const below = tree[key]
  // The cast states how the tree is made: what has keys below it is a tree.
  return { ...tree, [key]: withValue((below ?? {}) as Tree, rest, value) }
}
