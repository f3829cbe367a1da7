import type { Path } from '../../model/issue.ts'
import { isSourceKind, splitSource } from '../../model/provenance.ts'
import type { GraphEdge, GraphNode, InteractionGraph, Sign } from './graph.ts'

/** Names that a model uses, so that a signal's name can be told for what it is. */
export interface GraphNames {
  readonly substrates: readonly string[]
  /** Vesicle kind -> what it carries. */
  readonly vesicles: ReadonlyMap<string, readonly string[]>
  /** Type -> vesicle kinds that it takes up, with how much of them reaches its inside. */
  readonly uptakes: ReadonlyMap<string, ReadonlyMap<string, Said>>
  readonly types: readonly string[]
  readonly markers: readonly string[]
  /** Type -> its traits and network nodes. */
  readonly nodes: ReadonlyMap<string, readonly string[]>
  readonly traits: ReadonlyMap<string, readonly string[]>
  /** What blood and organs have a level of, as rules name it. */
  readonly levels: ReadonlySet<string>
  /** Organs that cells reach with the blood. */
  readonly organs: readonly string[]
}

/** The place of all tumour cells in the blood. */
export const CIRCULATING = 'circulating cells'

/** The place of what grows, or may grow, in an organ. */
export function metastases(organ: string): string {
  return `metastases in ${organ}`
}

/** A sentence about an edge, and how well it is known. */
export type Said = Pick<GraphEdge, 'text' | 'kind' | 'source' | 'path'>

/** A graph while it is drawn: asking for a node makes it, so that only what takes part is there. */
export interface Drawing {
  /** The node of what a rule or an edge of `type` reads. */
  signal(type: string, name: string): string
  /** The node of what a rule of `type` changes, with the arrow to what it reaches. */
  behaviour(type: string, name: string, said?: Said): string
  receptor(type: string, name: string): string
  marker(type: string, name: string): string
  /** What a substance does to a receptor; nothing where the ligand is a marker of cells. */
  ligand(name: string, receptor: string, said: Said): void
  network(type: string, name: string): string
  substance(name: string): string
  cells(type: string): string
  vessel(name: string): string
  drug(name: string): string
  /** A place outside of the tissue: blood, an organ. */
  place(name: string): string
  edge(from: string, to: string, sign: Sign, said: Said, mechanisms: readonly string[], isMinor?: true): void
  finish(types: readonly string[]): InteractionGraph
}

/** Starts an empty graph. */
export function createDrawing(names: GraphNames): Drawing {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const node = (kind: GraphNode['kind'], label: string, group?: string): string => {
    const id = [group ?? '', label].join('/')
    if (!nodes.has(id)) nodes.set(id, { id, label, kind, ...(group === undefined ? {} : { group }) })
    return id
  }
  const drawing: Drawing = {
    substance: (name) => node(names.vesicles.has(name) ? 'vesicle' : 'substrate', name),
    cells: (type) => node('cells', type.endsWith('cell') ? `${type}s` : `${type} cells`, type),
    vessel: (name) => node('vessel', name),
    drug: (name) => node('drug', `${name} given`),
    place: (name) => node('place', name),
    receptor: (type, name) => node('receptor', name, type),
    marker: (type, name) => node('receptor', name, type),
    ligand(name, receptor, said) {
      if (names.substrates.includes(name) || names.vesicles.has(name))
        drawing.edge(drawing.substance(name), receptor, 'activates', said, ['M11'])
    },
    network: (type, name) => node('node', name, type),
    signal(type, name) {
      if (names.nodes.get(type)?.includes(name) === true) return node('node', name, type)
      if (names.traits.get(type)?.includes(name) === true) return node('trait', name, type)
      if (names.substrates.includes(name) || names.vesicles.has(name)) return drawing.substance(name)
      if (names.levels.has(name)) return drawing.place(name)
      const other = /^contact with (.+)$/.exec(name)?.[1]
      if (other !== undefined && names.types.includes(other)) return drawing.cells(other)
      const receptor = /^(.+) signalling$/.exec(name)?.[1]
      if (receptor !== undefined) return drawing.receptor(type, receptor)
      const state = node('state', name, type)
      const cargo = /^delivered (.+)$/.exec(name)?.[1]
      for (const [kind, { text, ...known }] of names.uptakes.get(type) ?? []) {
        if (cargo === undefined || names.vesicles.get(kind)?.includes(cargo) !== true) continue
        const said = { text: `${kind} deliver ${cargo} to ${type}, ${text}`, ...known }
        drawing.edge(drawing.substance(kind), state, 'passes', said, ['M18'])
      }
      return state
    },
    behaviour(type, name, said = { text: `${type}: ${name}` }) {
      const marker = /^(.+) expression$/.exec(name)?.[1]
      if (marker !== undefined && names.markers.includes(marker)) return drawing.marker(type, marker)
      const id = node('behaviour', name, type)
      const reached = reachedBy(name, names, drawing, node)
      if (reached !== undefined) drawing.edge(id, reached.to, reached.sign, said, reached.mechanisms)
      return id
    },
    edge(from, to, sign, said, mechanisms, isMinor) {
      // What a behaviour reaches is said once: by the section that gives its number, before rules name it again.
      const what = nodes.get(from)?.kind === 'behaviour' ? '' : said.text
      const key = [from, to, sign, what].join('\n')
      const minor = isMinor === true ? { isMinor } : {}
      if (!edges.has(key)) edges.set(key, { from, to, sign, ...said, mechanisms, ...minor })
    },
    finish: (types) => ({
      groups: types.filter((type) => [...nodes.values()].some(({ group }) => group === type)),
      nodes: [...nodes.values()],
      edges: [...edges.values()],
    }),
  }
  return drawing
}

