import { derivedMap, derivedScalar } from '../../model/derive.ts'
import type { Position } from '../../model/issue.ts'
import type { Quantity, Schema } from '../../model/kit.ts'
import type { Located, LocatedMap } from '../../model/located.ts'
import { createReader, nodeAt } from '../../model/reader.ts'
import { freeDiffusion, hindrance } from '../../math/hindrance.ts'
import { companionName, loadBehaviour } from './names.ts'

/*
 * A kind of vesicle becomes a substrate before anything is read, so that all that knows substrates knows it: transport,
 * exchange, vessels, drugs, rules, measures. Cargo whose load varies becomes a substrate of its own beside it.
 */

/** As much of a kind as its diffusion depends on. */
interface Mobility {
  readonly diameter: Quantity
  readonly 'free diffusion'?: Quantity | undefined
  readonly matrix?: { readonly 'volume fraction': Quantity; readonly 'fibre radius': Quantity } | undefined
}

type Entries = Readonly<Record<string, Located>>

/** Substrates and exchange that follow from the kinds of vesicles of a document, read with the schema of a kind. */
export function deriveVesicles(document: LocatedMap, schema: Schema<Mobility>): LocatedMap | undefined {
  const kinds = nodeAt(document, ['vesicles'])
  if (kinds?.kind !== 'map') return undefined
  const { position } = kinds
  const substrates: Record<string, Located> = {}
  const exchanges: Record<string, Record<string, Located>> = {}
  for (const [name, { key, node }] of kinds.entries) {
    const companions = varyingCargo(document, name, node).map((cargo) => companionName(cargo, name))
    const spread = spreadOf(document, name, node, key, schema)
    for (const substrate of [name, ...companions]) {
      substrates[substrate] = derivedMap(spread, key)
      for (const type of keysAt(document, ['cell types']))
        if (nodeAt(document, ['cell types', type, 'vesicles', name]) !== undefined)
          (exchanges[type] ??= {})[substrate] = exchangeOf(document, type, name, key)
    }
  }
  const types = Object.entries(exchanges).map(([type, entries]) => [
    type,
    derivedMap({ exchange: derivedMap(entries, position) }, position),
  ])
  const derived = { substrates: derivedMap(substrates, position) }
  if (types.length === 0) return derivedMap(derived, position)
  return derivedMap({ ...derived, 'cell types': derivedMap(Object.fromEntries(types), position) }, position)
}

/** Unit, diffusion and loss; what the author wrote about the substrate itself holds for its companions too. */
function spreadOf(
  document: LocatedMap,
  name: string,
  node: Located,
  position: Position,
  schema: Schema<Mobility>,
): Entries {
  const written = (key: string): Located | undefined => nodeAt(document, ['substrates', name, key])
  const diffusion = written('diffusion') ?? diffusionOf(node, position, schema)
  const decay = written('decay') ?? nodeAt(node, ['loss'])
  return {
    unit: derivedScalar('nM', position),
    diffusion,
    ...(decay === undefined ? {} : { decay }),
  }
}

/** Diffusion among fibres. A kind that does not read keeps its name: the mistakes are found where it is read in earnest. */
function diffusionOf(node: Located, position: Position, schema: Schema<Mobility>): Located {
  const kind = schema.read(node, [], createReader(new Map()))
  if (kind === undefined) return derivedScalar('0 um^2/min', position)
  const { diameter, matrix } = kind
  const free = kind['free diffusion']?.value ?? freeDiffusion(diameter.value)
  const fibres =
    matrix === undefined
      ? { fraction: 0, radius: 1 }
      : { fraction: matrix['volume fraction'].value, radius: matrix['fibre radius'].value }
  const share = hindrance(diameter.value, fibres)
  const percent = Number((100 * share).toPrecision(3))
  const note =
    matrix === undefined
      ? 'free diffusion: no matrix is given'
      : `${percent} % of free diffusion, by drag and obstruction of the matrix (vesicles: README)`
  return derivedMap(
    {
      value: derivedScalar(`${free * share} um^2/min`, position),
      kind: derivedScalar('assumed', position),
      note: derivedScalar(note, position),
    },
    position,
  )
}

/** Uptake of a kind, counted per cell. */
function exchangeOf(document: LocatedMap, type: string, name: string, position: Position): LocatedMap {
  const uptake =
    nodeAt(document, ['cell types', type, 'exchange', name, 'uptake']) ??
    nodeAt(document, ['cell types', type, 'vesicles', name, 'uptake'])
  return derivedMap({ uptake, track: derivedScalar(true, position) }, position)
}

/** Cargo of a kind whose load differs between types or follows a rule. */
function varyingCargo(document: LocatedMap, name: string, node: Located): readonly string[] {
  const types = keysAt(document, ['cell types'])
  const rules = types.flatMap((type) => textsAt(document, ['cell types', type, 'rules']))
  return keysAt(node, ['cargo']).filter(
    (cargo) =>
      types.some((type) => nodeAt(document, ['cell types', type, 'vesicles', name, 'cargo', cargo])) ||
      rules.some((rule) => rule.includes(loadBehaviour(cargo, name))),
  )
}

function keysAt(root: Located, path: readonly string[]): readonly string[] {
  const node = nodeAt(root, path)
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}

/** Texts of a list of sentences, in the plain form or under keys. */
function textsAt(root: Located, path: readonly string[]): readonly string[] {
  const node = nodeAt(root, path)
  return node === undefined ? [] : textsIn(node)
}

function textsIn(node: Located): readonly string[] {
  if (node.kind === 'scalar') return [node.text]
  if (node.kind === 'list') return node.items.flatMap(textsIn)
  return [...node.entries.values()].flatMap((entry) => textsIn(entry.node))
}