interface Reached {
  readonly to: string
  readonly sign: Sign
  readonly mechanisms: readonly string[]
}

/** What a behaviour acts on outside of its cell. */
function reachedBy(
  name: string,
  { substrates, vesicles, types, organs }: GraphNames,
  drawing: Drawing,
  node: (kind: GraphNode['kind'], label: string, group?: string) => string,
): Reached | undefined {
  const [, given = ''] = /^(.+) (?:export|secretion|release)$/.exec(name) ?? []
  if (vesicles.has(given)) return { to: drawing.substance(given), sign: 'passes', mechanisms: ['M18'] }
  if (substrates.includes(given)) return { to: drawing.substance(given), sign: 'passes', mechanisms: ['M02'] }
  const loaded = / load of (.+)$/.exec(name)?.[1]
  if (loaded !== undefined) return { to: drawing.substance(loaded), sign: 'passes', mechanisms: ['M18'] }
  const body = reachedInBody(name, organs)
  if (body !== undefined) return { ...body, to: drawing.place(body.to) }
  const [, verb, type = ''] = /^(attack|transition to|phagocytosis of|fusion with) (.+)$/.exec(name) ?? []
  if (verb === undefined || !types.includes(type)) return undefined
  if (verb === 'attack') return { to: node('state', 'damage', type), sign: 'activates', mechanisms: ['M10'] }
  if (verb === 'phagocytosis of') return { to: drawing.cells(type), sign: 'inhibits', mechanisms: ['M13'] }
  return { to: drawing.cells(type), sign: 'passes', mechanisms: [verb === 'fusion with' ? 'M30' : 'M08'] }
}

/** What a behaviour of a cell in the blood, or in the vessels of an organ, adds to or takes away. */
function reachedInBody(name: string, organs: readonly string[]): Reached | undefined {
  if (organs.length === 0) return undefined
  if (['NK killing', 'shear death', 'anoikis'].includes(name))
    return { to: CIRCULATING, sign: 'inhibits', mechanisms: ['M21'] }
  const [, what = '', organ = ''] = /^(.+) in (.+)$/.exec(name) ?? []
  if (!organs.includes(organ)) return undefined
  const to = metastases(organ)
  if (what.startsWith('death of ') || what.startsWith('loss of ') || what === 'dormancy')
    return { to, sign: 'inhibits', mechanisms: [what === 'death of arrested cells' ? 'M21' : 'M25'] }
  const mechanism = what === 'arrest' ? 'M23' : what === 'extravasation' ? 'M24' : 'M25'
  return { to, sign: 'activates', mechanisms: [mechanism] }
}

/** A sentence without its source, and how well it is known. */
export function saidOf(written: string, path?: Path): Said {
  const { body, inside = '' } = splitSource(written)
  const words = inside.split(',').map((word) => word.trim())
  const source = words.find((word) => word !== '' && !isSourceKind(word))
  const kind = words.find(isSourceKind)
  return {
    text: body,
    ...(kind === undefined ? {} : { kind }),
    ...(source === undefined ? {} : { source }),
    ...(path === undefined ? {} : { path }),
  }
}
